import type { Span } from './span.ts';

/** A place as the Language Server Protocol counts it: a 0-based line, and UTF-16 code units from the line's start. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A half-open stretch between two positions. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Turns offsets of one text into positions. Made once for a text, by {@link linesOf}. */
export interface Lines {
  /** An offset outside of the text becomes its start or its end. */
  positionAt(offset: number): Position;
  rangeOf(span: Span): Range;
}

/** Finds the lines of a text. `\n`, `\r\n` and a lone `\r` end a line (LSP 3.17, "Text Documents"). */
export function linesOf(text: string): Lines {
  // Of most files nobody asks for a place.
  let made: readonly number[] | undefined;

  function positionAt(offset: number): Position {
    made ??= lineStarts(text);
    const starts = made;
    const inside = Math.min(Math.max(offset, 0), text.length);
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) <= inside) low = middle;
      else high = middle;
    }
    return { line: low, character: inside - (starts[low] ?? 0) };
  }

  return {
    positionAt,
    rangeOf: span => ({ start: positionAt(span.start), end: positionAt(span.end) }),
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === NEWLINE || (code === RETURN && text.charCodeAt(i + 1) !== NEWLINE)) starts.push(i + 1);
  }
  return starts;
}

const NEWLINE = 10;
const RETURN = 13;
