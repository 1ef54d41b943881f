import { type Span, spanOf } from '../../../model/span.ts';

/** A line of go.sum. */
export interface SumLine {
  /** Of the module and the version. */
  readonly span: Span;
  readonly path: string;
  /** As written: `v1.2.3`, or `v1.2.3/go.mod` where the hash is that of the go.mod alone. */
  readonly version: string;
  /** With its algorithm, as in `h1:…=`. */
  readonly hash: string;
}

/**
 * Splits a go.sum as the go command does (cmd/go/internal/modfetch/fetch.go, `readGoSum`): three words on a line, with
 * any blanks between and around them. A line of anything else, for which go refuses the file, is passed over. One pass
 * over the text.
 */
export function sumLines(text: string): SumLine[] {
  const lines: SumLine[] = [];
  // The ends of the words of a line.
  const starts = [0, 0, 0];
  const ends = [0, 0, 0];
  let count = 0;
  let isInWord = false;
  for (let at = 0; at <= text.length; at += 1) {
    // The end of the text ends a line.
    const character = at === text.length ? NEWLINE : text.charCodeAt(at);
    if (!isBlank(character)) {
      if (!isInWord && count < 3) starts[count] = at;
      isInWord = true;
      continue;
    }
    if (isInWord) {
      if (count < 3) ends[count] = at;
      count += 1;
      isInWord = false;
    }
    if (character !== NEWLINE) continue;
    if (count === 3) {
      const [first = 0, second = 0, third = 0] = starts;
      const [firstEnd = 0, secondEnd = 0, thirdEnd = 0] = ends;
      lines.push({
        span: spanOf(first, secondEnd),
        path: text.slice(first, firstEnd),
        version: text.slice(second, secondEnd),
        hash: text.slice(third, thirdEnd),
      });
    }
    count = 0;
  }
  return lines;
}

const NEWLINE = 10;

/** Those that people and programs write; what go takes for blanks besides stands in no go.sum. */
function isBlank(character: number): boolean {
  return character === 32 || (character >= 9 && character <= 13);
}
