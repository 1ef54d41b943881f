import type { LockGraph, LockNode, LockRoot } from '../../../model/lock-graph.ts';
import { LARGEST_LOCKFILE, type Reader } from '../../../model/reader.ts';
import type { Reading, Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { atOnce, mapInSteps } from '../../../syntax/at-once.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { type BunIdent, type BunLock, type BunPackage, readBunIdent, readBunLock } from '../syntax/bun-lock.ts';
import { saidOfClient } from '../syntax/client-around.ts';
import { type LockReferenceOf, lockReferences } from '../syntax/lock-entry.ts';
import { placesOf } from '../syntax/lock-needs.ts';
import { type LockedDirect, lockedStatement, specsByName } from '../syntax/locked-direct.ts';

/** Bun's lockfile, in its text form. */
export const bunLock: Reader = {
  id: 'bun-lock',
  files: ['bun.lock'],
  languages: [],
  speaks: 'below',
  largest: LARGEST_LOCKFILE,
  unread: [saidOfClient({ is: 'shows', client: 'bun' })],
  readsTextAlone: true,
  read: text => atOnce(steps(text)),
  readInSteps: steps,
};

function* steps(text: string): Generator<void, Reading> {
  const lock = yield* readBunLock(text);
  const idents = yield* mapInSteps(lock.packages, ({ ident }) => readBunIdent(ident));
  const folders = new Map(lock.workspaces.map(each => [each.folder, each]));
  const takenBy = lookupOf(lock.packages);
  const optional = new Uint8Array(lock.packages.length);
  const required = new Uint8Array(lock.packages.length);
  const nodes = yield* mapInSteps(lock.packages, (entry, i): LockNode => {
    const { name, version, folder } = idents[i] ?? { name: entry.key };
    const own = folder === undefined ? entry : (folders.get(folder) ?? entry);
    const needs = placesOf(own.wants, wanted => {
      const found = takenBy(entry.key, wanted);
      if (found !== undefined) (own.optional?.has(wanted) === true ? optional : required)[found] = 1;
      return found;
    });
    return version === undefined ? { name, reference: i, needs } : { name, version, reference: i, needs };
  });
  const roots = rootsOf(lock, takenBy);
  for (const { node, isOptional } of roots) (isOptional ? optional : required)[node] = 1;
  const referenceOf = lockReferences();
  const references = yield* mapInSteps(lock.packages, (entry, i) =>
    referenceTo(entry, idents[i] ?? { name: entry.key }, optional[i] === 1 && required[i] === 0, referenceOf),
  );
  const graph: LockGraph = { nodes, roots: roots.map(({ importer, name, node }) => ({ importer, name, node })) };
  const statements: Statement[] = [saidOfClient({ is: 'shows', client: 'bun' })];
  if (!isConflicted(text)) statements.push(...directOf(lock, idents, takenBy));
  return { references, ignores: [], statements, graph };
}

function referenceTo(
  { span, integrity = '', from, isBundled }: BunPackage,
  { name, version, opaque }: BunIdent,
  optional: boolean,
  referenceOf: LockReferenceOf,
): Reference {
  const why = isBundled === true ? 'managed' : opaque;
  return referenceOf(span, { name, version, opaque: why, integrity, from: from === '' ? undefined : from }, optional);
}

/** The place of what is taken for a name, by the one with a key; empty for the root. */
type TakenBy = (key: string, name: string) => number | undefined;

/** Looks below the one that wants it, and then below each above, as Node does. */
function lookupOf(packages: readonly BunPackage[]): TakenBy {
  const places = new Map(packages.map(({ key }, i) => [key, i]));
  /** What something lies below: nearly nothing. */
  const parents = new Set<string>();
  for (const { key } of packages) if (key.includes('/')) parents.add(above(key));
  parents.delete('');
  /** Of the last key those from it on upwards: it wants several, one behind the other. */
  let last = '';
  let folders: readonly string[] = [];
  return (key, name) => {
    if (key !== last && parents.size > 0) {
      folders = foldersOf(key).filter(folder => parents.has(folder));
      last = key;
    }
    for (const folder of folders) {
      const found = places.get(`${folder}/${name}`);
      if (found !== undefined) return found;
    }
    return places.get(name);
  };
}

/** Itself, and those that it lies below, the nearest first. */
function foldersOf(key: string): readonly string[] {
  const folders: string[] = [];
  for (
    let folder = key.length > LONGEST_KEY ? '' : key;
    folder !== '' && folders.length < DEEPEST;
    folder = above(folder)
  )
    folders.push(folder);
  return folders;
}

/** Folders in folders; no client nests as deep. */
const DEEPEST = 64;
/** Of names behind each other, in characters. */
const LONGEST_KEY = 4096;

/** A scope belongs to the name behind it. */
function above(key: string): string {
  const slash = key.lastIndexOf('/');
  if (slash < 0) return '';
  const before = key.lastIndexOf('/', slash - 1);
  return key.charAt(before + 1) === '@' ? key.slice(0, Math.max(before, 0)) : key.slice(0, slash);
}

interface Root extends LockRoot {
  readonly isOptional: boolean;
}

function rootsOf({ workspaces }: BunLock, takenBy: TakenBy): Root[] {
  return workspaces.flatMap(({ folder, name: own = '', wants, optional }) =>
    [...new Set(wants.filter((_, i) => i % 2 === 0))].flatMap((name): Root[] => {
      const node = takenBy(folder === '' ? '' : own, name);
      return node === undefined ? [] : [{ importer: folder, name, node, isOptional: optional?.has(name) === true }];
    }),
  );
}

function directOf({ workspaces, overrides, isBroken }: BunLock, idents: readonly BunIdent[], takenBy: TakenBy) {
  return workspaces.map(({ folder, name: own = '', wants }) => {
    const entries = new Map<string, LockedDirect>();
    for (const [name, specs] of specsByName(wants)) {
      const { version } = idents[takenBy(folder === '' ? '' : own, name) ?? -1] ?? {};
      entries.set(name, version === undefined ? { specs } : { version, specs });
    }
    return lockedStatement({ client: 'bun', importer: folder, entries, holdsAll: isBroken !== true, overrides });
  });
}
