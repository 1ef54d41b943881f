import type { LockGraph, LockNode, LockRoot } from '../../../model/lock-graph.ts';
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
export function lockGraphOf(packages: readonly LockedPackage[], importers: readonly Importer[] | undefined): LockGraph {
  const byName = new Map<string, number[]>();
  const names = packages.map(({ name }) => canonicalName(name));
  for (const [i, name] of names.entries()) {
    const those = byName.get(name);
    if (those === undefined) byName.set(name, [i]);
    else those.push(i);
  }
  const meant = (need: LockedNeed) => placesOf(need, byName.get(canonicalName(need.name)) ?? [], packages);
  const needs = packages.map(each => new Set(each.needs.filter(isWanted).flatMap(meant)));
  const wanted = new Set(needs.flatMap(its => [...its]));
  const direct = importers?.flatMap(({ importer, wants }) => rootsOf(importer, wants, meant));
  for (const { node } of direct ?? []) wanted.add(node);
  // What only an extra wants, and nothing else here, is here because somebody asked for the extra.
  for (const [i, each] of packages.entries()) {
    for (const need of each.needs) {
      if (need.isOptional !== true) continue;
      for (const place of meant(need)) if (!wanted.has(place)) needs[i]?.add(place);
    }
  }
  const nodes = packages.map(({ version }, i): LockNode => {
    const its = needs[i] ?? new Set();
    its.delete(i);
    return {
      name: names[i] ?? '',
      ...(version === undefined ? {} : { version }),
      reference: i,
      needs: [...its],
    };
  });
  const all = new Set(nodes.flatMap(node => node.needs));
  const roots =
    direct ?? nodes.flatMap(({ name }, node): LockRoot[] => (all.has(node) ? [] : [{ importer: '', name, node }]));
  return { nodes, roots };
}

function isWanted({ isOptional }: LockedNeed): boolean {
  return isOptional !== true;
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
