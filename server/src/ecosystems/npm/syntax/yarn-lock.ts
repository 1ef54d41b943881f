import { type Span, spanOf } from '../../../model/span.ts';
import { readBlocks } from './block-lines.ts';
import { readYarn1, wantsInYarn1 } from './yarn1-lines.ts';

/** An entry of a lockfile of Yarn's, as written. */
export interface YarnEntry {
  /** Its key, with quotes and all that it is wanted as. */
  readonly span: Span;
  /** What it is wanted as: `a@^1.0.0`, from version 2 on `a@npm:^1.0.0`. */
  readonly patterns: readonly string[];
  readonly version: string | undefined;
  /** Of version 1, where it comes from, with a hash behind a `#`. */
  readonly resolved: string | undefined;
  /** Of version 1. */
  readonly integrity: string | undefined;
  /** From version 2 on, what exactly it is: `a@npm:1.0.0`. */
  readonly resolution: string | undefined;
}

/** What an entry wants. */
export interface YarnWants {
  /** Each name with the text behind it, in turns. */
  readonly wants: readonly string[];
  /** Those that can be done without. */
  readonly optional: ReadonlySet<string> | undefined;
}

/** What was read of such a lockfile. */
export interface YarnLock {
  /** Of Yarn from version 2 on, which writes YAML. */
  readonly isBerry: boolean;
  readonly entries: readonly YarnEntry[];
  /** What an entry wants, by its place: of version 1 read when it is asked for, so that it is not kept. */
  wantsOf(entry: number): YarnWants;
}

/** Reads `yarn.lock`, in either of the forms that Yarn has given it. */
export function* readYarnLock(text: string): Generator<void, YarnLock> {
  // A look for the plain text costs next to nothing.
  const isBerry = text.includes('__metadata') && BERRY.test(text);
  if (isBerry) {
    const entries = yield* readBerry(text);
    return { isBerry, entries, wantsOf: entry => entries[entry] ?? NOTHING };
  }
  const entries = yield* readYarn1(text);
  return { isBerry, entries, wantsOf: entry => wantsInYarn1(text, entries[entry]?.blocksAt ?? -1) };
}

/** What every lockfile from version 2 on begins with. */
const BERRY = /^(?:__metadata|"__metadata"|'__metadata'):/m;

/** Yarn from version 2 on (yarnpkg/berry, packages/yarnpkg-parsers, sources/syml.ts). */
function* readBerry(text: string): Generator<void, readonly BerryEntry[]> {
  let entries: BerryEntry[] = [];
  yield* readBlocks(text, '__metadata', () => {
    entries = [];
    let entry: BerryEntry | undefined;
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
        if (field === 'dependencies' || field === 'optionalDependencies') entry.wants.push(key, value);
        if (field === 'optionalDependencies') addOptional(entry, key);
      } else if (field === 'dependenciesMeta' && key === 'optional' && value === 'true') addOptional(entry, name);
    };
  });
  return entries;
}

interface BerryEntry extends YarnEntry {
  version: string | undefined;
  resolution: string | undefined;
  wants: string[];
  optional: Set<string> | undefined;
}

function entryAt(span: Span, patterns: readonly string[]): BerryEntry {
  return {
    span,
    patterns,
    // All there from the start: objects of one shape are read faster.
    version: undefined,
    resolved: undefined,
    integrity: undefined,
    resolution: undefined,
    wants: [],
    optional: undefined,
  };
}

const NOTHING: YarnWants = { wants: [], optional: undefined };

function addOptional(entry: BerryEntry, name: string): void {
  entry.optional ??= new Set();
  entry.optional.add(name);
}
