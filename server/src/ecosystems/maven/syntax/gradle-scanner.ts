import { type Span, spanOf } from '../../../model/span.ts';
import { GradleStrings, type ReadText } from './gradle-strings.ts';
import type { GradleLanguage, GradleToken } from './gradle-tokens.ts';

/** A script in its smallest pieces. */
export interface ScannedScript {
  readonly tokens: readonly GradleToken[];
  /** Those of one line, without their marks. */
  readonly comments: readonly { readonly offset: number; readonly text: string }[];
  /** Texts and comments of several lines, in the order of the text: no comment can stand within one. */
  readonly longStretches: readonly Span[];
}

/** Takes a Gradle script apart. Never throws, and the work is proportional to the text. */
export function scanGradle(text: string, language: GradleLanguage): ScannedScript {
  return new GradleScanner(text, language).scan();
}

class GradleScanner {
  readonly #text: string;
  readonly #language: GradleLanguage;
  readonly #strings: GradleStrings;
  readonly #tokens: GradleToken[] = [];
  readonly #comments: { offset: number; text: string }[] = [];
  readonly #longStretches: Span[] = [];
  #at = 0;
  #isFirstOnLine = true;
  #isApart = true;
  /** Before this, no slash closes a text. */
  #noSlashyUntil = 0;

  constructor(text: string, language: GradleLanguage) {
    this.#text = text;
    this.#language = language;
    this.#strings = new GradleStrings(text, language);
  }

  scan(): ScannedScript {
    while (this.#at < this.#text.length) this.#step();
    return { tokens: this.#tokens, comments: this.#comments, longStretches: this.#longStretches };
  }

  #step(): void {
    const text = this.#text;
    const character = text.charAt(this.#at);
    if (character === '\n' || character === '\r') {
      this.#at += 1;
      this.#isFirstOnLine = true;
      this.#isApart = true;
    } else if (BLANK.test(character)) {
      this.#at += 1;
      this.#isApart = true;
    } else if (character === '\\' && /[\r\n]/.test(text.charAt(this.#at + 1))) {
      // Groovy goes on behind a line break that a backslash takes away.
      this.#at += text.startsWith('\r\n', this.#at + 1) ? 3 : 2;
      this.#isApart = true;
    } else if (character === '/' && text.charAt(this.#at + 1) === '/') this.#passLineComment(2);
    else if (character === '#' && this.#at === 0 && text.charAt(1) === '!') this.#passLineComment(2);
    else if (character === '/' && text.charAt(this.#at + 1) === '*') this.#passBlockComment();
    else if (character === '"' || character === "'") this.#putText(this.#strings.at(this.#at));
    else if (character === '/' && this.#mayBeginSlashy()) this.#putSlashy();
    else if (character === '`') this.#quotedName();
    else this.#wordOrMark();
  }

  #passLineComment(mark: number): void {
    const newline = this.#text.slice(this.#at).search(/[\r\n]/);
    const end = newline < 0 ? this.#text.length : this.#at + newline;
    this.#comments.push({ offset: this.#at, text: this.#text.slice(this.#at + mark, end).trimEnd() });
    this.#at = end;
    this.#isApart = true;
  }

  /** Kotlin's hold others. */
  #passBlockComment(): void {
    const start = this.#at;
    const marks = this.#language === 'kotlin' ? COMMENT_MARKS : COMMENT_END;
    let open = 1;
    marks.lastIndex = start + 2;
    this.#at = this.#text.length;
    for (let found = marks.exec(this.#text); found !== null; found = marks.exec(this.#text)) {
      open += found[0] === '/*' ? 1 : -1;
      if (open > 0) continue;
      this.#at = found.index + 2;
      break;
    }
    this.#longStretches.push(spanOf(start, this.#at));
    if (/[\r\n]/.test(this.#text.slice(start, this.#at))) this.#isFirstOnLine = true;
    this.#isApart = true;
  }

  #putText(read: ReadText): void {
    this.#put({ is: 'text', ...read, ...this.#before() }, read.span.end);
    if (read.isWhole && /\n/.test(this.#text.slice(read.span.start, read.span.end)))
      this.#longStretches.push(read.span);
  }

  /** A slash divides behind a value. */
  #mayBeginSlashy(): boolean {
    if (this.#language === 'kotlin' || this.#at < this.#noSlashyUntil) return false;
    const before = this.#tokens.at(-1);
    if (before === undefined || this.#isFirstOnLine) return true;
    return before.is === 'mark' && !/^[)\]}]$/.test(before.text);
  }

  #putSlashy(): void {
    const read = this.#strings.slashyAt(this.#at);
    if (read !== undefined) {
      this.#putText(read);
      return;
    }
    const newline = this.#text.indexOf('\n', this.#at);
    this.#noSlashyUntil = newline < 0 ? this.#text.length : newline;
    this.#put({ is: 'mark', text: '/', span: spanOf(this.#at, this.#at + 1), ...this.#before() }, this.#at + 1);
  }

  /** Kotlin's names in backticks. */
  #quotedName(): void {
    QUOTED_NAME.lastIndex = this.#at;
    const name = QUOTED_NAME.exec(this.#text)?.[1];
    const end = this.#at + (name === undefined ? 1 : name.length + 2);
    const span = spanOf(this.#at, end);
    if (name === undefined) this.#put({ is: 'mark', text: '`', span, ...this.#before() }, end);
    else this.#put({ is: 'word', text: name, span, ...this.#before() }, end);
  }

  #wordOrMark(): void {
    WORD.lastIndex = this.#at;
    const word = WORD.exec(this.#text)?.[0];
    NUMBER.lastIndex = this.#at;
    const number = word === undefined ? NUMBER.exec(this.#text)?.[0] : undefined;
    const text = word ?? number ?? this.#text.charAt(this.#at);
    const end = this.#at + text.length;
    const is = word !== undefined ? 'word' : number !== undefined ? 'number' : 'mark';
    this.#put({ is, text, span: spanOf(this.#at, end), ...this.#before() }, end);
  }

  #before() {
    return { isFirstOnLine: this.#isFirstOnLine, isApart: this.#isApart };
  }

  #put(token: GradleToken, end: number): void {
    this.#tokens.push(token);
    this.#at = end;
    this.#isFirstOnLine = false;
    this.#isApart = false;
  }
}

const BLANK = /[ \t\f\v\u00a0\ufeff]/;
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /[0-9][0-9A-Za-z_]*(?:\.[0-9][0-9A-Za-z_]*)*/y;
// Names are short; in characters.
const QUOTED_NAME = /`([^`\r\n]{1,200})`/y;
const COMMENT_END = /\*\//g;
const COMMENT_MARKS = /\/\*|\*\//g;
