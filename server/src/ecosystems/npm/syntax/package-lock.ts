import { visit } from 'jsonc-parser';
import { type Span, spanOf } from '../../../model/span.ts';
import { emptyEntry, type PackageLockEntry, setFlag, setText, wantsIn } from './package-lock-entry.ts';
import { packagesByLines } from './package-lock-lines.ts';

/** What was read of such a lockfile. */
export interface PackageLock {
  readonly entries: readonly PackageLockEntry[];
  /** Of version 1, which tells nothing of the manifest. */
  readonly isOld: boolean;
  /** Set where it is no whole JSON, as while it is written: what it lacks says nothing. */
  readonly isBroken?: true;
}

/**
 * Reads `package-lock.json` and `npm-shrinkwrap.json` of all versions (npm's documentation, "package-lock.json"): the
 * places under `packages`, or, where there are none, the tree under `dependencies`. By lines where it is written as npm
 * writes it, else by the parser's events and without a tree, because there may be some ten thousand entries. Of a
 * broken text what stands before the fault. In steps; by the parser in one.
 */
export function* readPackageLock(text: string): Generator<void, PackageLock> {
  const entries = yield* packagesByLines(text);
  return entries === undefined || entries.length === 0 ? readByEvents(text) : { entries, isOld: false };
}

/** The same by the parser alone. */
export function readByEvents(text: string): PackageLock {
  const placed: PackageLockEntry[] = [];
  const nested: PackageLockEntry[] = [];
  /** Of the paths of those: each repeats all that it lies in. */
  let nestedLength = 0;
  let isBroken = false;
  /** The names of the objects that are open, from the outermost; what lies in a list is `undefined`. */
  const open: (string | undefined)[] = [];
  let name: string | undefined;
  let nameAt: Span = spanOf(0, 0);
  /** The entries whose objects are open, with how many objects were open outside of each. */
  const within: { entry: PackageLockEntry; depth: number; isPlaced: boolean }[] = [];

  function begin(): void {
    const own = name;
    if (own !== undefined && open.length === 2 && open[1] === 'packages') push(own, true, placed);
    else if (own !== undefined && isNested()) {
      const parent = within.at(-1)?.entry.path;
      push(`${parent === undefined ? '' : `${parent}/`}node_modules/${own}`, false, nested);
    }
    open.push(open.length === 0 ? '' : own);
    name = undefined;
  }

  /** Whether the object that begins is an entry of a tree of version 1. */
  function isNested(): boolean {
    if (open.at(-1) !== 'dependencies') return false;
    const top = within.at(-1);
    if (top === undefined) return open.length === 2;
    return !top.isPlaced && open.length === top.depth + 2;
  }

  function push(path: string, isPlaced: boolean, to: PackageLockEntry[]): void {
    const entry = emptyEntry(path, nameAt);
    if (!isPlaced) nestedLength += path.length;
    // What is nested so deep that its paths outgrow the text is nobody's.
    if (isPlaced || nestedLength <= text.length * LONGEST_PATHS) to.push(entry);
    within.push({ entry, depth: open.length, isPlaced });
  }

  function end(): void {
    open.pop();
    if (within.at(-1)?.depth === open.length) within.pop();
    name = undefined;
  }

  function value(what: unknown): void {
    const top = within.at(-1);
    const key = name;
    name = undefined;
    if (top === undefined || key === undefined) return;
    const depth = open.length - top.depth;
    if (depth === 1 && typeof what === 'string') setText(top.entry, key, what);
    else if (depth === 1 && what === true) setFlag(top.entry, key);
    else if (depth === 2 && typeof what === 'string') wantsIn(top.entry, open.at(-1) ?? '')?.push(key, what);
  }

  try {
    visit(
      text,
      {
        onObjectBegin: begin,
        onObjectEnd: end,
        onObjectProperty(property, offset, length) {
          name = property;
          nameAt = spanOf(offset, offset + length);
        },
        onLiteralValue: value,
        onArrayBegin() {
          open.push(undefined);
          name = undefined;
        },
        onArrayEnd: end,
        onError() {
          isBroken = true;
        },
      },
      { allowTrailingComma: true },
    );
  } catch (error) {
    // Nested deeper than a parser may go: what was read so far counts.
    if (!(error instanceof RangeError)) throw error;
    isBroken = true;
  }
  const read = placed.length > 0 ? { entries: placed, isOld: false } : { entries: nested, isOld: true };
  return isBroken ? { ...read, isBroken } : read;
}

/** All paths of a tree together, by the length of the text. npm's own take less than half of it. */
const LONGEST_PATHS = 4;
