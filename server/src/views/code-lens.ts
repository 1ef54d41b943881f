import type { CodeLens } from 'vscode-languageserver';
import { counted } from './words.ts';

/** Above a document with several images to pin: one click for all of them. A single image has its own. */
export function pinLenses(
  pins: number,
  command: { readonly command: string; readonly arguments: unknown[] },
): CodeLens[] {
  if (pins < 2) return [];
  const top = { line: 0, character: 0 };
  return [{ range: { start: top, end: top }, command: { title: `Pin ${counted(pins, 'image')}`, ...command } }];
}
