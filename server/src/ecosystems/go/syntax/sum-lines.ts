import { type Span, spanOf } from '../../../model/span.ts';

/** A line of go.sum. Lines that follow each other share what they have in common, as most do. */
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
 * any blanks between and around them. A line of anything else, for which go refuses the file, is passed over. What go
 * writes itself is found by its two blanks; in time linear to the text.
 */
export function* sumLines(text: string): Generator<SumLine, void> {
  let path = '';
  // The next blank, which may lie lines ahead: it is looked for once.
  let blank = -1;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (blank < start) blank = find(text, start);
    const first = blank;
    if (first < end) blank = find(text, first + 1);
    const second = blank;
    WRITTEN.lastIndex = second;
    if (second < end && second + HASH === end && WRITTEN.test(text)) {
      const isSame = first - start === path.length && text.startsWith(path, start);
      if (!isSame) path = text.slice(start, first);
      const version = text.slice(first + 1, second);
      yield { span: spanOf(start, second), path, version, hash: text.slice(second + 1, end) };
    } else {
      const line = otherLine(text, start, end);
      if (line !== undefined) yield line;
    }
    start = end + 1;
  }
}

function find(text: string, from: number): number {
  const found = text.indexOf(' ', from);
  return found < 0 ? Number.POSITIVE_INFINITY : found;
}

/** A line that somebody has put blanks into, or that has another hash. */
function otherLine(text: string, start: number, end: number): SumLine | undefined {
  if (end - start > LONGEST) return undefined;
  const line = text.slice(start, end);
  const [, indent = '', path, between = '', version, hash] = WORDS.exec(line) ?? [];
  if (path === undefined || version === undefined || hash === undefined) return undefined;
  const from = start + indent.length;
  return { span: spanOf(from, from + path.length + between.length + version.length), path, version, hash };
}

/** The blank and the hash behind it, as they end a line: SHA-256 in 43 digits of base64. */
const WRITTEN = / h1:[A-Za-z\d+/]{43}=/y;
const HASH = ' h1:='.length + 43;
const WORDS = /^(\s*)(\S+)(\s+)(\S+)\s+(\S+)\s*$/;
/** In characters; no path, no version and no hash comes near. */
const LONGEST = 4000;
