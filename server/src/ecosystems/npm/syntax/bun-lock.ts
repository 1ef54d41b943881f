import { visit } from 'jsonc-parser';
import type { OpaqueReason } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';

import { readBunLines } from './bun-lines.ts';
/** An entry under `packages`, as written. */
export interface BunPackage {
  /** Where it lies, as names behind each other: `a`, `b/@s/a`. */
  readonly key: string;
  /** Its key, with the quotes. */
  readonly span: Span;
  /** `name@1.0.0`, `name@workspace:packages/a`, `name@git+ssh://…`. */
  ident: string;
  /** The second text, where there are several: its address, empty for the usual registry. */
  from?: string;
  /** The last text behind what it wants: a hash. */
  integrity?: string;
  isBundled?: boolean;
  /** What it wants: each name with the text behind it, in turns. */
  readonly wants: string[];
  /** Those of what it wants that can be done without. */
  optional?: Set<string>;
}

/** What a manifest wants, as the lockfile has it. */
export interface BunWorkspace {
  /** Its folder, empty for the lockfile's own. */
  readonly folder: string;
  /** The name of its package, by which what lies in its own folder is found. */
  name?: string;
  /** What it wants: each name with the text behind it, in turns. */
  readonly wants: string[];
  optional?: Set<string>;
}

/** What was read of such a lockfile. */
export interface BunLock {
  readonly workspaces: readonly BunWorkspace[];
  readonly packages: readonly BunPackage[];
  /** The names that `overrides` stand for. */
  readonly overrides: readonly string[];
  /** Set where it is not whole, as while it is written: what it lacks says nothing. */
  readonly isBroken?: true;
}

/**
 * Reads `bun.lock`, which is JSON with commas at the ends (oven-sh/bun, src/install/lockfile/bun.lock.zig): what
 * manifests want under `workspaces`, what is installed under `packages`, each a list of what it is, where it comes
 * from, what it wants and its hash. Line by line where Bun wrote it, else by the parser's events.
 */
export function* readBunLock(text: string): Generator<void, BunLock> {
  const lines = yield* readBunLines(text);
  if (lines === undefined) return visited(text);
  return { ...visited(lines.rest), packages: lines.packages };
}

function visited(text: string): BunLock {
  const workspaces: BunWorkspace[] = [];
  const packages: BunPackage[] = [];
  const overrides: string[] = [];
  let isBroken = false;
  /** The keys on the way down; a list has its own key, and none for what lies in it. */
  const open: string[] = [];
  let key = '';
  let keyAt: Span = spanOf(0, 0);
  let workspace: BunWorkspace | undefined;
  let entry: BunPackage | undefined;
  let texts: string[] = [];
  let isBehindWants = false;

  function begin(isList: boolean): void {
    open.push(key);
    key = '';
    const depth = open.length;
    if (depth === 3 && open[1] === 'workspaces' && !isList) {
      workspace = { folder: open[2] ?? '', wants: [] };
      workspaces.push(workspace);
    } else if (depth === 3 && open[1] === 'packages' && isList) {
      entry = { key: open[2] ?? '', span: keyAt, ident: '', wants: [] };
      packages.push(entry);
      texts = [];
      isBehindWants = false;
    }
  }

  function end(): void {
    const depth = open.length;
    if (depth === 3 && entry !== undefined && open[1] === 'packages') {
      const [ident = '', from, hash] = texts;
      entry.ident = ident;
      if (hash !== undefined) entry.integrity = hash;
      if (from !== undefined) entry.from = from;
      entry = undefined;
    } else if (depth === 4 && entry !== undefined) isBehindWants = true;
    open.pop();
    key = '';
  }

  function value(what: unknown): void {
    const name = key;
    key = '';
    const depth = open.length;
    if (depth === 2 && open[1] === 'overrides') overrides.push(name);
    else if (entry !== undefined) inEntry(entry, depth, name, what);
    else if (workspace !== undefined && open[1] === 'workspaces' && typeof what === 'string') {
      inWorkspace(workspace, depth, name, what);
    }
  }

  function inEntry(its: BunPackage, depth: number, name: string, what: unknown): void {
    if (depth === 3 && typeof what === 'string') {
      if (isBehindWants && texts.length < 2) texts.push('');
      texts.push(what);
    } else if (depth === 4 && name === 'bundled' && what === true) its.isBundled = true;
    else if (depth === 5 && typeof what === 'string') {
      const kind = open[4] ?? '';
      if (WANTED.has(kind)) its.wants.push(name, what);
      if (kind === 'optionalDependencies') addOptional(its, name);
    }
  }

  function inWorkspace(its: BunWorkspace, depth: number, name: string, what: string): void {
    if (depth === 3 && name === 'name') its.name = what;
    const kind = open[3] ?? '';
    if (depth !== 4 || !(WANTED.has(kind) || kind === 'devDependencies')) return;
    its.wants.push(name, what);
    if (kind === 'optionalDependencies') addOptional(its, name);
  }

  try {
    visit(
      text,
      {
        onObjectBegin: () => begin(false),
        onObjectEnd: end,
        onArrayBegin: () => begin(true),
        onArrayEnd: end,
        onObjectProperty(property, offset, length) {
          key = property;
          keyAt = spanOf(offset, offset + length);
        },
        onLiteralValue: value,
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
  const read = { workspaces, packages: packages.filter(({ ident }) => ident !== ''), overrides };
  return isBroken ? { ...read, isBroken } : read;
}

function addOptional(its: { optional?: Set<string> }, name: string): void {
  its.optional ??= new Set();
  its.optional.add(name);
}

/** What an entry is, by its first text. */
export interface BunIdent {
  readonly name: string;
  readonly version?: string;
  readonly opaque?: OpaqueReason;
  /** Of what the workspace makes, its folder. */
  readonly folder?: string;
}

export function readBunIdent(ident: string): BunIdent {
  const at = ident.indexOf('@', 1);
  if (at < 0) return { name: ident, opaque: 'invalid' };
  const name = ident.slice(0, at);
  const text = ident.slice(at + 1);
  if (isDigit(text.charCodeAt(0))) return { name, version: text };
  if (text.startsWith('workspace:')) return { name, opaque: 'workspace', folder: text.slice('workspace:'.length) };
  if (/^root:/.test(text)) return { name, opaque: 'workspace' };
  if (/^(?:git|ssh|github|gitlab|bitbucket)(?:\+\w+)?:/.test(text) || /\.git(?:#|$)/.test(text)) {
    return { name, opaque: 'git' };
  }
  return { name, opaque: /^https?:/i.test(text) ? 'url' : 'path' };
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

const WANTED = new Set(['dependencies', 'optionalDependencies', 'peerDependencies']);
