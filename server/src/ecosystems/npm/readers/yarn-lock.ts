import type { LockGraph, LockNode, LockRoot } from '../../../model/lock-graph.ts';
import { LARGEST_LOCKFILE, type Reader } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { saidOfClient } from '../syntax/client-around.ts';
import { lockReference } from '../syntax/lock-entry.ts';
import { type LockedDirect, lockedStatement } from '../syntax/locked-direct.ts';
import { readYarnLock, type YarnEntry, type YarnLock } from '../syntax/yarn-lock.ts';
import { berryRelease, firstRelease, insideOfPatch, nameOfPattern, workspaceOf } from '../syntax/yarn-release.ts';

/** Yarn's lockfile: of version 1, and of the later ones, which write another one under the same name. */
export const yarnLock: Reader = {
  id: 'yarn-lock',
  files: ['yarn.lock'],
  languages: [],
  speaks: 'below',
  largest: LARGEST_LOCKFILE,
  unread: [saidOfClient({ is: 'shows', client: 'yarn1' })],
  read(text) {
    const lock = readYarnLock(text);
    const { needs, unwanted, isLeftOut, takenBy } = resolved(lock);
    const nodes: LockNode[] = [];
    const references = lock.entries.map((entry, i): Reference => {
      const release = lock.isBerry ? berryRelease(entry) : firstRelease(entry);
      const { name, version } = release;
      const its = needs[i] ?? NOTHING;
      nodes.push(
        version === undefined ? { name, reference: i, needs: its } : { name, version, reference: i, needs: its },
      );
      return lockReference({ ...release, span: entry.span, optional: isLeftOut(i) });
    });
    const roots = lock.isBerry ? rootsOf(lock, takenBy) : unwanted;
    const graph: LockGraph = { nodes, roots };
    // A lockfile that is written for the first time, or by hand, has nothing in it and may be of any.
    const client = lock.isBerry ? 'yarn' : 'yarn1';
    const statements: Statement[] = [saidOfClient({ is: 'shows', client })];
    if (!isConflicted(text) && lock.entries.length > 0) {
      statements.push(...(lock.isBerry ? workspacesOf(lock, takenBy, nodes) : [bySpec(lock, nodes)]));
    }
    return { references, ignores: [], statements, graph };
  },
};

/** The place of what is taken for a name and the text behind it. */
type TakenBy = (name: string, spec: string) => number | undefined;

function resolved({ isBerry, entries }: YarnLock) {
  const places = new Map<string, Place>();
  const byName = new Map<string, number | undefined>();
  for (const [i, { patterns }] of entries.entries()) {
    let last = '';
    for (const pattern of patterns) {
      places.set(pattern, { node: i, isWanted: false });
      // What lies beside a manifest is bound to it.
      const bound = isBerry ? pattern.indexOf('::') : -1;
      if (bound > 0 && !places.has(pattern.slice(0, bound))) {
        places.set(pattern.slice(0, bound), { node: i, isWanted: true });
      }
      const name = nameOfPattern(pattern);
      if (name !== last) byName.set(name, !byName.has(name) || byName.get(name) === i ? i : undefined);
      last = name;
    }
  }
  const takenBy: TakenBy = (name, spec) => {
    const place = places.get(`${name}@${isBerry && !PROTOCOL.test(spec) ? 'npm:' : ''}${spec}`);
    // Where something else says what is taken there is no such pattern; a single entry of the name is it.
    if (place === undefined) return byName.get(name);
    place.isWanted = true;
    return place.node;
  };
  const required = new Uint8Array(entries.length);
  const optional = new Uint8Array(entries.length);
  const needs = entries.map(({ wants, optional: canBeLeft, patterns }): readonly number[] => {
    const patched = isBerry ? insideOfPatch(patterns[0] ?? '') : undefined;
    if (wants.size === 0 && patched === undefined) return NOTHING;
    const its = new Set<number>();
    for (const [name, spec] of wants) {
      const found = takenBy(name, spec);
      if (found === undefined) continue;
      its.add(found);
      (canBeLeft?.has(name) === true ? optional : required)[found] = 1;
    }
    const inside = patched === undefined ? undefined : takenBy(...patched);
    if (inside !== undefined) its.add(inside);
    return [...its];
  });
  // Version 1 does not tell what manifests want; what no entry wants under a text, one of them does.
  const unwanted: LockRoot[] = [];
  if (!isBerry) {
    for (const [name, { node, isWanted }] of places) {
      if (isWanted) continue;
      unwanted.push({ importer: '', name, node });
      required[node] = 1;
    }
  }
  return { needs, unwanted, takenBy, isLeftOut: (node: number) => optional[node] === 1 && required[node] === 0 };
}

/** Where an entry stands that is wanted as something, and whether another entry wants it so. */
interface Place {
  readonly node: number;
  isWanted: boolean;
}

const NOTHING: readonly number[] = [];

/** What `YarnEntry.wants` has where somebody says whose it is. */
const PROTOCOL = /^[a-z][a-z+]*:|^git@/i;

function rootsOf({ entries }: YarnLock, takenBy: TakenBy): LockRoot[] {
  return entries.flatMap(entry => {
    const importer = workspaceOf(entry);
    if (importer === undefined) return [];
    return [...entry.wants].flatMap(([name, spec]): LockRoot[] => {
      const node = takenBy(name, spec);
      return node === undefined ? [] : [{ importer, name, node }];
    });
  });
}

function workspacesOf({ entries }: YarnLock, takenBy: TakenBy, nodes: readonly LockNode[]): Statement[] {
  return entries.flatMap(entry => {
    const importer = workspaceOf(entry);
    if (importer === undefined) return [];
    const its = new Map<string, LockedDirect>();
    for (const [name, spec] of entry.wants) {
      const node = takenBy(name, spec);
      const version = node === undefined ? undefined : versionOf(entries[node], nodes[node]);
      its.set(name, { ...(version === undefined ? {} : { version }), specs: [spec] });
    }
    return [lockedStatement({ client: 'yarn', importer, entries: its, holdsAll: true })];
  });
}

function bySpec({ entries }: YarnLock, nodes: readonly LockNode[]): Statement {
  const its = new Map<string, LockedDirect>();
  for (const [i, { patterns }] of entries.entries()) {
    const version = nodes[i]?.version;
    for (const pattern of patterns) its.set(pattern, version === undefined ? {} : { version });
  }
  return lockedStatement({ client: 'yarn1', importer: '', entries: its, keyed: 'by-spec', holdsAll: true });
}

/** What the workspace makes has a version that stands for none. */
function versionOf(entry: YarnEntry | undefined, node: LockNode | undefined): string | undefined {
  return entry === undefined || workspaceOf(entry) !== undefined ? undefined : node?.version;
}
