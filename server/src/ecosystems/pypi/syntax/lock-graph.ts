import type { LockGraph, LockNode, LockRoot } from '../../../model/lock-graph.ts';
import { mapInSteps } from '../../../syntax/at-once.ts';
import { canonicalName } from '../names.ts';
import type { LockedNeed, LockedPackage } from './locked-package.ts';

/** Whom a lockfile is for. */
export interface Importer {
  /** As in `LockRoot`. */
  readonly importer: string;
  readonly wants: readonly LockedNeed[];
}

/**
 * Who brings what in. The places of the packages are those of their references.
 *
 * @param importers absent where the file does not tell: then whatever nothing else wants is wanted by its own folder
 */
export function* lockGraphOf(
  packages: readonly LockedPackage[],
  importers: readonly Importer[] | undefined,
): Generator<void, LockGraph> {
  const byName = new Map<string, number[]>();
  const names = yield* mapInSteps(packages, ({ name }) => canonicalName(name));
  yield;
  for (const [i, name] of names.entries()) {
    const those = byName.get(name);
    if (those === undefined) byName.set(name, [i]);
    else those.push(i);
  }
  const meant = (need: LockedNeed) => placesOf(need, byName.get(canonicalName(need.name)) ?? NOWHERE, packages);
  const direct = importers?.flatMap(({ importer, wants }) => rootsOf(importer, wants, meant));
  const wanted = new Uint8Array(packages.length);
  for (const { node } of direct ?? []) wanted[node] = 1;
  // Who was the last to need each: so all is there once, whatever a text repeats.
  const neededBy = new Int32Array(packages.length).fill(-1);
  const add = (to: number[], places: readonly number[], by: number) => {
    for (const place of places) {
      if (place === by || neededBy[place] === by) continue;
      neededBy[place] = by;
      to.push(place);
    }
  };
  const needs = yield* mapInSteps(packages, (each, i) => {
    const its: number[] = [];
    for (const need of each.needs) if (need.isOptional !== true) add(its, meant(need), i);
    for (const place of its) wanted[place] = 1;
    return its;
  });
  yield;
  // What only an extra wants, and nothing else here, is here because somebody asked for the extra.
  for (const [i, each] of packages.entries()) {
    for (const need of each.needs) {
      if (need.isOptional !== true) continue;
      add(
        needs[i] ?? [],
        meant(need).filter(place => wanted[place] === 0),
        i,
      );
    }
  }
  const nodes = yield* mapInSteps(packages, ({ version }, i): LockNode => {
    const [name = '', its = NOWHERE] = [names[i], needs[i]];
    return version === undefined ? { name, reference: i, needs: its } : { name, version, reference: i, needs: its };
  });
  yield;
  return { nodes, roots: direct ?? neededByNone(nodes) };
}

const NOWHERE: readonly number[] = [];

function neededByNone(nodes: readonly LockNode[]): LockRoot[] {
  const needed = new Uint8Array(nodes.length);
  for (const { needs } of nodes) for (const need of needs) needed[need] = 1;
  return nodes.flatMap(({ name }, node): LockRoot[] => (needed[node] === 1 ? [] : [{ importer: '', name, node }]));
}

function rootsOf(importer: string, wants: readonly LockedNeed[], meant: (need: LockedNeed) => readonly number[]) {
  const seen = new Set<string>();
  return wants.flatMap(want =>
    meant(want).flatMap((node): LockRoot[] => {
      const name = canonicalName(want.name);
      const key = `${name} ${node}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ importer, name, node }];
    }),
  );
}

/** Of several versions those that may be meant; all, where it cannot be told which. */
function placesOf(
  { version, allows }: LockedNeed,
  places: readonly number[],
  packages: readonly LockedPackage[],
): readonly number[] {
  if (places.length < 2) return places;
  const some = places.slice(0, MOST_VERSIONS);
  const versionAt = (place: number) => packages[place]?.version ?? '';
  const fitting = some.filter(place =>
    version === undefined ? allows === undefined || allows(versionAt(place)) : versionAt(place) === version,
  );
  return fitting.length > 0 ? fitting : some;
}

// Forks by markers make some; more than people have. All that want a package have a look at each.
const MOST_VERSIONS = 20;
