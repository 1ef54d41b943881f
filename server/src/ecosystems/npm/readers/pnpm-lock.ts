import type { LockGraph, LockNode, LockRoot } from '../../../model/lock-graph.ts';
import { LARGEST_LOCKFILE, type Reader } from '../../../model/reader.ts';
import type { Reading, Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { atOnce } from '../../../syntax/at-once.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { saidOfClient } from '../syntax/client-around.ts';
import { hashesOfIntegrity, lockReference } from '../syntax/lock-entry.ts';
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
  const optional = new Map<string, boolean>();
  for (const { key, isOptional = false } of lock.snapshots) {
    optional.set(keyOf(key), isOptional && optional.get(keyOf(key)) !== false);
  }
  const keys = lock.packages.map(each => readPnpmKey(each, lock.version));
  const references = lock.packages.map((each, i) => referenceOf(each, keys[i], optional.get(each.key) === true));
  yield;
  const { graph, nodeOf } = graphOf(lock, keys);
  yield;
  const statements: Statement[] = [saidOfClient({ is: 'shows', client: 'pnpm' })];
  if (!isConflicted(text)) statements.push(...directOf(lock, graph, nodeOf));
  return { references, ignores: [], statements, graph };
}

function referenceOf(
  { span, integrity, tarball }: PnpmPackage,
  key: PnpmKey | undefined,
  optional: boolean,
): Reference {
  const { name = '', version, opaque, host } = key ?? {};
  const from = tarball ?? (host === undefined ? undefined : `https://${host}/`);
  return lockReference({
    span,
    name,
    ...(version === undefined ? {} : { version }),
    ...(opaque === undefined ? {} : { opaque }),
    hashes: integrity === undefined ? [] : hashesOfIntegrity(integrity),
    ...(from === undefined ? {} : { from }),
    ...(optional ? { optional } : {}),
  });
}

/** The place of what is taken under a name by a text; `undefined` for a folder, and for what is not there. */
type NodeOf = (name: string, taken: string) => number | undefined;

function graphOf(lock: PnpmLock, keys: readonly PnpmKey[]): { readonly graph: LockGraph; readonly nodeOf: NodeOf } {
  const references = new Map(lock.packages.map(({ key }, i) => [key, i]));
  const places = new Map(lock.snapshots.map(({ key }, i) => [key, i]));
  const nodeOf: NodeOf = (name, taken) => {
    if (lock.version >= 9) return places.get(`${name}@${taken}`) ?? places.get(taken);
    return places.get(`/${name}@${taken}`) ?? places.get(`/${name}/${taken}`) ?? places.get(taken);
  };
  const nodes = lock.snapshots.map((snapshot): LockNode => {
    const reference = references.get(snapshot.key) ?? references.get(withoutPeers(snapshot.key));
    const { name = snapshot.key, version } = (reference === undefined ? undefined : keys[reference]) ?? {};
    return {
      name,
      ...(version === undefined ? {} : { version }),
      ...(reference === undefined ? {} : { reference }),
      needs: placesOf(snapshot.needs, nodeOf),
    };
  });
  const roots = [...lock.importers].flatMap(([folder, its]): LockRoot[] =>
    [...its].flatMap(([name, { version }]) => {
      const node = version === undefined ? undefined : nodeOf(name, version);
      return node === undefined ? [] : [{ importer: importerOf(folder), name, node }];
    }),
  );
  return { graph: { nodes, roots }, nodeOf };
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
