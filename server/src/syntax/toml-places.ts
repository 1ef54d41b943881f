import type { IgnorePlace } from '../model/reference.ts';
import type { TomlDocument } from './toml-nodes.ts';
import { lineStartNear } from './yaml-places.ts';

/**
 * Where a comment goes that silences what stands at an offset: above its line, also between the items of an array.
 * Absent where that line begins within a string, and far from the line's start.
 */
export function tomlIgnorePlace(document: TomlDocument, at: number): IgnorePlace | undefined {
  const { text, newline } = document;
  const lineStart = lineStartNear(text, at);
  if (lineStart === undefined || isInString(document, lineStart)) return undefined;
  const start = text[lineStart] === '\ufeff' ? lineStart + 1 : lineStart;
  const indent = /^[ \t]*/.exec(text.slice(start, at))?.[0] ?? '';
  return { offset: start, open: `${indent}# `, newline };
}

function isInString({ longStrings }: TomlDocument, offset: number): boolean {
  let low = 0;
  let high = longStrings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((longStrings[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const span = longStrings[low];
  return span !== undefined && span.start < offset;
}
