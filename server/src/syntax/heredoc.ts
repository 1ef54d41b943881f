import { isBlank } from './blank.ts';

/** A here-document that a line opens. */
export interface Heredoc {
  /** The line that ends it, quotes taken off. */
  readonly name: string;
  /** Whether tabs before the end line are no part of it (`<<-`). */
  readonly stripTabs: boolean;
}

const OPENING = /^\d*<<(-?)\s*([^<]+)$/;
const DEEPEST = 32;

/**
 * The here-documents that a logical line opens, in the order of their bodies. As BuildKit does
 * (frontend/dockerfile/parser/parser.go, `heredocsFromLine`), the line is split as a shell would, always with the
 * backslash as escape; where that fails, for an open quote or a `${` without end, there are none.
 */
export function heredocsOf(line: string): Heredoc[] {
  const heredocs: Heredoc[] = [];
  for (const word of shellWords(line) ?? []) {
    const opening = OPENING.exec(word);
    if (opening === null) continue;
    const name = unquote(opening[2] ?? '');
    if (name !== undefined && name !== '') heredocs.push({ name, stripTabs: opening[1] === '-' });
  }
  return heredocs;
}

/** Words with their quotes and escapes left in place. */
function shellWords(line: string): string[] | undefined {
  const words: string[] = [];
  let start = -1;
  let at = 0;
  while (at < line.length) {
    if (isBlank(line[at])) {
      if (start >= 0) words.push(line.slice(start, at));
      start = -1;
      at++;
      continue;
    }
    if (start < 0) start = at;
    const next = afterPiece(line, at, 0);
    if (next === undefined) return undefined;
    at = next;
    // Blanks between `<<` and the name belong to the word.
    if (line[at - 1] === '<' && line[at] === '<') {
      at++;
      while (line[at] === ' ' || line[at] === '\t' || line[at] === '\r') at++;
    }
  }
  if (start >= 0) words.push(line.slice(start));
  return words;
}

/** Where the quoted text, the variable, the escape or the single character that begins at `at` ends. */
function afterPiece(line: string, at: number, depth: number): number | undefined {
  switch (line[at]) {
    case "'": {
      const end = line.indexOf("'", at + 1);
      return end < 0 ? undefined : end + 1;
    }
    case '"':
      return afterEnclosed(line, at + 1, '"', depth);
    case '\\':
      return Math.min(at + 2, line.length);
    case '$':
      if (line[at + 1] !== '{') return at + 1;
      return /[{}:]/.test(line[at + 2] ?? '}') ? undefined : afterEnclosed(line, at + 2, '}', depth);
    default:
      return at + 1;
  }
}

function afterEnclosed(line: string, from: number, close: string, depth: number): number | undefined {
  if (depth > DEEPEST) return undefined;
  let at: number | undefined = from;
  while (at !== undefined && at < line.length) {
    if (line[at] === close) return at + 1;
    at = close === '"' && line[at] === "'" ? at + 1 : afterPiece(line, at, depth + 1);
  }
  return undefined;
}

/** The single word of a here-document's name without quotes and escapes; `undefined` where there are several. */
function unquote(written: string): string | undefined {
  let name = '';
  let quote = '';
  const text = written.trimEnd();
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"' && /["$\\]/.test(text[at + 1] ?? '')) name += text[++at] ?? '';
      else name += character;
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '\\') name += text[++at] ?? '';
    else if (isBlank(character)) return undefined;
    else name += character;
  }
  return quote === '' ? name : undefined;
}
