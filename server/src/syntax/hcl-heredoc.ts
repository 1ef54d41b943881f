import type { TracedText } from './traced-text.ts';

/** The lines of a here-document; with `isIndented` (`<<-`) without the indentation that all of them have. */
export function traceLines(text: string, start: number, end: number, isIndented: boolean): TracedText {
  const lines: [from: number, to: number][] = [];
  for (let at = start; at < end; ) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 || newline >= end ? end : newline + 1;
    lines.push([at, next]);
    at = next;
  }
  const indents = lines.flatMap(([from, to]) => {
    const line = text.slice(from, to);
    return line.trim() === '' ? [] : [line.length - line.trimStart().length];
  });
  const strip = isIndented && indents.length > 0 ? indents.reduce((least, indent) => Math.min(least, indent)) : 0;
  const kept = lines.map(([from, to]) => [from + Math.min(strip, blanksAt(text, from, to)), to] as const);
  return {
    text: kept.map(([from, to]) => text.slice(from, to)).join(''),
    at: kept.flatMap(([from, to]) => offsets(from, to)),
  };
}

/** All offsets of a stretch. */
export function offsets(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}

function blanksAt(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && (text[at] === ' ' || text[at] === '\t')) at += 1;
  return at - from;
}
