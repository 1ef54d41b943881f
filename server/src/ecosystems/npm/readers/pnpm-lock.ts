import type { LockGraph, LockNode, LockRoot } from '../../../model/lock-graph.ts';
import { LARGEST_LOCKFILE, type Reader } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { saidOfClient } from '../syntax/client-around.ts';
import { hashesOfIntegrity, lockReference } from '../syntax/lock-entry.ts';
import { type LockedDirect, lockedStatement } from '../syntax/locked-direct.ts';
import { type PnpmKey, readPnpmKey, versionIn, withoutPeers } from '../syntax/pnpm-key.ts';
import { type PnpmLock, type PnpmPackage, type PnpmSnapshot, readPnpmLock } from '../syntax/pnpm-lock.ts';

/** pnpm's lockfile, of the versions 5 to 9. */
export const pnpmLock: Reader = {
  id: 'pnpm-lock',
  files: ['pnpm-lock.yaml'],
  languages: [],
  speaks: 'below',
  largest: LARGEST_LOCKFILE,
  unread: [saidOfClient({ is: 'shows', client: 'pnpm' })],
  read(text) {
    const lock = readPnpmLock(text);
    const keyOf = lock.version < 9 ? (key: string) => key : withoutPeers;
    const required = new Set(
      lock.snapshots.flatMap(({ key, isOptional }) => (isOptional === true ? [] : [keyOf(key)])),
    );
    const keys = lock.packages.map(each => readPnpmKey(each, lock.version));
    const references = lock.packages.map((each, i) => referenceOf(each, keys[i], !required.has(each.key)));
    const { graph, nodeOf } = graphOf(lock, keys);
    const statements: Statement[] = [saidOfClient({ is: 'shows', client: 'pnpm' })];
    if (!isConflicted(text)) statements.push(...directOf(lock, graph, nodeOf));
    return { references, ignores: [], statements, graph };
  },
};

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
    for (const key of [`${name}@${taken}`, taken, `/${name}@${taken}`, `/${name}/${taken}`]) {
      const place = places.get(key);
      if (place !== undefined) return place;
    }
    return undefined;
  };
  const nodes = lock.snapshots.map((snapshot): LockNode => {
    const reference = references.get(snapshot.key) ?? references.get(withoutPeers(snapshot.key));
    const { name = snapshot.key, version } = (reference === undefined ? undefined : keys[reference]) ?? {};
    return {
      name,
      ...(version === undefined ? {} : { version }),
      ...(reference === undefined ? {} : { reference }),
      needs: needsOf(snapshot, nodeOf),
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

function needsOf({ needs }: PnpmSnapshot, nodeOf: NodeOf): readonly number[] {
  const its = new Set<number>();
  for (const [name, taken] of needs) {
    const node = nodeOf(name, taken);
    if (node !== undefined) its.add(node);
  }
  return [...its];
}

function directOf({ importers, overrides, isHooked, version: format }: PnpmLock, graph: LockGraph, nodeOf: NodeOf) {
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
      overrides,
    });
  });
}

function importerOf(folder: string): string {
  return folder === '.' ? '' : folder;
}
