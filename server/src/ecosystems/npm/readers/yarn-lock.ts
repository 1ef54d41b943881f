import type { LockGraph, LockNode, LockRoot } from '../../../model/lock-graph.ts';
import { LARGEST_LOCKFILE, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reading, Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { atOnce } from '../../../syntax/at-once.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { saidOfClient } from '../syntax/client-around.ts';
import { lockReference, unusualHost } from '../syntax/lock-entry.ts';
import { placesOf } from '../syntax/lock-needs.ts';
import { furtherRoots } from '../syntax/lock-roots.ts';
import { type LockedDirect, lockedStatement } from '../syntax/locked-direct.ts';
import { overriddenNames } from '../syntax/overridden.ts';
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
  read: (text, file, around) => atOnce(steps(text, file, around)),
  readInSteps: steps,
};

function* steps(text: string, _file: string, { told } = NOTHING_AROUND): Generator<void, Reading> {
  const lock = yield* readYarnLock(text);
  yield;
  const { needs, unwanted, isLeftOut, takenBy } = resolved(lock, () => new Set(overriddenNames(told)));
  yield;
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
  yield;
  const roots = lock.isBerry ? rootsOf(lock, takenBy) : unwanted;
  const graph: LockGraph = { nodes, roots };
  // A lockfile that is written for the first time, or by hand, has nothing in it and may be of any.
  const client = lock.isBerry ? 'yarn' : 'yarn1';
  const statements: Statement[] = [saidOfClient({ is: 'shows', client })];
  if (!isConflicted(text) && lock.entries.length > 0) {
    statements.push(...(lock.isBerry ? workspacesOf(lock, takenBy, nodes) : [bySpec(lock, nodes)]));
  }
  return { references, ignores: [], statements, graph };
}

/** The place of what is taken for a name and the text behind it. */
type TakenBy = (name: string, spec: string) => number | undefined;

function resolved({ isBerry, entries }: YarnLock, overridden: () => ReadonlySet<string>) {
  const places = new Map<string, number>();
  /** Of each pattern the entry, and whether another one wants it so. */
  const nodes: number[] = [];
  const isWanted: boolean[] = [];
  const byName = new Map<string, number>();
  for (const [i, { patterns }] of entries.entries()) {
    let last = '';
    for (const pattern of patterns) {
      places.set(pattern, nodes.length);
      nodes.push(i);
      isWanted.push(false);
      // What lies beside a manifest is bound to it.
      const bound = isBerry ? pattern.indexOf('::') : -1;
      if (bound > 0 && !places.has(pattern.slice(0, bound))) places.set(pattern.slice(0, bound), nodes.length - 1);
      const name = nameOfPattern(pattern);
      if (name === last) continue;
      last = name;
      const other = byName.get(name);
      byName.set(name, other === undefined || other === i ? i : SEVERAL);
    }
  }
  const takenBy: TakenBy = (name, spec) => {
    const place = places.get(isBerry && !PROTOCOL.test(spec) ? `${name}@npm:${spec}` : `${name}@${spec}`);
    if (place !== undefined) {
      isWanted[place] = true;
      return nodes[place];
    }
    // Where something else says what is taken there is no such pattern; a single entry of the name is it.
    const only = byName.get(name) ?? SEVERAL;
    return only === SEVERAL ? undefined : only;
  };
  const required = new Uint8Array(entries.length);
  const optional = new Uint8Array(entries.length);
  const needs = entries.map(({ wants, optional: canBeLeft, patterns }): readonly number[] => {
    const its = placesOf(wants, (name, spec) => {
      const found = takenBy(name, spec);
      if (found !== undefined) (canBeLeft?.has(name) === true ? optional : required)[found] = 1;
      return found;
    });
    const patched = isBerry ? insideOfPatch(patterns[0] ?? '') : undefined;
    const inside = patched === undefined ? undefined : takenBy(...patched);
    return inside === undefined || its.includes(inside) ? its : [...its, inside];
  });
  // Version 1 does not tell what manifests want; what no entry wants under a text, one of them does.
  const unwanted: LockRoot[] = [];
  if (!isBerry) {
    // What overrides say is an entry's as well, and no manifest's.
    const said = overridden();
    for (const [name, place] of places) {
      const node = nodes[place] ?? 0;
      if (isWanted[place] === true || said.has(nameOfPattern(name))) continue;
      unwanted.push({ importer: '', name, node });
      required[node] = 1;
    }
    const known = unwanted.map(({ node }) => node);
    for (const node of furtherRoots(needs, known, () => true)) {
      unwanted.push({ importer: '', name: entries[node]?.patterns[0] ?? '', node });
    }
  }
  return { needs, unwanted, takenBy, isLeftOut: (node: number) => optional[node] === 1 && required[node] === 0 };
}

/** In place of an entry, where there are several of a name. */
const SEVERAL = -1;
const NOTHING: readonly number[] = [];

/** What `YarnEntry.wants` has where somebody says whose it is. */
const PROTOCOL = /^[a-z][a-z+]*:|^git@/i;

function rootsOf({ entries }: YarnLock, takenBy: TakenBy): LockRoot[] {
  return entries.flatMap(entry => {
    const importer = workspaceOf(entry);
    if (importer === undefined) return [];
    return pairsOf(entry.wants).flatMap(([name, spec]): LockRoot[] => {
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
    for (const [name, spec] of pairsOf(entry.wants)) {
      const node = takenBy(name, spec);
      const version = node === undefined ? undefined : versionOf(entries[node], nodes[node]);
      its.set(name, { ...(version === undefined ? {} : { version }), specs: [spec] });
    }
    return [lockedStatement({ client: 'yarn', importer, entries: its, holdsAll: true })];
  });
}

function bySpec({ entries }: YarnLock, nodes: readonly LockNode[]): Statement {
  function* all(): Generator<readonly [string, LockedDirect]> {
    for (const [i, { patterns, resolved }] of entries.entries()) {
      const version = nodes[i]?.version;
      const direct: LockedDirect = version === undefined ? {} : { version, host: unusualHost(resolved) };
      for (const pattern of patterns) yield [pattern, direct];
    }
  }
  return lockedStatement({ client: 'yarn1', importer: '', entries: all(), keyed: 'by-spec', holdsAll: true });
}

function pairsOf(wants: readonly string[]): readonly (readonly [string, string])[] {
  return Array.from({ length: wants.length / 2 }, (_, i) => [wants[2 * i] ?? '', wants[2 * i + 1] ?? '']);
}

/** What the workspace makes has a version that stands for none. */
function versionOf(entry: YarnEntry | undefined, node: LockNode | undefined): string | undefined {
  return entry === undefined || workspaceOf(entry) !== undefined ? undefined : node?.version;
}
