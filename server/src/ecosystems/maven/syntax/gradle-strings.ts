import { spanOf } from '../../../model/span.ts';
import type { GradleLanguage, GradlePiece, GradleText } from './gradle-tokens.ts';

/** What the scanner learns of a text: the token without what stands before it. */
export type ReadText = Pick<GradleText, 'span' | 'inner' | 'isWhole' | 'pieces'>;

/**
 * Reads the texts of Gradle scripts (groovy-lang.org, "Strings"; kotlinlang.org, "Strings"): in one or three quotes of
 * either kind, and Groovy's between slashes. Values of variables are written into those in double quotes and slashes.
 */
export class GradleStrings {
  readonly #text: string;
  readonly #language: GradleLanguage;
  /** From where on no three quotes of a kind follow any more. */
  readonly #noTriples = new Map<string, number>();

  constructor(text: string, language: GradleLanguage) {
    this.#text = text;
    this.#language = language;
  }

  /** The text that begins with the quote at an offset. */
  at(start: number): ReadText {
    const quote = this.#text.charAt(start);
    const three = quote.repeat(3);
    if (this.#text.startsWith(three, start)) {
      const end = this.#endOfTriple(three, start + 3);
      if (end !== undefined) return this.#read(start, three, end, end + 3);
      // Nobody closed it yet: it takes no more than its line.
      return this.#read(start, three, this.#endOfLine(start), undefined);
    }
    const end = this.#endOfShort(start + 1, quote);
    return this.#text.charAt(end) === quote
      ? this.#read(start, quote, end, end + 1)
      : this.#read(start, quote, end, undefined);
  }

  /** Groovy's text between slashes on one line, where one begins there; `undefined` for a division. */
  slashyAt(start: number): ReadText | undefined {
    const lineEnd = this.#endOfLine(start);
    for (let at = start + 1; at < lineEnd; at++) {
      const character = this.#text.charAt(at);
      if (character === '\\') at += 1;
      else if (character === '/') return at === start + 1 ? undefined : this.#read(start, '/', at, at + 1);
    }
    return undefined;
  }

  #read(start: number, quote: string, end: number, behind: number | undefined): ReadText {
    const from = Math.min(start + quote.length, end);
    return {
      span: spanOf(start, behind ?? end),
      inner: spanOf(from, end),
      isWhole: behind !== undefined,
      pieces: this.#pieces(from, end, quote),
    };
  }

  #endOfTriple(three: string, from: number): number | undefined {
    if (from >= (this.#noTriples.get(three) ?? Number.POSITIVE_INFINITY)) return undefined;
    const isRaw = this.#language === 'kotlin';
    for (let at = this.#text.indexOf(three, from); at >= 0; at = this.#text.indexOf(three, at + 1)) {
      if (!isRaw && isEscaped(this.#text, at, from)) continue;
      // Of four quotes in a row the last three close it.
      while (this.#text.charAt(at + 3) === three.charAt(0) && at - from < 1_000_000) at += 1;
      return at;
    }
    this.#noTriples.set(three, from);
    return undefined;
  }

  /** Where the closing quote stands, else where the line ends. */
  #endOfShort(from: number, quote: string): number {
    const text = this.#text;
    let mayHold = quote === '"';
    for (let at = from; at < text.length; at++) {
      const character = text.charAt(at);
      if (character === quote || character === '\n' || character === '\r') return at;
      if (character === '\\') {
        if (text.charAt(at + 1) === '\n' || text.charAt(at + 1) === '\r') return at + 1;
        at += 1;
      } else if (mayHold && character === '$' && text.charAt(at + 1) === '{') {
        const end = endOfExpression(text, at + 1, 0);
        // One that nobody closed is looked for once.
        if (end === undefined) mayHold = false;
        else at = end;
      }
    }
    return text.length;
  }

  #endOfLine(from: number): number {
    for (let at = from; at < this.#text.length; at++) {
      const character = this.#text.charAt(at);
      if (character === '\n' || character === '\r') return at;
    }
    return this.#text.length;
  }

  #pieces(from: number, end: number, quote: string): readonly GradlePiece[] {
    const text = this.#text;
    const hasNames = quote === '/' || quote.startsWith('"');
    const isRaw = this.#language === 'kotlin' && quote === '"""';
    const pieces: GradlePiece[] = [];
    let value: string[] = [];
    let start = from;
    let isVerbatim = true;
    const endPiece = (at: number) => {
      if (at > start) pieces.push({ is: 'text', span: spanOf(start, at), value: value.join(''), isVerbatim });
      value = [];
      isVerbatim = true;
    };
    let at = from;
    while (at < end) {
      const character = text.charAt(at);
      const piece = character === '$' && hasNames ? this.#nameAt(at, end) : undefined;
      if (piece !== undefined) {
        endPiece(at);
        pieces.push(piece);
        at = piece.span.end;
        start = at;
      } else if (character === '\\' && !isRaw && (quote !== '/' || text.charAt(at + 1) === '/')) {
        isVerbatim = false;
        const { meant, length } = escapeAt(text, at, end);
        value.push(meant);
        at += length;
      } else {
        value.push(character);
        at += 1;
      }
    }
    endPiece(end);
    return pieces;
  }

  /** What a dollar sign begins, if it begins anything. */
  #nameAt(at: number, end: number): GradlePiece | undefined {
    const text = this.#text;
    if (text.charAt(at + 1) === '{') {
      const closing = endOfExpression(text, at + 1, 0);
      if (closing === undefined || closing >= end) return { is: 'unknown', span: spanOf(at, end) };
      const span = spanOf(at, closing + 1);
      const path = PATH.exec(text.slice(at + 2, closing))?.[1];
      return path === undefined ? { is: 'unknown', span } : { is: 'name', span, path: path.replace(/\s/g, '') };
    }
    // In Groovy `$a.b` is a path, in Kotlin a name and a text.
    const name = this.#language === 'groovy' ? PATH_AT : NAME_AT;
    name.lastIndex = at + 1;
    const found = name.exec(text)?.[0];
    if (found === undefined || at + 1 + found.length > end) return undefined;
    return { is: 'name', span: spanOf(at, at + 1 + found.length), path: found };
  }
}

const PATH = /^\s{0,20}([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)(?:(?<=\.get)\(\))?\s{0,20}$/u;
const PATH_AT = /[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*/uy;
const NAME_AT = /[\p{L}_][\p{L}\p{N}_]*/uy;
/** In characters. */
const LONGEST_EXPRESSION = 500;
const DEEPEST = 5;

/** From the brace of `${` to the one that closes it on its line; `undefined` where none does. */
function endOfExpression(text: string, brace: number, depth: number): number | undefined {
  const last = Math.min(text.length, brace + LONGEST_EXPRESSION);
  let open = 0;
  for (let at = brace; at < last; at++) {
    const character = text.charAt(at);
    if (character === '\n' || character === '\r') return undefined;
    if (character === '{') open += 1;
    else if (character === '}' && --open === 0) return at;
    else if (character === '"' || character === "'") {
      const end = depth < DEEPEST ? endOfNested(text, at, depth) : undefined;
      if (end === undefined || end >= last) return undefined;
      at = end;
    }
  }
  return undefined;
}

function endOfNested(text: string, start: number, depth: number): number | undefined {
  const quote = text.charAt(start);
  const last = Math.min(text.length, start + LONGEST_EXPRESSION);
  for (let at = start + 1; at < last; at++) {
    const character = text.charAt(at);
    if (character === quote) return at;
    if (character === '\n' || character === '\r') return undefined;
    if (character === '\\') at += 1;
    else if (character === '$' && quote === '"' && text.charAt(at + 1) === '{') {
      const end = endOfExpression(text, at + 1, depth + 1);
      if (end === undefined) return undefined;
      at = end;
    }
  }
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function escapeAt(text: string, at: number, end: number): { readonly meant: string; readonly length: number } {
  const mark = text.charAt(at + 1);
  if (at + 1 >= end) return { meant: '', length: 1 };
  const hex = mark === 'u' ? text.slice(at + 2, Math.min(end, at + 6)) : '';
  if (/^[0-9A-Fa-f]{4}$/.test(hex)) return { meant: String.fromCharCode(Number.parseInt(hex, 16)), length: 6 };
  return { meant: ESCAPES[mark] ?? mark, length: 2 };
}

function isEscaped(text: string, at: number, from: number): boolean {
  let backslashes = 0;
  while (at - backslashes > from && text.charAt(at - backslashes - 1) === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
