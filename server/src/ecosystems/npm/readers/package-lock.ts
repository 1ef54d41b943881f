import type { LockGraph, LockNode, LockRoot } from '../../../model/lock-graph.ts';
import { LARGEST_LOCKFILE, type Reader } from '../../../model/reader.ts';
import type { Reading, Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { saidOfClient } from '../syntax/client-around.ts';
import { hashesOfIntegrity, lockReference } from '../syntax/lock-entry.ts';
import { furtherRoots } from '../syntax/lock-roots.ts';
import { type LockedDirect, lockedStatement } from '../syntax/locked-direct.ts';
import { opaqueReason, type PackageLock, type PackageLockEntry, readPackageLock } from '../syntax/package-lock.ts';

/**
 * npm's lockfile. A shrinkwrap is the same under another name, and goes before it; npm from version 12 on reads it no
 * more.
 */
export const packageLock: Reader = {
  id: 'package-lock',
  files: ['package-lock.json', 'npm-shrinkwrap.json'],
  languages: [],
  speaks: 'below',
  largest: LARGEST_LOCKFILE,
  read(text) {
    const lock = readPackageLock(text);
    const { references, graph, direct } = resolved(lock);
    const statements: Statement[] = [saidOfClient({ is: 'shows', client: 'npm' })];
    // What a text in conflict holds is nobody's to be judged by.
    if (!isConflicted(text)) {
      for (const [importer, its] of direct) {
        statements.push(lockedStatement({ client: 'npm', importer, entries: its, holdsAll: !lock.isOld }));
      }
    }
    return { references, ignores: [], statements, graph };
  },
};

interface Resolved extends Pick<Reading, 'references'> {
  readonly references: readonly Reference[];
  readonly graph: LockGraph;
  readonly direct: ReadonlyMap<string, ReadonlyMap<string, LockedDirect>>;
}

/** Finds what each entry takes for what it wants, as Node does: in its own folder, and in those above. */
function resolved({ entries, isOld }: PackageLock): Resolved {
  const places = new Map(entries.map((entry, i) => [entry.path, i]));
  const specs: (string | undefined)[] = [];
  const needs = entries.map(entry => {
    const its = new Set<number>();
    const wants = isInstalled(entry.path) ? [entry.wants] : [entry.wants, entry.wantsToo];
    for (const all of wants) {
      for (const [name, spec] of all) {
        const found = takenBy(entry.path, name, places);
        if (found === undefined) continue;
        its.add(found);
        if (/^https?:/i.test(spec)) specs[found] = spec;
      }
    }
    return its;
  });
  const references: Reference[] = [];
  const nodes: LockNode[] = [];
  for (const [i, entry] of entries.entries()) {
    const own = isInstalled(entry.path) ? referenceOf(entry, specs[i]) : undefined;
    const { name, version } = releaseOf(entry);
    // A link stands for the folder that it leads to.
    const target = entry.isLink === true ? places.get(entry.resolved ?? '') : undefined;
    nodes.push({
      name,
      ...(version === undefined ? {} : { version }),
      ...(own === undefined ? {} : { reference: references.length }),
      needs: [...(needs[target ?? i] ?? [])],
    });
    if (own !== undefined) references.push(own);
  }
  const roots = isOld ? unwantedTop(entries, needs) : rootsOf(entries, places);
  return { references, graph: { nodes, roots }, direct: directOf(entries, roots, isOld) };
}

function referenceOf(entry: PackageLockEntry, spec: string | undefined): Reference {
  const { span, integrity, resolved: from, isOptional } = entry;
  const opaque = opaqueReason(entry, spec);
  return lockReference({
    span,
    ...releaseOf(entry),
    ...(opaque === undefined ? {} : { opaque }),
    hashes: integrity === undefined ? [] : hashesOfIntegrity(integrity),
    ...(from === undefined ? {} : { from }),
    ...(isOptional === true ? { optional: true } : {}),
  });
}

/** Of an alias its target, which version 1 writes in place of the version. */
function releaseOf(entry: PackageLockEntry): { readonly name: string; readonly version?: string } {
  const { version } = entry;
  const alias = version?.startsWith('npm:') === true ? /^npm:((?:@[^/]+\/)?[^@]+)@(.+)$/.exec(version) : null;
  const release = alias?.[2] ?? version;
  return { name: alias?.[1] ?? nameOf(entry), ...(release === undefined ? {} : { version: release }) };
}

function nameOf({ path, name }: PackageLockEntry): string {
  return name ?? folderName(path);
}

function folderName(path: string): string {
  const at = path.lastIndexOf(MODULES);
  // A folder of the workspace has the name of what it makes, unless that is told.
  return path.slice(at < 0 ? path.lastIndexOf('/') + 1 : at + MODULES.length);
}

function isInstalled(path: string): boolean {
  return path.startsWith(MODULES) || path.includes(`/${MODULES}`);
}

function takenBy(path: string, name: string, places: ReadonlyMap<string, number>): number | undefined {
  for (let folder = path, steps = 0; folder !== '' && steps < DEEPEST; folder = above(folder), steps += 1) {
    const place = places.get(`${folder}/${MODULES}${name}`);
    if (place !== undefined) return place;
  }
  return places.get(`${MODULES}${name}`);
}

/** Folders in folders; no client nests as deep. */
const DEEPEST = 64;

/** The folder of which the packages are looked at next. */
function above(folder: string): string {
  const modules = folder.lastIndexOf(`/${MODULES}`);
  if (modules >= 0) return folder.slice(0, modules);
  if (folder.startsWith(MODULES)) return '';
  const slash = folder.lastIndexOf('/');
  return slash < 0 ? '' : folder.slice(0, slash);
}

function rootsOf(entries: readonly PackageLockEntry[], places: ReadonlyMap<string, number>): LockRoot[] {
  return entries.flatMap(({ path, wants, wantsToo }): LockRoot[] => {
    if (isInstalled(path)) return [];
    const names = new Set([...wants.keys(), ...wantsToo.keys()]);
    return [...names].flatMap(name => {
      const node = takenBy(path, name, places);
      return node === undefined ? [] : [{ importer: path, name, node }];
    });
  });
}

/** Version 1 does not tell what the manifest wants. */
function unwantedTop(entries: readonly PackageLockEntry[], needs: readonly ReadonlySet<number>[]): LockRoot[] {
  const wanted = new Uint8Array(entries.length);
  for (const its of needs) for (const need of its) wanted[need] = 1;
  const isTop = (node: number) => entries[node]?.path.lastIndexOf(MODULES) === 0;
  const roots = [...entries.keys()].filter(node => wanted[node] === 0 && isTop(node));
  return [...roots, ...furtherRoots(needs, roots, isTop)].map(node => {
    return { importer: '', name: folderName(entries[node]?.path ?? ''), node };
  });
}

function directOf(
  entries: readonly PackageLockEntry[],
  roots: readonly LockRoot[],
  isOld: boolean,
): ReadonlyMap<string, ReadonlyMap<string, LockedDirect>> {
  const direct = new Map<string, Map<string, LockedDirect>>();
  if (isOld) {
    const top = entries.filter(({ path }) => path.lastIndexOf(MODULES) === 0);
    return direct.set('', new Map(top.map(entry => [folderName(entry.path), heldBy(entry)])));
  }
  for (const { path, wants, wantsToo } of entries) {
    if (isInstalled(path)) continue;
    const its = new Map<string, LockedDirect>();
    direct.set(path, its);
    for (const all of [wants, wantsToo]) {
      for (const [name, spec] of all) its.set(name, { specs: [...(its.get(name)?.specs ?? []), spec] });
    }
  }
  for (const { importer, name, node } of roots) {
    const its = direct.get(importer);
    its?.set(name, { ...its.get(name), ...heldBy(entries[node]) });
  }
  return direct;
}

/** Of an alias its target's version; nothing of a link, which has none. */
function heldBy(entry: PackageLockEntry | undefined): LockedDirect {
  const version = entry === undefined ? undefined : releaseOf(entry).version;
  return version === undefined ? {} : { version };
}

const MODULES = 'node_modules/';
