import type { LockGraph, LockNode, LockRoot } from '../../../model/lock-graph.ts';
import { mapInSteps } from '../../../syntax/at-once.ts';
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
export function* lockedNeeds(entries: readonly CargoLockEntry[]): Generator<void, LockedNeeds> {
  const first = new Map<string, number>();
  const several = new Map<string, number[]>();
  for (const [place, { name }] of entries.entries()) {
    const known = first.get(name);
    if (known === undefined) first.set(name, place);
    else if (several.get(name)?.push(place) === undefined) several.set(name, [known, place]);
  }
  const namesakes = new Map<string, Namesake>();
  for (const [name, places] of several) addNamesakes(name, places, entries, namesakes);

  function meantBy(text: string): number | undefined {
    const blank = text.indexOf(' ');
    const name = blank < 0 ? text : text.slice(0, blank);
    const only = first.get(name);
    if (only === undefined) return undefined;
    if (several.has(name)) return namesakes.get(withoutCommit(text))?.place;
    if (blank < 0) return only;
    const { version, source = '' } = entries[only] ?? {};
    const rest = withoutCommit(text.slice(blank + 1));
    return rest === version || rest === withoutCommit(`${version} (${source})`) ? only : undefined;
  }

  return {
    needs: yield* mapInSteps(entries, ({ dependencies, replace }) => {
      if (dependencies.length === 0 && replace === undefined) return NOTHING;
      const its: number[] = [];
      for (const text of replace === undefined ? dependencies : [replace]) {
        const place = meantBy(text);
        if (place !== undefined) its.push(place);
      }
      return its.length < 2 ? its : [...new Set(its)];
    }),
    nameOf(place) {
      const { name = '', version = '', source = '' } = entries[place] ?? {};
      if (!several.has(name)) return name;
      const text = `${name} ${version}`;
      return namesakes.get(text)?.count === 1 ? text : `${text} (${source})`;
    },
  };
}

const NOTHING: readonly number[] = [];

/** What a text of a dependency means, and how many entries it fits. */
interface Namesake {
  readonly place: number | undefined;
  readonly count: number;
}

/** All texts that may mean one of several entries of a name. */
function addNamesakes(
  name: string,
  places: readonly number[],
  entries: readonly CargoLockEntry[],
  to: Map<string, Namesake>,
): void {
  const byVersion = new Map<string, number[]>();
  for (const place of places) {
    const { version = '', source = '' } = entries[place] ?? {};
    const those = byVersion.get(version) ?? [];
    byVersion.set(version, those);
    those.push(place);
    const whole = withoutCommit(`${name} ${version} (${source})`);
    if (!to.has(whole)) to.set(whole, { place, count: 1 });
  }
  for (const [version, those] of byVersion) {
    // The workspace's own goes first: it has no source by which it could be told.
    const own = those.filter(place => entries[place]?.source === undefined);
    const among = own.length === 0 ? those : own;
    const meant = { place: among.length === 1 ? among[0] : undefined, count: those.length };
    to.set(`${name} ${version}`, meant);
    if (byVersion.size === 1) to.set(name, meant);
  }
}

/** Of what is in a git repository, only the entry itself tells the commit. */
function withoutCommit(text: string): string {
  const hash = text.indexOf('#');
  return hash < 0 ? text : `${text.slice(0, hash)})`;
}

/**
 * The graph of a lockfile. Its roots are what the workspace's own packages want, by the packages' names: it names no
 * folders, and no names that manifests give to crates.
 *
 * @param references for each entry the place of its reference, if it has one
 */
export function* lockGraph(
  entries: readonly CargoLockEntry[],
  references: readonly (number | undefined)[],
  { needs, nameOf }: LockedNeeds,
): Generator<void, LockGraph> {
  const roots: LockRoot[] = [];
  const nodes = yield* mapInSteps(entries, ({ name, version, source }, place): LockNode => {
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
