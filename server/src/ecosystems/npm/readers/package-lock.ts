import type { LockGraph, LockNode, LockRoot } from '../../../model/lock-graph.ts';
import { LARGEST_LOCKFILE, type Reader } from '../../../model/reader.ts';
import type { Reading, Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { saidOfClient } from '../syntax/client-around.ts';
import { hashesOfIntegrity, lockReference } from '../syntax/lock-entry.ts';
import { lockedStatement } from '../syntax/locked-direct.ts';
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
  remark: file =>
    /(?:^|\/)npm-shrinkwrap\.json$/.test(file)
      ? 'npm from version 12 on does not read npm-shrinkwrap.json any more.'
      : undefined,
  read(text) {
    const lock = readPackageLock(text);
    const { references, graph, direct } = resolved(lock);
    const statements: Statement[] = [saidOfClient({ is: 'shows', client: 'npm' })];
    // What a text in conflict holds is nobody's to be judged by.
    if (!isConflicted(text)) {
      for (const [importer, versions] of direct) {
        statements.push(lockedStatement('npm', importer, versions, !lock.isOld));
      }
    }
    return { references, ignores: [], statements, graph };
  },
};

interface Resolved extends Pick<Reading, 'references'> {
  readonly references: readonly Reference[];
  readonly graph: LockGraph;
  readonly direct: ReadonlyMap<string, ReadonlyMap<string, string>>;
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
    const { version } = entry;
    // A link leads to the folder that it is a link to.
    const target = entry.isLink === true ? places.get(entry.resolved ?? '') : undefined;
    nodes.push({
      name: nameOf(entry),
      ...(version === undefined ? {} : { version }),
      ...(own === undefined ? {} : { reference: references.length }),
      needs: target === undefined ? [...(needs[i] ?? [])] : [target],
    });
    if (own !== undefined) references.push(own);
  }
  const roots = isOld ? unwantedTop(entries, needs) : rootsOf(entries, places);
  return { references, graph: { nodes, roots }, direct: directOf(entries, roots, isOld) };
}

function referenceOf(entry: PackageLockEntry, spec: string | undefined): Reference {
  const { span, version, integrity, resolved: from, isOptional } = entry;
  const opaque = opaqueReason(entry, spec);
  const alias = /^npm:((?:@[^/]+\/)?[^@]+)@(.+)$/.exec(version ?? '');
  const release = alias?.[2] ?? version;
  return lockReference({
    span,
    name: alias?.[1] ?? nameOf(entry),
    ...(release === undefined ? {} : { version: release }),
    ...(opaque === undefined ? {} : { opaque }),
    hashes: integrity === undefined ? [] : hashesOfIntegrity(integrity),
    ...(from === undefined ? {} : { from }),
    ...(isOptional === true ? { optional: true } : {}),
  });
}

function nameOf({ path, name }: PackageLockEntry): string {
  return name ?? folderName(path);
}

function folderName(path: string): string {
  const at = path.lastIndexOf(MODULES);
  return at < 0 ? path : path.slice(at + MODULES.length);
}

function isInstalled(path: string): boolean {
  return path.startsWith(MODULES) || path.includes(`/${MODULES}`);
}

function takenBy(path: string, name: string, places: ReadonlyMap<string, number>): number | undefined {
  for (let folder = path; ; ) {
    const place = places.get(folder === '' ? `${MODULES}${name}` : `${folder}/${MODULES}${name}`);
    if (place !== undefined) return place;
    if (folder === '') return undefined;
    folder = above(folder);
  }
}

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

/** Version 1 does not tell what the manifest wants: what nothing else wants is wanted by it. */
function unwantedTop(entries: readonly PackageLockEntry[], needs: readonly ReadonlySet<number>[]): LockRoot[] {
  const wanted = new Set(needs.flatMap(its => [...its]));
  return entries.flatMap(({ path }, node) =>
    wanted.has(node) || path.lastIndexOf(MODULES) !== 0
      ? []
      : [{ importer: '', name: path.slice(MODULES.length), node }],
  );
}

function directOf(
  entries: readonly PackageLockEntry[],
  roots: readonly LockRoot[],
  isOld: boolean,
): Map<string, Map<string, string>> {
  const direct = new Map<string, Map<string, string>>();
  const add = (importer: string, name: string, entry: PackageLockEntry | undefined) => {
    const its = direct.get(importer) ?? new Map<string, string>();
    direct.set(importer, its);
    const version = entry?.version?.replace(/^npm:.*@/, '');
    if (entry !== undefined && version !== undefined) its.set(name, version);
  };
  if (isOld) {
    for (const entry of entries) {
      if (entry.path.lastIndexOf(MODULES) === 0) add('', folderName(entry.path), entry);
    }
    return direct;
  }
  for (const { path } of entries) if (!isInstalled(path)) direct.set(path, new Map());
  for (const { importer, name, node } of roots) add(importer, name, entries[node]);
  return direct;
}

const MODULES = 'node_modules/';
