import type { LockGraph, LockNode, LockRoot } from '../../../model/lock-graph.ts';
import { LARGEST_LOCKFILE, type Reader } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { type BunIdent, type BunLock, type BunPackage, readBunIdent, readBunLock } from '../syntax/bun-lock.ts';
import { saidOfClient } from '../syntax/client-around.ts';
import { hashesOfIntegrity, lockReference } from '../syntax/lock-entry.ts';
import { type LockedDirect, lockedStatement } from '../syntax/locked-direct.ts';

/** Bun's lockfile, in its text form. */
export const bunLock: Reader = {
  id: 'bun-lock',
  files: ['bun.lock'],
  languages: [],
  speaks: 'below',
  largest: LARGEST_LOCKFILE,
  unread: [saidOfClient({ is: 'shows', client: 'bun' })],
  read(text) {
    const lock = readBunLock(text);
    const idents = lock.packages.map(({ ident }) => readBunIdent(ident));
    const places = new Map(lock.packages.map(({ key }, i) => [key, i]));
    const folders = new Map(lock.workspaces.map(each => [each.folder, each]));
    const optional = new Set<number>();
    const required = new Set<number>();
    const nodes = lock.packages.map((entry, i): LockNode => {
      const ident = idents[i] ?? { name: entry.key };
      const own = ident.folder === undefined ? entry : (folders.get(ident.folder) ?? entry);
      const its = new Set<number>();
      for (const name of own.wants.keys()) {
        const found = takenBy(entry.key, name, places);
        if (found === undefined) continue;
        its.add(found);
        (own.optional.has(name) ? optional : required).add(found);
      }
      const { name, version } = ident;
      return { name, ...(version === undefined ? {} : { version }), reference: i, needs: [...its] };
    });
    const roots = rootsOf(lock, places);
    for (const { name, node, isOptional } of roots) if (name !== '') (isOptional ? optional : required).add(node);
    const references = lock.packages.map((entry, i) =>
      referenceOf(entry, idents[i] ?? { name: entry.key }, optional.has(i) && !required.has(i)),
    );
    const graph: LockGraph = { nodes, roots: roots.map(({ importer, name, node }) => ({ importer, name, node })) };
    const statements: Statement[] = [saidOfClient({ is: 'shows', client: 'bun' })];
    if (!isConflicted(text)) statements.push(...directOf(lock, idents, places));
    return { references, ignores: [], statements, graph };
  },
};

function referenceOf(entry: BunPackage, { name, version, opaque }: BunIdent, optional: boolean): Reference {
  const { span, integrity, from, isBundled } = entry;
  const why = isBundled === true ? 'managed' : opaque;
  return lockReference({
    span,
    name,
    ...(version === undefined ? {} : { version }),
    ...(why === undefined ? {} : { opaque: why }),
    hashes: integrity === undefined ? [] : hashesOfIntegrity(integrity),
    ...(from === undefined || from === '' ? {} : { from }),
    ...(optional ? { optional } : {}),
  });
}

/** Looks below the one that wants it, and then below each above, as Node does. */
function takenBy(key: string, name: string, places: ReadonlyMap<string, number>): number | undefined {
  for (let folder = key; folder !== ''; folder = above(folder)) {
    const found = places.get(`${folder}/${name}`);
    if (found !== undefined) return found;
  }
  return places.get(name);
}

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

function rootsOf({ workspaces }: BunLock, places: ReadonlyMap<string, number>): Root[] {
  return workspaces.flatMap(({ folder, name: own, wants, optional }) =>
    [...wants.keys()].flatMap((name): Root[] => {
      const node = takenBy(folder === '' ? '' : (own ?? ''), name, places);
      return node === undefined ? [] : [{ importer: folder, name, node, isOptional: optional.has(name) }];
    }),
  );
}

function directOf(
  { workspaces, overrides }: BunLock,
  idents: readonly BunIdent[],
  places: ReadonlyMap<string, number>,
) {
  return workspaces.map(({ folder, name: own, wants }) => {
    const entries = new Map<string, LockedDirect>();
    for (const [name, specs] of wants) {
      const { version } = idents[takenBy(folder === '' ? '' : (own ?? ''), name, places) ?? -1] ?? {};
      entries.set(name, { ...(version === undefined ? {} : { version }), specs });
    }
    return lockedStatement({ client: 'bun', importer: folder, entries, holdsAll: true, overrides });
  });
}
