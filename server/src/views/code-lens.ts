import type { CodeLens, Range } from 'vscode-languageserver';
import type { Lines } from '../model/positions.ts';
import type { Reference } from '../model/reference.ts';
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

/** At each retention policy: a click that tries it. The command takes its place among those of the document besides. */
export function policyLenses(
  references: readonly Reference[],
  lines: Lines,
  command: (policy: number) => { readonly command: string; readonly arguments: unknown[] },
): CodeLens[] {
  return references
    .filter(({ subject }) => subject.kind === 'policy')
    .map(({ span }, policy) => ({
      range: lines.rangeOf(span),
      command: { title: 'Simulate retention policy', ...command(policy) },
    }));
}

/** Above one's own version that is published: a plan of how it is taken back, by a click. */
export function pullBackLenses(
  places: readonly Range[],
  commandAt: (place: Range) => { readonly command: string; readonly arguments: unknown[] },
): CodeLens[] {
  return places.map(range => ({ range, command: { title: 'Plan a pull-back…', ...commandAt(range) } }));
}
