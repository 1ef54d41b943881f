import defaults from 'npm-registry-fetch/lib/default-opts.js';
import type { LockGraph, LockNode, LockRoot } from '../../../model/lock-graph.ts';
import { LARGEST_LOCKFILE, type Reader } from '../../../model/reader.ts';
import type { Reading, Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { atOnce } from '../../../syntax/at-once.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { saidOfClient } from '../syntax/client-around.ts';
import { folderName, installedFolders, isInstalled, isTop } from '../syntax/installed-folders.ts';
import { type LockReferenceOf, lockReferences } from '../syntax/lock-entry.ts';
import { placesOf } from '../syntax/lock-needs.ts';
import { furtherRoots } from '../syntax/lock-roots.ts';
import { type LockedDirect, lockedStatement, specsByName } from '../syntax/locked-direct.ts';
import { type PackageLock, readPackageLock } from '../syntax/package-lock.ts';
import { opaqueReason, type PackageLockEntry } from '../syntax/package-lock-entry.ts';
import { type PlaceOfAddress, recordedPlaces, unusualHost } from '../syntax/recorded-address.ts';

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
  readsTextAlone: true,
  read: text => atOnce(steps(text)),
  readInSteps: steps,
};

function* steps(text: string): Generator<void, Reading> {
  const lock = yield* readPackageLock(text);
  const { references, graph, direct } = yield* resolved(lock);
  const statements: Statement[] = [saidOfClient({ is: 'shows', client: 'npm' })];
  // What a text in conflict holds is nobody's to be judged by.
  if (!isConflicted(text)) {
    for (const [importer, its] of direct) {
      statements.push(
        lockedStatement({ client: 'npm', importer, entries: its, holdsAll: !lock.isOld && lock.isBroken !== true }),
      );
    }
  }
  return { references, ignores: [], statements, graph };
}

interface Resolved extends Pick<Reading, 'references'> {
  readonly references: readonly Reference[];
  readonly graph: LockGraph;
  readonly direct: ReadonlyMap<string, ReadonlyMap<string, LockedDirect>>;
}

/** Finds what each entry takes for what it wants. */
function* resolved({ entries, isOld }: PackageLock): Generator<void, Resolved> {
  const folders = yield* installedFolders(entries.map(({ path }) => path));
  const specs: (string | undefined)[] = [];
  const roots: LockRoot[] = [];
  const needs: (readonly number[])[] = [];
  /** The workspace's own. */
  const own: PackageLockEntry[] = [];
  for (const [i, entry] of entries.entries()) {
    if (i % A_STEP === 0) yield;
    const { path, wants, wantsToo } = entry;
    if (!isInstalled(path)) own.push(entry);
    needs.push(needsOf(path, wants, wantsToo));
  }
  function needsOf(path: string, wants: readonly string[], wantsToo: readonly string[]): readonly number[] {
    const isOwn = !isInstalled(path);
    if (wants.length + (isOwn ? wantsToo.length : 0) === 0) return NOTHING;
    const takenBy = folders.around(path);
    const all = isOwn && wantsToo.length > 0 ? [...wants, ...wantsToo] : wants;
    const its = placesOf(all, (name, spec) => {
      const found = takenBy(name);
      if (found !== undefined && spec.startsWith('http')) specs[found] = spec;
      return found;
    });
    if (isOwn && !isOld) {
      for (const node of its) roots.push({ importer: path, name: folderName(entries[node]?.path ?? ''), node });
    }
    return its;
  }
  yield;
  const references: Reference[] = [];
  const referenceOf = lockReferences();
  const nodeOf = (entry: PackageLockEntry, i: number): LockNode => {
    const { isLink, path } = entry;
    const release = releaseOf(entry);
    // A link stands for the folder that it leads to.
    const target = isLink ? folders.at(entry.resolved ?? '') : undefined;
    const its = needs[target ?? i] ?? NOTHING;
    if (!isInstalled(path)) return { ...release, needs: its };
    references.push(referenceTo(entry, release, specs[i], referenceOf));
    const { name, version } = release;
    const reference = references.length - 1;
    // Written out, because there are ten thousand of them, and what is spread takes twice the room.
    return version === undefined ? { name, reference, needs: its } : { name, version, reference, needs: its };
  };
  const nodes: LockNode[] = [];
  for (const [i, entry] of entries.entries()) {
    if (i % A_STEP === 0) yield;
    nodes.push(nodeOf(entry, i));
  }
  const graph = { nodes, roots: isOld ? unwantedTop(entries, needs) : roots };
  yield;
  return { references, graph, direct: directOf(entries, isOld ? undefined : own, graph.roots) };
}

const NOTHING: readonly number[] = [];
/** So many entries are a fraction of a millisecond's work. */
const A_STEP = 100;

function referenceTo(
  entry: PackageLockEntry,
  { name, version }: Release,
  spec: string | undefined,
  referenceOf: LockReferenceOf,
): Reference {
  const { span, integrity = '', resolved, isOptional } = entry;
  const from = resolved?.startsWith(OVER_HTTP) === true ? resolved.replace('http:', 'https:') : resolved;
  return referenceOf(span, { name, version, opaque: opaqueReason(entry, spec), integrity, from }, isOptional);
}

/**
 * Early lockfiles have the default registry's address so, which npm takes for whatever registry is configured
 * (Arborist, lib/arborist/reify.js): nothing comes by plain http for it.
 */
const OVER_HTTP = `http://${new URL(defaults.registry).host}/`;

interface Release {
  readonly name: string;
  readonly version?: string;
}

/** Of an alias its target, which version 1 writes in place of the version. */
function releaseOf({ path, name = folderName(path), version }: PackageLockEntry): Release {
  if (version === undefined) return { name };
  const alias = version.startsWith('npm:') ? /^npm:((?:@[^/]+\/)?[^@]+)@(.+)$/.exec(version) : null;
  return { name: alias?.[1] ?? name, version: alias?.[2] ?? version };
}

/** Version 1 does not tell what the manifest wants. */
function unwantedTop(entries: readonly PackageLockEntry[], needs: readonly (readonly number[])[]): LockRoot[] {
  const wanted = new Uint8Array(entries.length);
  for (const its of needs) for (const need of its) wanted[need] = 1;
  const pathOf = (node: number) => entries[node]?.path ?? '';
  const roots = [...entries.keys()].filter(node => wanted[node] === 0 && isTop(pathOf(node)));
  return [...roots, ...furtherRoots(needs, roots, node => isTop(pathOf(node)))].map(node => {
    return { importer: '', name: folderName(pathOf(node)), node };
  });
}

/** @param own the workspace's own; absent of version 1, which has none */
function directOf(
  entries: readonly PackageLockEntry[],
  own: readonly PackageLockEntry[] | undefined,
  roots: readonly LockRoot[],
): ReadonlyMap<string, ReadonlyMap<string, LockedDirect>> {
  const direct = new Map<string, Map<string, LockedDirect>>();
  const placeOf = recordedPlaces();
  if (own === undefined) {
    const top = entries.filter(({ path }) => isTop(path));
    return direct.set('', new Map(top.map(entry => [folderName(entry.path), heldBy(entry, placeOf)])));
  }
  for (const { path, wants, wantsToo } of own) {
    const its = Array.from(specsByName([...wants, ...wantsToo]), ([name, specs]) => [name, { specs }] as const);
    direct.set(path, new Map(its));
  }
  for (const { importer, name, node } of roots) {
    const its = direct.get(importer);
    its?.set(name, { ...its.get(name), ...heldBy(entries[node], placeOf) });
  }
  return direct;
}

/** Of an alias its target's version; nothing of a link, which has none. */
function heldBy(entry: PackageLockEntry | undefined, placeOf: PlaceOfAddress): LockedDirect {
  const version = entry === undefined ? undefined : releaseOf(entry).version;
  return version === undefined ? {} : { version, host: unusualHost(entry?.resolved, placeOf) };
}
