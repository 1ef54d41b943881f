import {
  BRACE,
  BRACKET,
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COMMA,
  EQUALS,
  isBare,
  isDigit,
  QUOTE,
  SPACE,
  TAB,
} from '../../../syntax/toml-characters.ts';
import { knownKeyAt } from './lock-toml-keys.ts';
import { type LockTable, type LockValue, WrittenFiles } from './lock-toml-values.ts';

/**
 * Reads keys and values where a lockfile has them as Python's tools write them: strings in plain quotes, tables on one
 * line, lists without comments. What is `undefined` is written in another way, or is no TOML.
 */
export class LockTomlScanner {
  readonly text: string;
  /** Where it goes on. */
  at = 0;
  /** The next backslash and the next line break, from some place on that was passed. */
  #nextEscape: number;
  #newline: number;

  constructor(text: string) {
    this.text = text;
    this.#nextEscape = positionOf(text, '\\', 0);
    this.#newline = positionOf(text, '\n', 0);
  }

  /** Leaves the place behind the equals sign. */
  key(): string | undefined {
    const text = this.text;
    const key = text.charCodeAt(this.at) === QUOTE ? this.#string() : this.#bareKey();
    this.#blanks();
    if (text.charCodeAt(this.at) !== EQUALS) return undefined;
    this.at += 1;
    this.#blanks();
    return key;
  }

  /** What stands at the place, which is left behind it. */
  value(depth = 0): LockValue | undefined {
    switch (this.text.charCodeAt(this.at)) {
      case QUOTE:
        return this.#string();
      case BRACKET:
        return depth > DEEPEST ? undefined : (this.#files() ?? this.#array(depth));
      case BRACE:
        return depth > DEEPEST ? undefined : this.#table(depth);
      default:
        return this.#bare();
    }
  }

  /** Goes to the next line; false where more stands on this one. */
  lineEnd(): boolean {
    const text = this.text;
    this.#blanks();
    if (this.#isReturn()) this.at += 1;
    if (this.at >= text.length) return true;
    if (text.charCodeAt(this.at) !== NEWLINE) return false;
    this.at += 1;
    return true;
  }

  #bareKey(): string | undefined {
    const text = this.text;
    const start = this.at;
    const known = knownKeyAt(text, start);
    let end = start + (known?.length ?? 0);
    while (known === undefined && isBare(text.charCodeAt(end))) end += 1;
    this.at = end;
    return known ?? (end === start ? undefined : text.slice(start, end));
  }

  #string(): string | undefined {
    const text = this.text;
    const start = this.at + 1;
    const end = text.indexOf('"', start);
    if (end < 0) return undefined;
    if (this.#nextEscape < start) this.#nextEscape = positionOf(text, '\\', start);
    if (this.#nextEscape < end) return this.#escaped(start);
    this.at = end + 1;
    // Three quotes begin something else.
    if (end === start && text.charCodeAt(end + 1) === QUOTE) return undefined;
    if (this.#newline < end) {
      if (this.#newline < start) this.#newline = positionOf(text, '\n', start);
      if (this.#newline < end) return undefined;
    }
    return text.slice(start, end);
  }

  /** Escapes that JSON has too; those of TOML alone are for the parser. */
  #escaped(start: number): string | undefined {
    ESCAPED.lastIndex = start;
    const raw = ESCAPED.exec(this.text)?.[0];
    if (raw === undefined || raw.includes('\\/')) return undefined;
    this.at = start + raw.length;
    try {
      const value: unknown = JSON.parse(`"${raw}`);
      // Half a character is none that TOML knows.
      return typeof value === 'string' && !/\p{Surrogate}/u.test(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  /** What most lists are, if it is one: nothing of it is made. */
  #files(): WrittenFiles | undefined {
    const start = this.at;
    let isFile = true;
    for (let count = 0; isFile; count += 1) {
      this.at += 1;
      this.#gap();
      if (this.text.charCodeAt(this.at) === CLOSING_BRACKET && count > 0) {
        this.at += 1;
        return new WrittenFiles(this.text, start, this.at);
      }
      isFile = this.#passFile() && this.text.charCodeAt(this.at) === COMMA;
    }
    this.at = start;
    return undefined;
  }

  /** Passes over `{file = "…", hash = "…"}` and what is blank behind it; false for anything else. */
  #passFile(): boolean {
    const text = this.text;
    const start = this.at + FILE.length;
    if (!text.startsWith(FILE, this.at)) return false;
    const fileEnd = text.indexOf('"', start);
    if (fileEnd < 0 || !text.startsWith(FILE_HASH, fileEnd)) return false;
    const end = text.indexOf('"', fileEnd + FILE_HASH.length);
    if (end < 0 || text.charCodeAt(end + 1) !== CLOSING_BRACE || !this.#isPlain(start, end)) return false;
    this.at = end + 2;
    this.#gap();
    return true;
  }

  #array(depth: number): LockValue[] | undefined {
    const text = this.text;
    const items: LockValue[] = [];
    this.at += 1;
    for (;;) {
      this.#gap();
      if (text.charCodeAt(this.at) === CLOSING_BRACKET) break;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      items.push(value);
      this.#gap();
      const next = text.charCodeAt(this.at);
      if (next === COMMA) this.at += 1;
      else if (next !== CLOSING_BRACKET) return undefined;
    }
    this.at += 1;
    return items;
  }

  /** Whether no backslash and no line break is in a stretch. */
  #isPlain(start: number, end: number): boolean {
    const text = this.text;
    if (this.#nextEscape < start) this.#nextEscape = positionOf(text, '\\', start);
    if (this.#newline < start) this.#newline = positionOf(text, '\n', start);
    return this.#nextEscape > end && this.#newline > end;
  }

  #table(depth: number): LockTable | undefined {
    const text = this.text;
    const table: LockTable = {};
    this.at += 1;
    this.#blanks();
    if (text.charCodeAt(this.at) === CLOSING_BRACE) {
      this.at += 1;
      return table;
    }
    for (;;) {
      this.#blanks();
      const key = this.key();
      const value = key === undefined ? undefined : this.value(depth + 1);
      if (key === undefined || value === undefined || table[key] !== undefined) return undefined;
      table[key] = value;
      this.#blanks();
      const next = text.charCodeAt(this.at);
      this.at += 1;
      if (next === CLOSING_BRACE) return table;
      if (next !== COMMA) return undefined;
    }
  }

  #bare(): boolean | null | undefined {
    const text = this.text;
    for (const [written, value] of TRUTHS) {
      const end = this.at + written.length;
      if (!text.startsWith(written, this.at) || (text.charCodeAt(end) !== NEWLINE && end < text.length)) continue;
      this.at = end;
      return value;
    }
    let digits = this.at;
    while (isDigit(text.charCodeAt(digits))) digits += 1;
    const next = text.charCodeAt(digits);
    if (digits > this.at && (next === COMMA || next === SPACE || next === NEWLINE)) {
      this.at = digits;
      return null;
    }
    BARE.lastIndex = this.at;
    const word = BARE.exec(text)?.[0];
    if (word === undefined) return undefined;
    this.at += word.length;
    return word === 'true' || (word === 'false' ? false : null);
  }

  #blanks(): void {
    while (isBlank(this.text.charCodeAt(this.at))) this.at += 1;
  }

  /** Blanks and line ends; comments within a list no tool writes. */
  #gap(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (!isBlank(code) && code !== NEWLINE && !this.#isReturn()) return;
      this.at += 1;
    }
  }

  #isReturn(): boolean {
    return this.text.charCodeAt(this.at) === RETURN && this.text.charCodeAt(this.at + 1) === NEWLINE;
  }
}

/** Where a character stands from some place on; behind the text where it does not. */
export function positionOf(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from);
  return at < 0 ? text.length : at;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const TRUTHS = [
  ['false', false],
  ['true', true],
] as const;
const BARE = /(?:true|false|[+-]?\d[\d_.:eE+TZ-]*)(?![\w.:+-])/y;
const ESCAPED = /(?:[^"\\\n]|\\.)*"/y;
const DEEPEST = 20;
const FILE = '{file = "';
const FILE_HASH = '", hash = "';
