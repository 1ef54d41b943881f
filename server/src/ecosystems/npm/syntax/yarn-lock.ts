import { type Span, spanOf } from '../../../model/span.ts';
import { readBlocks } from './block-lines.ts';

/** An entry of a lockfile of Yarn's, as written. */
export interface YarnEntry {
  /** Its key, with quotes and all that it is wanted as. */
  readonly span: Span;
  /** What it is wanted as: `a@^1.0.0`, from version 2 on `a@npm:^1.0.0`. */
  readonly patterns: readonly string[];
  version: string | undefined;
  /** Of version 1, where it comes from, with a hash behind a `#`. */
  resolved: string | undefined;
  /** Of version 1. */
  integrity: string | undefined;
  /** From version 2 on, what exactly it is: `a@npm:1.0.0`. */
  resolution: string | undefined;
  /** What it wants: each name with the text behind it, in turns. */
  wants: string[];
  /** Those of what it wants that can be done without. */
  optional: Set<string> | undefined;
}

/** What was read of such a lockfile. */
export interface YarnLock {
  /** Of Yarn from version 2 on, which writes YAML. */
  readonly isBerry: boolean;
  readonly entries: readonly YarnEntry[];
}

/** Reads `yarn.lock`, in either of the forms that Yarn has given it. */
export function* readYarnLock(text: string): Generator<void, YarnLock> {
  // A look for the plain text costs next to nothing.
  const isBerry = text.includes('__metadata') && BERRY.test(text);
  return { isBerry, entries: yield* isBerry ? readBerry(text) : readFirst(text) };
}

/** What every lockfile from version 2 on begins with. */
const BERRY = /^(?:__metadata|"__metadata"|'__metadata'):/m;

/** Yarn from version 2 on (yarnpkg/berry, packages/yarnpkg-parsers, sources/syml.ts). */
function* readBerry(text: string): Generator<void, readonly YarnEntry[]> {
  let entries: YarnEntry[] = [];
  yield* readBlocks(text, '__metadata', () => {
    entries = [];
    let entry: YarnEntry | undefined;
    let field = '';
    let name = '';
    return (level, key, start, end, value) => {
      if (level === 0) {
        entry = key === '__metadata' ? undefined : entryAt(spanOf(start, end), key.split(', '));
        if (entry !== undefined) entries.push(entry);
      } else if (entry === undefined) {
        return;
      } else if (level === 1) {
        field = key;
        if (key === 'version' || key === 'resolution') entry[key] = value;
      } else if (level === 2) {
        name = key;
        if (field === 'dependencies' || field === 'optionalDependencies') addWant(entry, key, value);
        if (field === 'optionalDependencies') addOptional(entry, key);
      } else if (field === 'dependenciesMeta' && key === 'optional' && value === 'true') addOptional(entry, name);
    };
  });
  return entries;
}

/**
 * Version 1 (yarnpkg/yarn, src/lockfile/parse.js and stringify.js): keys with commas between what an entry is wanted
 * as, below that, deeper by two blanks, a word and a value, and below `dependencies` once more.
 */
function* readFirst(text: string): Generator<void, readonly YarnEntry[]> {
  const entries: YarnEntry[] = [];
  let entry: YarnEntry | undefined;
  let block = '';
  let lines = 0;
  for (let start = 0, next = 0; start < text.length; start = next) {
    lines += 1;
    if (lines % A_STEP === 0) yield;
    const newline = text.indexOf('\n', start);
    const behind = newline < 0 ? text.length : newline;
    next = behind + 1;
    const stop = behind > start && text.charCodeAt(behind - 1) === RETURN ? behind - 1 : behind;
    let at = start;
    while (at < stop && text.charCodeAt(at) === SPACE) at += 1;
    if (at === stop || text.charCodeAt(at) === HASH) continue;
    const isKey = text.charCodeAt(stop - 1) === COLON;
    if (at === start) {
      entry = isKey ? entryAt(spanOf(at, stop - 1), patternsIn(text.slice(at, stop - 1))) : undefined;
      block = '';
      if (entry !== undefined) entries.push(entry);
    } else if (entry === undefined) continue;
    else if (at - start <= 2) {
      block = isKey ? text.slice(at, stop - 1) : '';
      if (!isKey) setField(entry, ...pairIn(text, at, stop));
    } else if (block === 'dependencies' || block === 'optionalDependencies') {
      const [name, value] = pairIn(text, at, stop);
      addWant(entry, name, value);
      if (block === 'optionalDependencies') addOptional(entry, name);
    }
  }
  return entries;
}

function entryAt(span: Span, patterns: readonly string[]): YarnEntry {
  return {
    span,
    patterns,
    // All there from the start: objects of one shape are read faster.
    version: undefined,
    resolved: undefined,
    integrity: undefined,
    resolution: undefined,
    wants: NOTHING,
    optional: undefined,
  };
}

/** Most of a lockfile's entries want nothing, and share that. */
const NOTHING: string[] = [];

function addWant(entry: YarnEntry, name: string, spec: string): void {
  if (entry.wants === NOTHING) entry.wants = [name, spec];
  else entry.wants.push(name, spec);
}

function addOptional(entry: YarnEntry, name: string): void {
  entry.optional ??= new Set();
  entry.optional.add(name);
}

function setField(entry: YarnEntry, key: string, value: string): void {
  switch (key) {
    case 'version':
    case 'resolved':
    case 'integrity':
      entry[key] = value;
      break;
  }
}

/** A comma stands between two, and may stand in one that has quotes. */
function patternsIn(text: string): readonly string[] {
  if (!text.includes('"')) return text.includes(', ') ? text.split(', ') : [text];
  const patterns: string[] = [];
  for (let at = 0; at < text.length; ) {
    const isQuoted = text.charCodeAt(at) === DOUBLE;
    const end = isQuoted ? closing(text, at, text.length) : text.indexOf(',', at);
    const stop = end < 0 ? text.length : end;
    patterns.push(isQuoted ? unquoted(text.slice(at, stop)) : text.slice(at, stop).trim());
    const comma = text.indexOf(',', stop);
    if (comma < 0) break;
    at = comma + 1;
    while (text.charCodeAt(at) === SPACE) at += 1;
  }
  return patterns;
}

/** A word and what stands behind it, either in quotes or not. */
function pairIn(text: string, at: number, stop: number): [string, string] {
  const isQuoted = text.charCodeAt(at) === DOUBLE;
  let end = isQuoted ? closing(text, at, stop) : at;
  while (end < stop && text.charCodeAt(end) !== SPACE) end += 1;
  let from = end;
  while (from < stop && text.charCodeAt(from) === SPACE) from += 1;
  const key = text.slice(at, end);
  const value = text.slice(from, stop);
  return [isQuoted ? unquoted(key) : key, value.charCodeAt(0) === DOUBLE ? unquoted(value) : value];
}

/** Behind the quotes that begin there; the end where none close. */
function closing(text: string, at: number, stop: number): number {
  for (let close = at + 1; close < stop; close += 1) {
    if (text.charCodeAt(close) === DOUBLE && text.charCodeAt(close - 1) !== BACKSLASH) return close + 1;
  }
  return stop;
}

/** Version 1 writes a text in quotes as JSON. */
function unquoted(text: string): string {
  const inner = text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text.slice(1);
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
