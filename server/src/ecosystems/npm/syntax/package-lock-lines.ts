import { spanOf } from '../../../model/span.ts';
import { emptyEntry, type PackageLockEntry, setFlag, setText, wantsIn } from './package-lock-entry.ts';

/**
 * Reads `packages` of a lockfile that is written as npm writes it (`JSON.stringify` with some indentation: a member on
 * each line), which takes a part of the time that a parser takes. `undefined` where a line is not as expected, be it an
 * escape in a text: then a parser is to be asked. In steps.
 */
export function* packagesByLines(text: string): Generator<void, PackageLockEntry[] | undefined> {
  const unit = /^\{\r?\n([ \t]+)"/.exec(text)?.[1];
  if (unit === undefined) return undefined;
  const start = text.indexOf(`\n${unit}"packages": {`);
  if (start < 0) return undefined;
  const cursor = createCursor(text, text.indexOf('\n', start + 1) + 1, unit);
  const entries: PackageLockEntry[] = [];
  for (;;) {
    if (!cursor.next()) return undefined;
    if (cursor.depth === 1 && cursor.closes()) return entries;
    const entry = cursor.depth === 2 ? entryAt(cursor) : undefined;
    if (entry === undefined) return undefined;
    entries.push(entry);
    if (entries.length % A_STEP === 0) yield;
  }
}

/** So many entries are a fraction of a millisecond's work. */
const A_STEP = 100;

function entryAt(cursor: Cursor): PackageLockEntry | undefined {
  const path = cursor.key();
  if (path === undefined) return undefined;
  const entry = emptyEntry(path, spanOf(cursor.keyAt, cursor.keyAt + path.length + 2));
  const value = cursor.value();
  if (value === '{}') return entry;
  if (value !== '{') return undefined;
  while (cursor.next()) {
    if (cursor.depth === 2) return cursor.closes() ? entry : undefined;
    if (cursor.depth !== 3 || !readMember(cursor, entry)) return undefined;
  }
  return undefined;
}

function readMember(cursor: Cursor, entry: PackageLockEntry): boolean {
  const key = cursor.key();
  const value = cursor.value();
  if (key === undefined || value === undefined) return false;
  if (value.charCodeAt(0) === QUOTE) {
    const text = plainText(value);
    if (text === undefined) return false;
    setText(entry, key, text);
    return true;
  }
  if (value === 'true') setFlag(entry, key);
  if (value !== '{' && value !== '[') {
    // What somebody wrote into one line.
    return value === '{}' || value.charCodeAt(0) !== BRACE;
  }
  const wants = value === '{' ? wantsIn(entry, key) : undefined;
  while (cursor.next()) {
    if (cursor.depth === 3) return cursor.closes();
    if (wants === undefined) continue;
    const name = cursor.depth === 4 ? cursor.key() : undefined;
    const spec = name === undefined ? undefined : plainText(cursor.value() ?? '');
    if (name === undefined || spec === undefined) return false;
    wants.push(name, spec);
  }
  return false;
}

/** A line at a time, by offsets. */
interface Cursor {
  /** How many units of indentation the line has. */
  readonly depth: number;
  /** Where the key's opening quote stands. */
  readonly keyAt: number;
  /** Goes to the next line; false at the end, and at a line that is not indented by whole units. */
  next(): boolean;
  /** Whether the line closes an object or a list. */
  closes(): boolean;
  /** The line's key, without quotes; `undefined` where there is none, or an escape in it. */
  key(): string | undefined;
  /** What stands behind the key, without a comma at the end. */
  value(): string | undefined;
}

function createCursor(text: string, from: number, unit: string): Cursor {
  let at = from;
  let begin = from;
  let end = from;
  let depth = 0;
  let valueAt = -1;
  return {
    get depth() {
      return depth;
    },
    get keyAt() {
      return begin;
    },
    next() {
      if (at >= text.length) return false;
      const newline = text.indexOf('\n', at);
      const next = newline < 0 ? text.length : newline;
      begin = at;
      while (begin < next && isBlank(text.charCodeAt(begin))) begin += 1;
      const indent = begin - at;
      depth = indent / unit.length;
      end = text.charCodeAt(next - 1) === CARRIAGE_RETURN ? next - 1 : next;
      if (text.charCodeAt(end - 1) === COMMA) end -= 1;
      at = next + 1;
      valueAt = -1;
      return Number.isInteger(depth) && begin < end;
    },
    closes: () => end === begin + 1 && (text[begin] === '}' || text[begin] === ']'),
    key() {
      if (text.charCodeAt(begin) !== QUOTE) return undefined;
      const close = text.indexOf('": ', begin + 1);
      if (close < 0 || close >= end) return undefined;
      valueAt = close + 3;
      return plainText(text.slice(begin, close + 1));
    },
    value: () => (valueAt < 0 ? undefined : text.slice(valueAt, end)),
  };
}

/** What stands between quotes; `undefined` where anything there means something else than itself. */
function plainText(quoted: string): string | undefined {
  const last = quoted.length - 1;
  if (last < 1 || quoted.charCodeAt(0) !== QUOTE || quoted.charCodeAt(last) !== QUOTE) return undefined;
  const inner = quoted.slice(1, -1);
  return inner.includes('\\') || inner.includes('"') ? undefined : inner;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

const QUOTE = 34;
const BRACE = 123;
const COMMA = 44;
const SPACE = 32;
const TAB = 9;
const CARRIAGE_RETURN = 13;
