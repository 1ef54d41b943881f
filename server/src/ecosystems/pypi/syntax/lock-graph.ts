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
  /** The place of a package, or those of its versions, where there are several. */
  const byName = new Map<string, number | number[]>();
  const names = yield* mapInSteps(packages, ({ name }) => canonicalName(name));
  yield;
  for (const [i, name] of names.entries()) {
    const those = byName.get(name);
    if (those === undefined) byName.set(name, i);
    else if (typeof those === 'number') byName.set(name, [those, i]);
    else those.push(i);
  }
  const meant = (need: LockedNeed) => {
    const those = byName.get(canonicalName(need.name)) ?? NOWHERE;
    return typeof those === 'number' ? those : placesOf(need, those, packages);
  };
  const direct = importers?.flatMap(({ importer, wants }) => rootsOf(importer, wants, need => listOf(meant(need))));
  const wanted = new Uint8Array(packages.length);
  for (const { node } of direct ?? []) wanted[node] = 1;
  // Who was the last to need each: so all is there once, whatever a text repeats.
  const neededBy = new Int32Array(packages.length).fill(-1);
  const add = (to: number[], place: number, by: number) => {
    if (place === by || neededBy[place] === by) return;
    neededBy[place] = by;
    to.push(place);
  };
  const needs = yield* mapInSteps(packages, (each, i): readonly number[] => {
    const its: number[] = [];
    for (const need of each.needs) {
      if (need.isOptional === true) continue;
      const places = meant(need);
      if (typeof places === 'number') add(its, places, i);
      else for (const place of places) add(its, place, i);
    }
    for (const place of its) wanted[place] = 1;
    // What grew has room for more, and is kept.
    return its.slice();
  });
  yield;
  // What only an extra wants, and nothing else here, is here because somebody asked for the extra.
  for (const [i, each] of packages.entries()) {
    const optional = each.needs.filter(({ isOptional }) => isOptional === true);
    if (optional.length === 0) continue;
    const its = [...(needs[i] ?? NOWHERE)];
    for (const place of optional.flatMap(meant)) if (wanted[place] === 0) add(its, place, i);
    needs[i] = its;
  }
  const nodes = yield* mapInSteps(packages, ({ version }, i): LockNode => {
    const [name = '', its = NOWHERE] = [names[i], needs[i]];
    return version === undefined ? { name, reference: i, needs: its } : { name, version, reference: i, needs: its };
  });
  yield;
  return { nodes, roots: direct ?? neededByNone(nodes) };
}

const NOWHERE: readonly number[] = [];

function listOf(places: number | readonly number[]): readonly number[] {
  return typeof places === 'number' ? [places] : places;
}

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
  const some = places.slice(0, MOST_VERSIONS);
  const versionAt = (place: number) => packages[place]?.version ?? '';
  const fitting = some.filter(place =>
    version === undefined ? allows === undefined || allows(versionAt(place)) : versionAt(place) === version,
  );
  return fitting.length > 0 ? fitting : some;
}

// Forks by markers make some; more than people have. All that want a package have a look at each.
const MOST_VERSIONS = 20;
