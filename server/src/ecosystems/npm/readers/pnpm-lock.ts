import type { LockGraph, LockNode, LockRoot } from '../../../model/lock-graph.ts';
import { LARGEST_LOCKFILE, type Reader } from '../../../model/reader.ts';
import type { Reading, Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { atOnce, mapInSteps } from '../../../syntax/at-once.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { saidOfClient } from '../syntax/client-around.ts';
import { type LockReferenceOf, lockReferences } from '../syntax/lock-entry.ts';
import { placesOf } from '../syntax/lock-needs.ts';
import { type LockedDirect, lockedStatement } from '../syntax/locked-direct.ts';
import { nameOfPnpmOverride } from '../syntax/override-keys.ts';
import { type PnpmKey, readPnpmKey, versionIn, withoutPeers } from '../syntax/pnpm-key.ts';
import { type PnpmLock, type PnpmPackage, readPnpmLock } from '../syntax/pnpm-lock.ts';

/** pnpm's lockfile, of the versions 5 to 9. */
export const pnpmLock: Reader = {
  id: 'pnpm-lock',
  files: ['pnpm-lock.yaml'],
  languages: [],
  speaks: 'below',
  largest: LARGEST_LOCKFILE,
  unread: [saidOfClient({ is: 'shows', client: 'pnpm' })],
  readsTextAlone: true,
  read: text => atOnce(steps(text)),
  readInSteps: steps,
};

function* steps(text: string): Generator<void, Reading> {
  const lock = yield* readPnpmLock(text);
  yield;
  const keyOf = lock.version < 9 ? (key: string) => key : withoutPeers;
  const optional = new Set<string>();
  for (const { key, isOptional } of lock.snapshots) if (isOptional === true) optional.add(keyOf(key));
  for (const { key, isOptional } of optional.size > 0 ? lock.snapshots : []) {
    if (isOptional !== true) optional.delete(keyOf(key));
  }
  const keys = yield* mapInSteps(lock.packages, each => readPnpmKey(each, lock.version));
  const referenceOf = lockReferences();
  const references = yield* mapInSteps(lock.packages, (each, i) =>
    referenceTo(each, keys[i], optional.has(each.key), referenceOf),
  );
  yield;
  const { graph, nodeOf } = yield* graphOf(lock, keys);
  yield;
  const statements: Statement[] = [saidOfClient({ is: 'shows', client: 'pnpm' })];
  if (!isConflicted(text)) statements.push(...directOf(lock, graph, nodeOf));
  return { references, ignores: [], statements, graph };
}

function referenceTo(
  { span, integrity = '', tarball }: PnpmPackage,
  key: PnpmKey | undefined,
  optional: boolean,
  referenceOf: LockReferenceOf,
): Reference {
  const { name = '', version, opaque, host } = key ?? {};
  const from = tarball ?? (host === undefined ? undefined : `https://${host}/`);
  return referenceOf(span, { name, version, opaque, integrity, from }, optional);
}

/** The place of what is taken under a name by a text; `undefined` for a folder, and for what is not there. */
type NodeOf = (name: string, taken: string) => number | undefined;

function* graphOf(
  lock: PnpmLock,
  keys: readonly PnpmKey[],
): Generator<void, { readonly graph: LockGraph; readonly nodeOf: NodeOf }> {
  const referenceOfKey = placesByKey(lock.packages);
  const nodeOfKey = placesByKey(lock.snapshots);
  const firstOf = lock.version < 9 ? undefined : firstByName(lock.snapshots);
  yield;
  const nodeOf: NodeOf = (name, taken) => {
    const first = firstOf?.get(name);
    // Most names are there once: then no key is put together to look for.
    if (first !== undefined && isKeyOf(lock.snapshots[first]?.key ?? '', name, taken)) return first;
    const places = nodeOfKey();
    if (lock.version >= 9) return places.get(`${name}@${taken}`) ?? places.get(taken);
    return places.get(`/${name}@${taken}`) ?? places.get(`/${name}/${taken}`) ?? places.get(taken);
  };
  // Both lists are in one order: the next that is looked for is here, or one further.
  let near = 0;
  const referenceAt = (key: string, plain: string): number | undefined => {
    for (let place = near; place < near + 2; place += 1) {
      const its = lock.packages[place]?.key;
      if (its !== key && its !== plain) continue;
      near = place;
      return place;
    }
    const found = referenceOfKey().get(key) ?? referenceOfKey().get(plain);
    near = found ?? near;
    return found;
  };
  const nodes = yield* mapInSteps(lock.snapshots, (snapshot): LockNode => {
    const reference = referenceAt(snapshot.key, withoutPeers(snapshot.key));
    const { name = snapshot.key, version } = (reference === undefined ? undefined : keys[reference]) ?? {};
    const needs = placesOf(snapshot.needs, nodeOf);
    if (reference === undefined) return { name, needs };
    return version === undefined ? { name, reference, needs } : { name, version, reference, needs };
  });
  const roots = [...lock.importers].flatMap(([folder, its]): LockRoot[] =>
    [...its].flatMap(([name, { version }]) => {
      const node = version === undefined ? undefined : nodeOf(name, version);
      return node === undefined ? [] : [{ importer: importerOf(folder), name, node }];
    }),
  );
  return { graph: { nodes, roots }, nodeOf };
}

/** The places of entries by their keys, looked up when they are first asked for. */
function placesByKey(all: readonly { readonly key: string }[]): () => ReadonlyMap<string, number> {
  let places: ReadonlyMap<string, number> | undefined;
  return () => {
    places ??= new Map(all.map(({ key }, i) => [key, i]));
    return places;
  };
}

/** Of each name in keys of version 9 the place of the first. */
function firstByName(all: readonly { readonly key: string }[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [place, { key }] of all.entries()) {
    const at = key.indexOf('@', 1);
    if (at < 0) continue;
    const name = key.slice(0, at);
    const first = places.get(name);
    // As with all keys, of two that are the same the last counts.
    if (first === undefined || all[first]?.key === key) places.set(name, place);
  }
  return places;
}

function isKeyOf(key: string, name: string, taken: string): boolean {
  return key.length === name.length + 1 + taken.length && key.endsWith(taken);
}

function directOf({ importers, overrides, isHooked, version: format }: PnpmLock, graph: LockGraph, nodeOf: NodeOf) {
  const names = overrides.map(nameOfPnpmOverride);
  return [...importers].map(([folder, its]) => {
    const entries = new Map<string, LockedDirect>();
    for (const [name, { specifier, version: taken }] of its) {
      const node = taken === undefined ? undefined : nodeOf(name, taken);
      const version = taken === undefined ? undefined : (versionIn(taken, format) ?? graph.nodes[node ?? -1]?.version);
      entries.set(name, {
        ...(version === undefined ? {} : { version }),
        ...(specifier === undefined ? {} : { specs: [specifier] }),
      });
    }
    return lockedStatement({
      client: 'pnpm',
      importer: importerOf(folder),
      entries,
      holdsAll: true,
      isHooked,
      overrides: names,
    });
  });
}

function importerOf(folder: string): string {
  return folder === '.' ? '' : folder;
}
