import type { LockGraph, LockNode, LockRoot } from '../../../model/lock-graph.ts';
import type { CargoLockEntry } from './cargo-lock-entry.ts';

/** What a lockfile's packages need, each by its place among the entries. */
export interface LockedNeeds {
  /** For each entry the places of those that it depends on, each once. */
  readonly needs: readonly (readonly number[])[];
  /** The text by which the lockfile tells an entry from the others of its name: the name alone where it is the only. */
  nameOf(place: number): string;
}

/**
 * Finds the entries that others depend on, as cargo does (src/cargo/core/resolver/encode.rs, `EncodableResolve`,
 * `into_resolve`): by name, where there are several of it by version, and by source. What is told by nothing of them is
 * left out, as cargo leaves it out, which takes the file for badly merged then.
 */
export function lockedNeeds(entries: readonly CargoLockEntry[]): LockedNeeds {
  const places = new Map<string, number[]>();
  for (const [place, { name }] of entries.entries()) {
    const those = places.get(name);
    if (those === undefined) places.set(name, [place]);
    else those.push(place);
  }
  const known = new Map<string, number | undefined>();
  const needs = entries.map(({ dependencies, replace }) => {
    const its = new Set<number>();
    for (const text of replace === undefined ? dependencies : [replace]) {
      if (!known.has(text)) known.set(text, meantBy(text, places, entries));
      const place = known.get(text);
      if (place !== undefined) its.add(place);
    }
    return [...its];
  });
  const versions = new Map<string, number>();
  for (const { name, version } of entries) {
    const key = `${name} ${version}`;
    versions.set(key, (versions.get(key) ?? 0) + 1);
  }
  return {
    needs,
    nameOf(place) {
      const { name = '', version = '', source = '' } = entries[place] ?? {};
      if (places.get(name)?.length === 1) return name;
      const text = `${name} ${version}`;
      return versions.get(text) === 1 ? text : `${text} (${source})`;
    },
  };
}

/**
 * The graph of a lockfile. Its roots are what the workspace's own packages want, by the packages' names: it names no
 * folders, and no names that manifests give to crates.
 *
 * @param references for each entry the place of its reference, if it has one
 */
export function lockGraph(
  entries: readonly CargoLockEntry[],
  references: readonly (number | undefined)[],
  { needs, nameOf }: LockedNeeds,
): LockGraph {
  const roots: LockRoot[] = [];
  const nodes = entries.map(({ name, version, source }, place): LockNode => {
    const reference = references[place];
    const its = needs[place] ?? [];
    if (source === undefined) {
      for (const node of its) {
        // What it takes of the workspace itself has a manifest of its own.
        if (entries[node]?.source !== undefined) roots.push({ importer: name, name: nameOf(node), node });
      }
    }
    return { name, version, ...(reference === undefined ? {} : { reference }), needs: its };
  });
  return { nodes, roots };
}

function meantBy(
  text: string,
  places: ReadonlyMap<string, readonly number[]>,
  entries: readonly CargoLockEntry[],
): number | undefined {
  const [, name = '', version, source] = /^(\S+)(?: (\S+)(?: \((.*)\))?)?$/.exec(text) ?? [];
  const named = places.get(name) ?? [];
  if (version === undefined) {
    // Of one version there may be several sources.
    const [first] = named;
    const isOneVersion = named.every(place => entries[place]?.version === entries[first ?? 0]?.version);
    return isOneVersion ? onlyOf(named, entries) : undefined;
  }
  const versioned = named.filter(place => entries[place]?.version === version);
  if (source === undefined) return onlyOf(versioned, entries);
  // Which commit it is, only the entry tells.
  const wanted = withoutCommit(source);
  return versioned.find(place => withoutCommit(entries[place]?.source ?? '') === wanted);
}

/** The workspace's own goes first: it has no source by which it could be told. */
function onlyOf(places: readonly number[], entries: readonly CargoLockEntry[]): number | undefined {
  const own = places.filter(place => entries[place]?.source === undefined);
  const among = own.length === 0 ? places : own;
  return among.length === 1 ? among[0] : undefined;
}

function withoutCommit(source: string): string {
  const hash = source.indexOf('#');
  return hash < 0 ? source : source.slice(0, hash);
}
