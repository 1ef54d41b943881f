import { spanOf } from '../model/span.ts';
import { APOSTROPHE, BACKSLASH, isLineBreak, isValueEnd, QUOTE, type Quote, SPACE, TAB } from './toml-characters.ts';
import type { TomlScalar } from './toml-nodes.ts';
import { escapeLength, quotedScalar } from './toml-scalars.ts';
import { Triples } from './toml-triples.ts';

/** A string that was found, with its closing quotes. */
export interface FoundString {
  /** Behind the closing quotes. */
  readonly end: number;
  /** Absent where it has an escape that is none. */
  readonly scalar?: TomlScalar;
  /** Where the last of its lines begins, where it has several. */
  readonly lastLine?: number;
}

/** Finds the strings of a text. */
export class TomlStrings {
  readonly #text: string;
  readonly #triples: Readonly<Record<Quote, Triples>>;
  /** From where on no quotes close a long string, by quote. */
  readonly #noneFrom: Record<Quote, number>;

  constructor(text: string) {
    this.#text = text;
    this.#triples = { [QUOTE]: new Triples(text, QUOTE), [APOSTROPHE]: new Triples(text, APOSTROPHE) };
    this.#noneFrom = { [QUOTE]: text.length, [APOSTROPHE]: text.length };
  }

  /** The string that begins with a quote at an offset, or with three. `undefined` where nobody closed it. */
  find(quote: Quote, start: number): FoundString | undefined {
    const text = this.#text;
    const isLong = text.charCodeAt(start + 1) === quote && text.charCodeAt(start + 2) === quote;
    return isLong ? this.#findLong(quote, start) : this.findShort(quote, start);
  }

  /** The same for a string that ends on its line, as keys do. */
  findShort(quote: Quote, start: number): FoundString | undefined {
    const text = this.#text;
    let isVerbatim = true;
    let isWrong = false;
    let at = start + 1;
    for (let code = text.charCodeAt(at); code !== quote; code = text.charCodeAt(at)) {
      if (isLineBreak(code) || at >= text.length) return undefined;
      at += 1;
      if (code !== BACKSLASH || quote !== QUOTE) continue;
      isVerbatim = false;
      if (escapeLength(text, at - 1, false) === undefined) isWrong = true;
      if (!isLineBreak(text.charCodeAt(at))) at += 1;
    }
    const end = at + 1;
    if (isWrong) return { end };
    const span = spanOf(start, end);
    const inner = spanOf(start + 1, at);
    return { end, scalar: quotedScalar(text, { style: styleOf(quote), span, inner, isVerbatim, isLong: false }) };
  }

  #findLong(quote: Quote, start: number): FoundString | undefined {
    const text = this.#text;
    const stop = this.#noneFrom[quote];
    let isVerbatim = true;
    let isWrong = false;
    let lastLine = 0;
    let at = start + 3;
    while (at < stop && !isTriple(text, quote, at)) {
      const code = text.charCodeAt(at);
      at += 1;
      if (isLineBreak(code)) lastLine = at;
      if (code !== BACKSLASH || quote !== QUOTE) continue;
      isVerbatim = false;
      const length = escapeLength(text, at - 1, true);
      if (length === undefined) isWrong = true;
      // The longer ones may have line breaks, which are counted.
      else if (length === 2 && !isLineBreak(text.charCodeAt(at))) at += 1;
    }
    if (at >= stop) {
      this.#noneFrom[quote] = Math.min(start + 3, stop);
      return undefined;
    }
    // One or two more quotes are the string's own.
    if (text.charCodeAt(at + 3) === quote) at += text.charCodeAt(at + 4) === quote ? 2 : 1;
    const end = at + 3;
    if (this.#isOpening(quote, lastLine, at)) return undefined;
    const lines = lastLine === 0 ? {} : { lastLine };
    if (isWrong) return { end, ...lines };
    const span = spanOf(start, end);
    const inner = spanOf(start + 3 + firstBreak(text, start + 3), at);
    return {
      end,
      ...lines,
      scalar: quotedScalar(text, { style: styleOf(quote), span, inner, isVerbatim, isLong: true }),
    };
  }

  /**
   * Whether three quotes that could close a long string open one: somebody forgot to close the string, and all quotes
   * below change their meaning. Then what stands around these is what stands around opening ones, and as each string
   * has two of them, one is left over in the rest of the text.
   */
  #isOpening(quote: Quote, lineStart: number, at: number): boolean {
    const text = this.#text;
    let behind = at + 3;
    while (text.charCodeAt(behind) === SPACE || text.charCodeAt(behind) === TAB) behind += 1;
    const isOpening =
      !isValueEnd(text.charCodeAt(behind)) ||
      (lineStart > 0 && at - lineStart <= LONGEST_BEGINNING && BEGINNING.test(text.slice(lineStart, at)));
    return isOpening && this.#triples[quote].countFrom(at + 3) % 2 === 1;
  }
}

/** A statement up to its value, or to the first item of it. */
const BEGINNING =
  /^[ \t]*(?:[\w-]+|"[^"]*"|'[^']*')(?:[ \t]*\.[ \t]*(?:[\w-]+|"[^"]*"|'[^']*'))*[ \t]*=[ \t]*(?:$|[[{])/;
const LONGEST_BEGINNING = 500;

function styleOf(quote: Quote): 'single' | 'double' {
  return quote === QUOTE ? 'double' : 'single';
}

function isTriple(text: string, quote: Quote, at: number): boolean {
  return text.charCodeAt(at) === quote && text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
}

/** The length of a line break behind the opening quotes, which is no part of the string. */
function firstBreak(text: string, at: number): number {
  if (text.startsWith('\r\n', at)) return 2;
  return isLineBreak(text.charCodeAt(at)) ? 1 : 0;
}
