import { visit } from 'jsonc-parser';
import type { OpaqueReason } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';

/** An entry of a lockfile of npm's, as written; by its place among the folders that npm makes. */
export interface PackageLockEntry {
  /** From the lockfile's folder on: `node_modules/a/node_modules/b`, or `packages/x` of what lies in the workspace. */
  readonly path: string;
  /** Its key, with the quotes. */
  readonly span: Span;
  name?: string;
  version?: string;
  resolved?: string;
  integrity?: string;
  isLink?: boolean;
  isBundled?: boolean;
  isOptional?: boolean;
  /** What it wants, by name: the text behind it. Each kind of dependency once. */
  readonly wants: Map<string, string>;
  /** Of the workspace's own, what it wants to develop, too. */
  readonly wantsToo: Map<string, string>;
}

/** What was read of such a lockfile. */
export interface PackageLock {
  readonly entries: readonly PackageLockEntry[];
  /** Of version 1, which tells nothing of the manifest. */
  readonly isOld: boolean;
}

/**
 * Reads `package-lock.json` and `npm-shrinkwrap.json` of all versions (npm's documentation, "package-lock.json"): the
 * places under `packages`, or, where there are none, the tree under `dependencies`. By the parser's events and without
 * a tree, because there may be some ten thousand entries. Of a broken text what stands before the fault.
 */
export function readPackageLock(text: string): PackageLock {
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
    const entry = { path, span: nameAt, wants: new Map(), wantsToo: new Map() };
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
    if (depth === 1) setField(top.entry, key, what);
    else if (depth === 2 && typeof what === 'string') setWant(top.entry, open.at(-1), key, what);
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

function setField(entry: PackageLockEntry, key: string, value: unknown): void {
  switch (key) {
    case 'name':
    case 'version':
    case 'resolved':
    case 'integrity':
      if (typeof value === 'string') entry[key] = value;
      break;
    case 'link':
      if (value === true) entry.isLink = true;
      break;
    case 'inBundle':
    case 'bundled':
      if (value === true) entry.isBundled = true;
      break;
    case 'optional':
    case 'devOptional':
      if (value === true) entry.isOptional = true;
      break;
  }
}

function setWant(entry: PackageLockEntry, kind: string | undefined, name: string, spec: string): void {
  switch (kind) {
    case 'dependencies':
    case 'optionalDependencies':
    case 'peerDependencies':
    case 'requires':
      entry.wants.set(name, spec);
      break;
    case 'devDependencies':
      entry.wantsToo.set(name, spec);
      break;
  }
}

/** Where an entry comes from, if not from a registry; what wants it may say so. */
export function opaqueReason(entry: PackageLockEntry, spec: string | undefined): OpaqueReason | undefined {
  const { version = '', resolved = '', isLink, isBundled } = entry;
  if (isLink === true) return 'workspace';
  if (isBundled === true) return 'managed';
  for (const text of [version, resolved]) {
    if (/^(?:git(?:\+\w+)?:|github:|gitlab:|bitbucket:|gist:)/i.test(text)) return 'git';
    if (/^file:/i.test(text)) return 'path';
  }
  if (/^https?:/i.test(version)) return 'url';
  // A tarball at an address, which may well be a registry's, is named by whoever wants it.
  return /^https?:/i.test(spec ?? '') ? 'url' : undefined;
}
