import { trimmedEnd } from '../../../model/trim.ts';
import type { YamlComment } from '../../../syntax/yaml-nodes.ts';

/** A line of a requirements file as pip sees it: lines joined, comments gone, trimmed. */
export interface RequirementsLine {
  readonly text: string;
  /** Where a character of it stands in the document. */
  at(index: number): number;
  /** The start of the first line that it is written on. */
  readonly lineStart: number;
  /** The lines that were joined, each as if it stood alone: for a text in which a backslash is being typed. */
  readonly pieces: readonly RequirementsLine[];
}

/** A requirements file, in lines. */
export interface RequirementsLines {
  readonly lines: readonly RequirementsLine[];
  /** Those that have a line of their own. */
  readonly comments: readonly YamlComment[];
}

/**
 * Splits a requirements file as pip does (pip, `_internal/req/req_file.py`: `join_lines`, `ignore_comments`): a line
 * that ends in a backslash goes on in the next, a comment begins a line or stands behind a blank, and ends what goes
 * on.
 */
export function requirementsLines(text: string): RequirementsLines {
  const lines: RequirementsLine[] = [];
  const comments: YamlComment[] = [];
  let open: Piece[] = [];
  const close = () => {
    const line = joined(open);
    if (line !== undefined) lines.push(line);
    open = [];
  };
  for (const { start, end } of physicalLines(text)) {
    const written = text.slice(start, end);
    const content = written.trimStart();
    if (content.startsWith('#')) {
      comments.push({ offset: end - content.length, text: content.slice(1) });
      close();
    } else if (written.endsWith('\\')) {
      const first = written.length - written.replace(/^\\+/, '').length;
      open.push({ text: trimmedEnd(written.slice(first), '\\'), offset: start + first, lineStart: start });
    } else {
      open.push({ text: written, offset: start, lineStart: start });
      close();
    }
  }
  close();
  return { lines, comments };
}

interface Piece {
  readonly text: string;
  readonly offset: number;
  readonly lineStart: number;
}

function* physicalLines(text: string): Generator<{ readonly start: number; readonly end: number }> {
  let start = 0;

  for (const { 0: mark, index } of text.matchAll(LINE_END)) {
    yield { start, end: index };
    start = index + mark.length;
  }
  if (start < text.length) yield { start, end: text.length };
}

function joined(pieces: readonly Piece[]): RequirementsLine | undefined {
  const [first] = pieces;
  if (first === undefined) return undefined;
  const whole = pieces.length === 1 ? first.text : pieces.map(piece => piece.text).join('');
  const bare = whole.slice(0, commentStart(whole));
  const text = bare.trim();
  if (text === '') return undefined;
  const skipped = bare.length - bare.trimStart().length;
  // Where each piece begins in the joined text.
  const starts: number[] = [];
  let length = 0;
  for (const piece of pieces) {
    starts.push(length);
    length += piece.text.length;
  }
  return {
    text,
    at(index) {
      const place = skipped + index;
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= place) low = middle;
        else high = middle - 1;
      }
      return (pieces[low]?.offset ?? 0) + place - (starts[low] ?? 0);
    },
    lineStart: first.lineStart,
    pieces: pieces.length === 1 ? [] : pieces.flatMap(piece => joined([piece]) ?? []),
  };
}

/** Where a comment begins, or the end. */
function commentStart(text: string): number {
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    if (at === 0 || /\s/.test(text[at - 1] ?? '')) return at;
  }
  return text.length;
}

// As Python's `str.splitlines` has it.
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;
