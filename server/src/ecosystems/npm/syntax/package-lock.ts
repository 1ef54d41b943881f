import { visit } from 'jsonc-parser';
import type { OpaqueReason } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import { packagesByLines } from './package-lock-lines.ts';

/** An entry of a lockfile of npm's, as written; by its place among the folders that npm makes. */
export interface PackageLockEntry {
  /** From the lockfile's folder on: `node_modules/a/node_modules/b`, or `packages/x` of what lies in the workspace. */
  readonly path: string;
  /** Its key, with the quotes. */
  readonly span: Span;
  name: string | undefined;
  version: string | undefined;
  resolved: string | undefined;
  integrity: string | undefined;
  isLink: boolean;
  isBundled: boolean;
  isOptional: boolean;
  /** What it wants: each name with the text behind it, in turns. One kind of dependency behind the other. */
  readonly wants: string[];
  /** In the same form what it wants besides to develop, where it is the workspace's own. */
  readonly wantsToo: string[];
}

/** What was read of such a lockfile. */
export interface PackageLock {
  readonly entries: readonly PackageLockEntry[];
  /** Of version 1, which tells nothing of the manifest. */
  readonly isOld: boolean;
}

/**
 * Reads `package-lock.json` and `npm-shrinkwrap.json` of all versions (npm's documentation, "package-lock.json"): the
 * places under `packages`, or, where there are none, the tree under `dependencies`. By lines where it is written as npm
 * writes it, else by the parser's events and without a tree, because there may be some ten thousand entries. Of a
 * broken text what stands before the fault.
 */
export function readPackageLock(text: string): PackageLock {
  const entries = packagesByLines(text);
  return entries === undefined || entries.length === 0 ? readByEvents(text) : { entries, isOld: false };
}

/** The same by the parser alone. */
export function readByEvents(text: string): PackageLock {
  const placed: PackageLockEntry[] = [];
  const nested: PackageLockEntry[] = [];
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
    to.push(entry);
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
      },
      { allowTrailingComma: true },
    );
  } catch (error) {
    // Nested deeper than a parser may go: what was read so far counts.
    if (!(error instanceof RangeError)) throw error;
  }
  return placed.length > 0 ? { entries: placed, isOld: false } : { entries: nested, isOld: true };
}

/** An entry of which nothing was read yet. */
export function emptyEntry(path: string, span: Span): PackageLockEntry {
  return {
    path,
    span,
    name: undefined,
    version: undefined,
    resolved: undefined,
    integrity: undefined,
    isLink: false,
    isBundled: false,
    isOptional: false,
    wants: [],
    wantsToo: [],
  };
}

/** Takes a member of an entry that is a text. */
export function setText(entry: PackageLockEntry, key: string, value: string): void {
  switch (key) {
    case 'name':
    case 'version':
    case 'resolved':
    case 'integrity':
      entry[key] = value;
  }
}

/** Takes a member of an entry that is `true`. */
export function setFlag(entry: PackageLockEntry, key: string): void {
  switch (key) {
    case 'link':
      entry.isLink = true;
      break;
    case 'inBundle':
    case 'bundled':
      entry.isBundled = true;
      break;
    case 'optional':
    case 'devOptional':
      entry.isOptional = true;
  }
}

/** Where the members of such an object of an entry go; `undefined` where it tells nothing of dependencies. */
export function wantsIn(entry: PackageLockEntry, kind: string): string[] | undefined {
  switch (kind) {
    case 'dependencies':
    case 'optionalDependencies':
    case 'peerDependencies':
    case 'requires':
      return entry.wants;
    case 'devDependencies':
      return entry.wantsToo;
    default:
      return undefined;
  }
}

/** Where an entry comes from, if not from a registry; what wants it may say so. */
export function opaqueReason(entry: PackageLockEntry, spec: string | undefined): OpaqueReason | undefined {
  const { version = '', resolved = '', isLink, isBundled } = entry;
  if (isLink) return 'workspace';
  if (isBundled) return 'managed';
  // By far the most are a version alone, and an address or none.
  if (!/^\d/.test(version) || !/^(?:https?:|$)/.test(resolved)) {
    for (const text of [version, resolved]) {
      if (/^(?:git(?:\+\w+)?:|github:|gitlab:|bitbucket:|gist:)/i.test(text)) return 'git';
      if (/^file:/i.test(text)) return 'path';
    }
    if (/^https?:/i.test(version)) return 'url';
  }
  // A tarball at an address, which may well be a registry's, is named by whoever wants it.
  return spec !== undefined && /^https?:/i.test(spec) ? 'url' : undefined;
}
