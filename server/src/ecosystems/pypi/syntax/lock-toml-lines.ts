import { type Span, spanOf } from '../../../model/span.ts';
import {
  BRACE,
  BRACKET,
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COMMA,
  EQUALS,
  HASH,
  isBare,
  isDigit,
  QUOTE,
  SPACE,
  TAB,
} from '../../../syntax/toml-characters.ts';
import { type LockItem, type LockTable, type LockToml, type LockValue, namesTable } from './lock-toml-values.ts';

/**
 * Reads a lockfile as Python's tools lay it out: a header, a key or an item on each line, strings in plain quotes.
 * `undefined` for any other layout, and for what is no TOML: then the parser is to be asked, which reads the same of
 * what is read here.
 */
export function* scanLockToml(text: string, list: string): Generator<void, LockToml | undefined> {
  // A lone carriage return ends a line for some readers alone.
  if (text.includes('\r') && /\r(?!\n)/.test(text)) return undefined;
  return yield* new LockScanner(text, list).read();
}

class LockScanner {
  readonly #text: string;
  readonly #list: string;
  readonly #root: LockTable = {};
  readonly #items: { span: Span; value: LockTable }[] = [];
  /** Tables and lists that headers made, of the root and of the last package: to these, headers may add. */
  readonly #openAtRoot = new Set<object>([this.#root]);
  readonly #openInItem = new Set<object>();
  #open = this.#openAtRoot;
  #at = 0;
  /** The next backslash and the next line break, from some place on that was passed. */
  #nextEscape: number;
  #newline: number;

  constructor(text: string, list: string) {
    this.#text = text;
    this.#list = list;
    this.#nextEscape = positionOf(text, '\\', 0);
    this.#newline = positionOf(text, '\n', 0);
  }

  *read(): Generator<void, LockToml | undefined> {
    const text = this.#text;
    let table: LockTable | undefined = this.#root;
    let item: { span: Span; value: LockTable } | undefined;
    let statements = 0;
    while (this.#at < text.length) {
      statements += 1;
      if (statements % A_STEP === 0) yield;
      const start = this.#at;
      switch (text.charCodeAt(start)) {
        case NEWLINE:
        case RETURN:
        case SPACE:
        case TAB:
          break;
        case HASH:
          this.#at = positionOf(text, '\n', start);
          break;
        case BRACKET: {
          table = this.#header();
          const last = this.#items.at(-1);
          if (last !== undefined && table === last.value) item = last;
          break;
        }
        default: {
          if (table === undefined) return undefined;
          const key = this.#key();
          const value = key === undefined ? undefined : this.#value(0);
          if (key === undefined || value === undefined || table[key] !== undefined) return undefined;
          table[key] = value;
          if (key === 'name' && item !== undefined && table === item.value) item.span = spanOf(start, this.#at);
        }
      }
      if (table === undefined || !this.#lineEnd()) return undefined;
    }
    const items: readonly LockItem[] = this.#items;
    return { root: this.#root, items, isWhole: true, isFought: false };
  }

  /** The table that a header names, made where it is not there yet. */
  #header(): LockTable | undefined {
    const text = this.#text;
    const start = this.#at;
    const isItem = text.charCodeAt(start + 1) === BRACKET;
    const from = start + (isItem ? 2 : 1);
    const end = text.indexOf(']', from);
    const name = text.slice(from, end);
    if (end < 0 || (isItem && text.charCodeAt(end + 1) !== CLOSING_BRACKET)) return undefined;
    if (name === this.#list) return isItem ? this.#item(start, end + 2) : undefined;
    if (!HEADER.test(name)) return undefined;
    this.#at = end + (isItem ? 2 : 1);
    const steps = name.split('.');
    const last = steps.pop() ?? '';
    let table: LockTable | undefined = this.#root;
    this.#open = this.#openAtRoot;
    if (steps[0] === this.#list) {
      table = this.#items.at(-1)?.value;
      this.#open = this.#openInItem;
      steps.shift();
    }
    for (const step of steps) table = this.#within(table, step);
    return table === undefined ? undefined : this.#made(table, last, isItem);
  }

  #item(start: number, end: number): LockTable {
    const value: LockTable = {};
    this.#at = end;
    this.#openInItem.clear();
    this.#openInItem.add(value);
    this.#items.push({ span: spanOf(start, start), value });
    return value;
  }

  #within(table: LockTable | undefined, step: string): LockTable | undefined {
    if (table === undefined) return undefined;
    if (!(step in table)) {
      const made: LockTable = {};
      this.#open.add(made);
      table[step] = made;
    }
    const its = table[step];
    const inner = Array.isArray(its) && this.#open.has(its) ? its.at(-1) : its;
    return typeof inner === 'object' && inner !== null && !Array.isArray(inner) && this.#open.has(inner)
      ? inner
      : undefined;
  }

  #made(table: LockTable, key: string, isItem: boolean): LockTable | undefined {
    const made = isItem ? {} : namesTable();
    this.#open.add(made);
    if (!isItem) {
      if (key in table) return undefined;
      table[key] = made;
      return made;
    }
    if (!(key in table)) {
      const items: LockValue[] = [];
      this.#open.add(items);
      table[key] = items;
    }
    const items = table[key];
    if (!Array.isArray(items) || !this.#open.has(items)) return undefined;
    items.push(made);
    return made;
  }

  /** Leaves the place behind the equals sign. */
  #key(): string | undefined {
    const text = this.#text;
    const start = this.#at;
    let key: string | undefined;
    if (text.charCodeAt(start) === QUOTE) key = this.#string();
    else key = this.#bareKey();
    this.#blanks();
    if (text.charCodeAt(this.#at) !== EQUALS) return undefined;
    this.#at += 1;
    this.#blanks();
    return key;
  }

  /** What is met again and again is known without a look at each of its characters. */
  #bareKey(): string | undefined {
    const text = this.#text;
    const start = this.#at;
    for (const known of KEYS[text.charCodeAt(start)] ?? []) {
      const end = start + known.length;
      if (!text.startsWith(known, start) || isBare(text.charCodeAt(end))) continue;
      this.#at = end;
      return known;
    }
    let end = start;
    while (isBare(text.charCodeAt(end))) end += 1;
    this.#at = end;
    return end === start ? undefined : text.slice(start, end);
  }

  #value(depth: number): LockValue | undefined {
    switch (this.#text.charCodeAt(this.#at)) {
      case QUOTE:
        return this.#string();
      case BRACKET:
        return depth > DEEPEST ? undefined : this.#array(depth);
      case BRACE:
        return depth > DEEPEST ? undefined : this.#table(depth);
      default:
        return this.#bare();
    }
  }

  #string(): string | undefined {
    const text = this.#text;
    const start = this.#at + 1;
    const end = text.indexOf('"', start);
    if (end < 0) return undefined;
    if (this.#nextEscape < start) this.#nextEscape = positionOf(text, '\\', start);
    if (this.#nextEscape < end) return this.#escaped(start);
    this.#at = end + 1;
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
    const raw = ESCAPED.exec(this.#text)?.[0];
    if (raw === undefined || raw.includes('\\/')) return undefined;
    this.#at = start + raw.length;
    try {
      const value: unknown = JSON.parse(`"${raw}`);
      // Half a character is none that TOML knows.
      return typeof value === 'string' && !/\p{Surrogate}/u.test(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  #array(depth: number): LockValue[] | undefined {
    const text = this.#text;
    const items: LockValue[] = [];
    this.#at += 1;
    for (;;) {
      this.#gap();
      if (text.charCodeAt(this.#at) === CLOSING_BRACKET) break;
      const value = this.#file() ?? this.#value(depth + 1);
      if (value === undefined) return undefined;
      items.push(value);
      this.#gap();
      const next = text.charCodeAt(this.#at);
      if (next === COMMA) this.#at += 1;
      else if (next !== CLOSING_BRACKET) return undefined;
    }
    this.#at += 1;
    return items;
  }

  /**
   * What most lines are: `{file = "…", hash = "…"}`. `undefined` for anything else, of which nothing is read then.
   */
  #file(): LockTable | undefined {
    const text = this.#text;
    const start = this.#at + FILE.length;
    if (!text.startsWith(FILE, this.#at)) return undefined;
    const fileEnd = text.indexOf('"', start);
    if (fileEnd < 0 || !text.startsWith(FILE_HASH, fileEnd)) return undefined;
    const hashStart = fileEnd + FILE_HASH.length;
    const end = text.indexOf('"', hashStart);
    if (end < 0 || text.charCodeAt(end + 1) !== CLOSING_BRACE || !this.#isPlain(start, end)) return undefined;
    this.#at = end + 2;
    return { file: text.slice(start, fileEnd), hash: text.slice(hashStart, end) };
  }

  /** Whether no backslash and no line break is in a stretch. */
  #isPlain(start: number, end: number): boolean {
    const text = this.#text;
    if (this.#nextEscape < start) this.#nextEscape = positionOf(text, '\\', start);
    if (this.#newline < start) this.#newline = positionOf(text, '\n', start);
    return this.#nextEscape > end && this.#newline > end;
  }

  #table(depth: number): LockTable | undefined {
    const text = this.#text;
    const table: LockTable = {};
    this.#at += 1;
    this.#blanks();
    if (text.charCodeAt(this.#at) === CLOSING_BRACE) {
      this.#at += 1;
      return table;
    }
    for (;;) {
      this.#blanks();
      const key = this.#key();
      const value = key === undefined ? undefined : this.#value(depth + 1);
      if (key === undefined || value === undefined || table[key] !== undefined) return undefined;
      table[key] = value;
      this.#blanks();
      const next = text.charCodeAt(this.#at);
      this.#at += 1;
      if (next === CLOSING_BRACE) return table;
      if (next !== COMMA) return undefined;
    }
  }

  #bare(): boolean | null | undefined {
    const text = this.#text;
    for (const [written, value] of TRUTHS) {
      const end = this.#at + written.length;
      if (!text.startsWith(written, this.#at) || (text.charCodeAt(end) !== NEWLINE && end < text.length)) continue;
      this.#at = end;
      return value;
    }
    let digits = this.#at;
    while (isDigit(text.charCodeAt(digits))) digits += 1;
    const next = text.charCodeAt(digits);
    if (digits > this.#at && (next === COMMA || next === SPACE || next === NEWLINE)) {
      this.#at = digits;
      return null;
    }
    BARE.lastIndex = this.#at;
    const word = BARE.exec(text)?.[0];
    if (word === undefined) return undefined;
    this.#at += word.length;
    return word === 'true' || (word === 'false' ? false : null);
  }

  #blanks(): void {
    while (isBlank(this.#text.charCodeAt(this.#at))) this.#at += 1;
  }

  /** Blanks and line ends; comments within a list no tool writes. */
  #gap(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (!isBlank(code) && code !== NEWLINE && !this.#isReturn()) return;
      this.#at += 1;
    }
  }

  #isReturn(): boolean {
    return this.#text.charCodeAt(this.#at) === RETURN && this.#text.charCodeAt(this.#at + 1) === NEWLINE;
  }

  /** Goes to the next line; false where more stands on this one. */
  #lineEnd(): boolean {
    const text = this.#text;
    this.#blanks();
    if (this.#isReturn()) this.#at += 1;
    if (this.#at >= text.length) return true;
    if (text.charCodeAt(this.#at) !== NEWLINE) return false;
    this.#at += 1;
    return true;
  }
}

/** Where a character stands from some place on; behind the text where it does not. */
function positionOf(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from);
  return at < 0 ? text.length : at;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** So many lines and lists are some milliseconds' work. */
const A_STEP = 5000;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
/** Keys that all lockfiles have again and again, by their first character. */
const KEYS: readonly (readonly string[] | undefined)[] = keysByCharacter(
  ...['url', 'upload-time', 'hash', 'hashes', 'sha256', 'size', 'name', 'version', 'file', 'marker'],
  ...['description', 'optional', 'python-versions', 'groups', 'files', 'source', 'sdist', 'wheels', 'dependencies'],
);

function keysByCharacter(...keys: readonly string[]): readonly (readonly string[] | undefined)[] {
  const all: string[][] = [];
  for (const key of keys) {
    const code = key.charCodeAt(0);
    const those = all[code] ?? [];
    all[code] = those;
    those.push(key);
  }
  return all;
}

const TRUTHS = [
  ['false', false],
  ['true', true],
] as const;
const HEADER = /^[\w-]+(?:\.[\w-]+)*$/;
const BARE = /(?:true|false|[+-]?\d[\d_.:eE+TZ-]*)(?![\w.:+-])/y;
const ESCAPED = /(?:[^"\\\n]|\\.)*"/y;
const DEEPEST = 20;
const FILE = '{file = "';
const FILE_HASH = '", hash = "';
