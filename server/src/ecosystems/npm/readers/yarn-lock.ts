import type { LockGraph, LockNode, LockRoot } from '../../../model/lock-graph.ts';
import { LARGEST_LOCKFILE, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reading, Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { atOnce, mapInSteps } from '../../../syntax/at-once.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { saidOfClient } from '../syntax/client-around.ts';
import { lockReferences } from '../syntax/lock-entry.ts';
import { placesOf } from '../syntax/lock-needs.ts';
import { furtherRoots } from '../syntax/lock-roots.ts';
import { type LockedDirect, lockedStatement } from '../syntax/locked-direct.ts';
import { overriddenNames } from '../syntax/overridden.ts';
import { recordedPlaces, unusualHost } from '../syntax/recorded-address.ts';
import { readYarnLock, type YarnEntry, type YarnLock } from '../syntax/yarn-lock.ts';
import { type TakenBy, yarnPatterns } from '../syntax/yarn-patterns.ts';
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
  const { needs, roots, isLeftOut, takenBy } = yield* resolved(lock, () => new Set(overriddenNames(told)));
  const nodes: LockNode[] = [];
  const referenceOf = lockReferences();
  const references = yield* mapInSteps(lock.entries, (entry, i): Reference => {
    const release = lock.isBerry ? berryRelease(entry) : firstRelease(entry);
    const { name, version } = release;
    const its = needs[i] ?? NOTHING;
    nodes.push(
      version === undefined ? { name, reference: i, needs: its } : { name, version, reference: i, needs: its },
    );
    return referenceOf(entry.span, release, isLeftOut(i));
  });
  yield;
  const graph: LockGraph = { nodes, roots };
  // A lockfile that is written for the first time, or by hand, has nothing in it and may be of any.
  const client = lock.isBerry ? 'yarn' : 'yarn1';
  const statements: Statement[] = [saidOfClient({ is: 'shows', client })];
  if (!isConflicted(text) && lock.entries.length > 0) {
    statements.push(...(lock.isBerry ? workspacesOf(lock, takenBy, nodes) : [bySpec(lock, nodes)]));
  }
  return { references, ignores: [], statements, graph };
}

function* resolved(lock: YarnLock, overridden: () => ReadonlySet<string>) {
  const { isBerry, entries } = lock;
  const { takenBy, unasked } = yarnPatterns(lock);
  yield;
  const required = new Uint8Array(entries.length);
  const optional = new Uint8Array(entries.length);
  const needs = yield* mapInSteps(entries, ({ patterns }, i): readonly number[] => {
    const { wants, optional: canBeLeft } = lock.wantsOf(i);
    const its = placesOf(wants, (name, spec) => {
      const found = takenBy(name, spec);
      if (found !== undefined) (canBeLeft?.has(name) === true ? optional : required)[found] = 1;
      return found;
    });
    const patched = isBerry ? insideOfPatch(patterns[0] ?? '') : undefined;
    const inside = patched === undefined ? undefined : takenBy(...patched);
    return inside === undefined || its.includes(inside) ? its : [...its, inside];
  });
  yield;
  const roots = isBerry ? rootsOf(lock, takenBy) : unwanted();
  return { needs, roots, takenBy, isLeftOut: (node: number) => optional[node] === 1 && required[node] === 0 };

  /** Version 1 does not tell what manifests want; what no entry wants under a text, one of them does. */
  function unwanted(): LockRoot[] {
    // What overrides say is an entry's as well, and no manifest's.
    const said = overridden();
    const found: LockRoot[] = [];
    for (const [name, node] of unasked()) {
      if (said.has(nameOfPattern(name))) continue;
      found.push({ importer: '', name, node });
      required[node] = 1;
    }
    const known = found.map(({ node }) => node);
    for (const node of furtherRoots(needs, known, () => true)) {
      found.push({ importer: '', name: entries[node]?.patterns[0] ?? '', node });
    }
    return found;
  }
}

const NOTHING: readonly number[] = [];

function rootsOf({ entries, wantsOf }: YarnLock, takenBy: TakenBy): LockRoot[] {
  return entries.flatMap((entry, i) => {
    const importer = workspaceOf(entry);
    if (importer === undefined) return [];
    return pairsOf(wantsOf(i).wants).flatMap(([name, spec]): LockRoot[] => {
      const node = takenBy(name, spec);
      return node === undefined ? [] : [{ importer, name, node }];
    });
  });
}

function workspacesOf({ entries, wantsOf }: YarnLock, takenBy: TakenBy, nodes: readonly LockNode[]): Statement[] {
  return entries.flatMap((entry, i) => {
    const importer = workspaceOf(entry);
    if (importer === undefined) return [];
    const its = new Map<string, LockedDirect>();
    for (const [name, spec] of pairsOf(wantsOf(i).wants)) {
      const node = takenBy(name, spec);
      const version = node === undefined ? undefined : versionOf(entries[node], nodes[node]);
      its.set(name, { ...(version === undefined ? {} : { version }), specs: [spec] });
    }
    return [lockedStatement({ client: 'yarn', importer, entries: its, holdsAll: true })];
  });
}

function bySpec({ entries }: YarnLock, nodes: readonly LockNode[]): Statement {
  const placeOf = recordedPlaces();
  function* all(): Generator<readonly [string, LockedDirect]> {
    for (const [i, { patterns, resolved }] of entries.entries()) {
      const version = nodes[i]?.version;
      const direct: LockedDirect = version === undefined ? {} : { version, host: unusualHost(resolved, placeOf) };
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
