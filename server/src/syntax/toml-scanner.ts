import { type Span, spanOf } from '../model/span.ts';
import {
  APOSTROPHE,
  BYTE_ORDER_MARK,
  DOT,
  HASH,
  isBare,
  isDigit,
  isLineBreak,
  isPlain,
  QUOTE,
  type Quote,
  SPACE,
  TAB,
} from './toml-characters.ts';
import type { TomlScalar } from './toml-nodes.ts';
import { bareKey, isDate, isPlainValue, plainValue } from './toml-scalars.ts';
import { type FoundString, TomlStrings } from './toml-strings.ts';
import type { YamlComment } from './yaml-nodes.ts';

/**
 * Goes over a TOML text by its smallest pieces: blanks, comments, keys and scalars. Each step begins at `at` and leaves
 * `at` behind what it took.
 */
export class TomlScanner {
  readonly text: string;
  at = 0;
  /** Where the line begins that the last line break led to. */
  lineStart = 0;
  /** Whether the last name was written to its end. */
  isWhole = true;
  readonly comments: YamlComment[] = [];
  /** Where strings of several lines stand. */
  readonly longStrings: Span[] = [];
  readonly #speaks: boolean;
  /** The stretch up to the end of a line that was looked for last. */
  #line = spanOf(0, -1);
  readonly #strings: TomlStrings;

  constructor(text: string) {
    this.text = text;
    this.#strings = new TomlStrings(text);
    this.#speaks = text.includes('registry-lens:');
    if (text.charCodeAt(0) === BYTE_ORDER_MARK) {
      this.at = 1;
      this.lineStart = 1;
    }
  }

  /** The character at hand; NaN at the end of the text. */
  get code(): number {
    return this.text.charCodeAt(this.at);
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  passBlanks(): void {
    let code = this.code;
    while (code === SPACE || code === TAB) {
      this.at += 1;
      code = this.code;
    }
  }

  /** Blanks, comments and line breaks. Returns whether there was a line break. */
  passLines(): boolean {
    let isNewLine = false;
    for (;;) {
      const { code } = this;
      if (code === SPACE || code === TAB) this.at += 1;
      else if (isLineBreak(code)) {
        this.at += 1;
        this.lineStart = this.at;
        isNewLine = true;
      } else if (code === HASH) this.#passComment();
      else return isNewLine;
    }
  }

  /** Blanks and a comment. Returns whether nothing else stands on the line. */
  passToLineEnd(): boolean {
    this.passBlanks();
    if (this.code === HASH) this.#passComment();
    return this.isAtEnd || isLineBreak(this.code);
  }

  /** The rest of the line, whatever it is. */
  passLine(): void {
    this.at = this.#lineEnd(this.at);
  }

  /** What `back` needs to undo the steps that were made since. */
  mark(): TomlMark {
    const { at, lineStart, comments, longStrings } = this;
    return { at, lineStart, comments: comments.length, longStrings: longStrings.length };
  }

  back({ at, lineStart, comments, longStrings }: TomlMark): void {
    this.at = at;
    this.lineStart = lineStart;
    this.comments.length = comments;
    this.longStrings.length = longStrings;
  }

  /** Back to before the line break in front of this line: what is open ends with the line before. */
  endBeforeLine(): void {
    this.at = this.lineStart - 1;
  }

  /**
   * The keys of a name with dots between, and the blanks behind them. `isWhole` says whether there is a key wherever
   * there must be one.
   */
  name(): TomlScalar[] {
    const keys: TomlScalar[] = [];
    this.isWhole = false;
    for (;;) {
      this.passBlanks();
      const key = this.#key();
      if (key === undefined) return keys;
      keys.push(key);
      this.passBlanks();
      if (this.code !== DOT) {
        this.isWhole = true;
        return keys;
      }
      this.at += 1;
    }
  }

  #key(): TomlScalar | undefined {
    const { code } = this;
    if (code === QUOTE || code === APOSTROPHE) return this.#pass(this.#strings.findShort(code, this.at));
    const start = this.at;
    while (isBare(this.code)) this.at += 1;
    return this.at === start ? undefined : bareKey(this.text, start, this.at);
  }

  /**
   * A string. `undefined` where it has an escape that is none, and where nobody closed it; the latter is passed to the
   * end of its line.
   */
  string(quote: Quote): TomlScalar | undefined {
    const start = this.at;
    const found = this.#strings.find(quote, start);
    if (found?.lastLine !== undefined) {
      this.longStrings.push(spanOf(start, found.end));
      this.lineStart = found.lastLine;
    }
    return this.#pass(found);
  }

  #pass(found: FoundString | undefined): TomlScalar | undefined {
    if (found === undefined) this.passLine();
    else this.at = found.end;
    return found?.scalar;
  }

  /** A number, a truth value or a date. `undefined`, and nothing is passed, where it is none. */
  plain(): TomlScalar | undefined {
    const start = this.at;
    let end = this.#plainEnd(start);
    // A date and a time may have a blank between them.
    if (this.text.charCodeAt(end) === SPACE && isDigit(this.text.charCodeAt(end + 1)) && end - start === 10) {
      if (isDate(this.text.slice(start, end))) end = this.#plainEnd(end + 1);
    }
    if (!isPlainValue(this.text.slice(start, end))) return undefined;
    this.at = end;
    return plainValue(this.text, start, end);
  }

  #plainEnd(start: number): number {
    let end = start;
    while (isPlain(this.text.charCodeAt(end))) end += 1;
    return end;
  }

  #passComment(): void {
    const offset = this.at;
    this.at = this.#lineEnd(offset);
    if (this.#speaks) this.comments.push({ offset, text: this.text.slice(offset + 1, this.at).trimEnd() });
  }

  #lineEnd(offset: number): number {
    if (offset < this.#line.start || offset > this.#line.end) {
      let end = offset;
      while (end < this.text.length && !isLineBreak(this.text.charCodeAt(end))) end += 1;
      this.#line = spanOf(offset, end);
    }
    return this.#line.end;
  }
}

/** A place that the scanner can go back to. */
export interface TomlMark {
  readonly at: number;
  readonly lineStart: number;
  readonly comments: number;
  readonly longStrings: number;
}
