import { type Span, spanOf } from '../../../model/span.ts';
import type { YarnEntry, YarnWants } from './yarn-lock.ts';

/** An entry of a lockfile of version 1. */
export interface Yarn1Entry extends YarnEntry {
  version: string | undefined;
  resolved: string | undefined;
  integrity: string | undefined;
  /** Where the first of its blocks begins, as `dependencies:` does; -1 where it has none. */
  blocksAt: number;
}

/**
 * Reads the entries of a lockfile of version 1 (yarnpkg/yarn, src/lockfile/parse.js and stringify.js): keys with commas
 * between what an entry is wanted as, below that, deeper by two blanks, a word and a value, and below `dependencies`
 * once more.
 */
export function* readYarn1(text: string): Generator<void, readonly Yarn1Entry[]> {
  const entries: Yarn1Entry[] = [];
  let entry: Yarn1Entry | undefined;
  const lines = new Yarn1Lines(text, 0);
  for (let count = 1; lines.next(); count += 1) {
    if (count % A_STEP === 0) yield;
    const { at, stop, indent } = lines;
    if (indent === 0) {
      entry = lines.isKey() ? entryAt(spanOf(at, stop - 1), patternsIn(text.slice(at, stop - 1))) : undefined;
      if (entry !== undefined) entries.push(entry);
    } else if (entry !== undefined && indent <= 2) {
      if (!lines.isKey()) setField(entry, text, at, stop);
      else if (entry.blocksAt < 0) entry.blocksAt = lines.start;
    }
  }
  return entries;
}

/**
 * What an entry of a lockfile of version 1 wants.
 *
 * @param blocksAt as in {@link Yarn1Entry}
 */
export function wantsInYarn1(text: string, blocksAt: number): YarnWants {
  const wants: string[] = [];
  if (blocksAt < 0) return { wants, optional: undefined };
  let optional: Set<string> | undefined;
  let isWanted = false;
  let isOptional = false;
  const lines = new Yarn1Lines(text, blocksAt);
  while (lines.next() && lines.indent > 0) {
    const { at, stop } = lines;
    if (lines.indent <= 2) {
      isOptional = text.startsWith(OPTIONAL, at) && at + OPTIONAL.length === stop;
      isWanted = isOptional || (text.startsWith(WANTED, at) && at + WANTED.length === stop);
    } else if (isWanted) {
      const end = wordEnd(text, at, stop);
      const name = valueIn(text, at, end);
      wants.push(name, valueIn(text, behindBlanks(text, end, stop), stop));
      if (!isOptional) continue;
      optional ??= new Set();
      optional.add(name);
    }
  }
  return { wants, optional };
}

const WANTED = 'dependencies:';
const OPTIONAL = 'optionalDependencies:';

/** The lines of a text from one on, without those that are blank or a comment. */
class Yarn1Lines {
  readonly #text: string;
  #next: number;
  /** Where the line begins. */
  start = 0;
  /** Its first character behind blanks. */
  at = 0;
  /** Its end, before the line break. */
  stop = 0;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#next = from;
  }

  get indent(): number {
    return this.at - this.start;
  }

  isKey(): boolean {
    return this.#text.charCodeAt(this.stop - 1) === COLON;
  }

  /** Goes to the next one; false where there is none. */
  next(): boolean {
    const text = this.#text;
    while (this.#next < text.length) {
      const start = this.#next;
      const newline = text.indexOf('\n', start);
      const behind = newline < 0 ? text.length : newline;
      this.#next = behind + 1;
      const stop = behind > start && text.charCodeAt(behind - 1) === RETURN ? behind - 1 : behind;
      const at = behindBlanks(text, start, stop);
      if (at === stop || text.charCodeAt(at) === HASH) continue;
      this.start = start;
      this.at = at;
      this.stop = stop;
      return true;
    }
    return false;
  }
}

function entryAt(span: Span, patterns: readonly string[]): Yarn1Entry {
  // All there from the start: objects of one shape are read faster.
  return {
    ...{ span, patterns, version: undefined, resolved: undefined, integrity: undefined, resolution: undefined },
    blocksAt: -1,
  };
}

/** A word and what stands behind it. */
function setField(entry: Yarn1Entry, text: string, at: number, stop: number): void {
  for (const field of FIELDS) {
    const end = at + field.length;
    if (!text.startsWith(field, at) || text.charCodeAt(end) !== SPACE) continue;
    entry[field] = valueIn(text, behindBlanks(text, end, stop), stop);
    return;
  }
}

const FIELDS = ['version', 'resolved', 'integrity'] as const;

/** A comma stands between two, and may stand in one that has quotes. */
function patternsIn(text: string): readonly string[] {
  if (!text.includes('"')) return text.includes(', ') ? text.split(', ') : [text];
  const patterns: string[] = [];
  for (let at = 0; at < text.length; ) {
    const isQuoted = text.charCodeAt(at) === DOUBLE;
    const end = isQuoted ? closing(text, at, text.length) : text.indexOf(',', at);
    const stop = end < 0 ? text.length : end;
    patterns.push(isQuoted ? valueIn(text, at, stop) : text.slice(at, stop).trim());
    const comma = text.indexOf(',', stop);
    if (comma < 0) break;
    at = behindBlanks(text, comma + 1, text.length);
  }
  return patterns;
}

/** The end of a word, with the quotes that it may stand in. */
function wordEnd(text: string, at: number, stop: number): number {
  let end = text.charCodeAt(at) === DOUBLE ? closing(text, at, stop) : at;
  while (end < stop && text.charCodeAt(end) !== SPACE) end += 1;
  return end;
}

function behindBlanks(text: string, from: number, stop: number): number {
  let at = from;
  while (at < stop && text.charCodeAt(at) === SPACE) at += 1;
  return at;
}

/** Behind the quotes that begin there; the end where none close. */
function closing(text: string, at: number, stop: number): number {
  for (let close = at + 1; close < stop; close += 1) {
    if (text.charCodeAt(close) === DOUBLE && text.charCodeAt(close - 1) !== BACKSLASH) return close + 1;
  }
  return stop;
}

/** A text that may stand in quotes, as JSON. */
function valueIn(text: string, from: number, stop: number): string {
  if (text.charCodeAt(from) !== DOUBLE) return text.slice(from, stop);
  const isClosed = stop - from > 1 && text.charCodeAt(stop - 1) === DOUBLE;
  const inner = text.slice(from + 1, isClosed ? stop - 1 : stop);
  return inner.includes('\\') ? inner.replace(/\\(.)/g, '$1') : inner;
}

/** So many lines are a millisecond's work. */
const A_STEP = 5000;

const SPACE = 32;
const RETURN = 13;
const HASH = 35;
const COLON = 58;
const DOUBLE = 34;
const BACKSLASH = 92;
