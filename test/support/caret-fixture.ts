import type { Span } from '../../server/src/model/span.ts';

/**
 * Text with what was found in it drawn beneath, as in
 *
 *     FROM node:20 AS build
 *          ^^^^^^^ docker.io/library/node:20
 *
 * A fixture is written the same way: lines that begin with carets are no part of the text, but what is expected of the
 * line above. Compare `annotate` with the fixture's own lines.
 */
export interface CaretFixture {
  readonly text: string;
  readonly lines: readonly string[];
}

export function caretFixture(...lines: string[]): CaretFixture {
  return { text: lines.filter(line => !/^\s*\^/.test(line)).join('\n'), lines };
}

/** Draws things under a text. One that runs over the end of its line is drawn to there and ends in `…`. */
export function annotate<Thing extends { readonly span: Span }>(
  text: string,
  things: readonly Thing[],
  label: (thing: Thing) => string,
): string[] {
  const annotated: string[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    annotated.push(line);
    const end = start + line.length;
    for (const thing of things) {
      const { span } = thing;
      if (span.start < start || span.start > end) continue;
      const indent = line.slice(0, span.start - start).replace(/[^\t]/g, ' ');
      const carets = '^'.repeat(Math.max(1, Math.min(span.end, end) - span.start)) + (span.end > end ? '…' : '');
      annotated.push(`${indent}${carets} ${label(thing)}`);
    }
    start = end + 1;
  }
  return annotated;
}
