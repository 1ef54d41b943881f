import type { PlacedStatement, Statement, Told } from '../../../model/statement.ts';
import type { CargoLockEntry } from './cargo-lock-entry.ts';
import type { LockedNeeds } from './lock-graph.ts';
import type { LockSource } from './lock-source.ts';

/** One release that a lockfile holds, as manifests are told of it. */
export interface LockedCrate {
  readonly version: string;
  /** The address of its registry, empty for crates.io; `undefined` where it is of none. */
  readonly registry: string | undefined;
  /** Those of the workspace's own packages that take it. */
  readonly takers: readonly string[];
  /** As in `LockRoot.name`; empty: its name. */
  readonly by: string;
}

/**
 * What a `Cargo.lock` says to the manifests below it: of each crate the releases that it holds, and who of the
 * workspace's own packages takes which. Those that only other crates want are told as well, all in one: what a manifest
 * comes to want, cargo takes from there too. And which packages are its own.
 */
export function* lockStatements(
  entries: readonly CargoLockEntry[],
  { needs, nameOf }: LockedNeeds,
  sourceOf: (source: string) => LockSource,
): Generator<void, Statement[]> {
  const takers = new Map<number, string[]>();
  const own: string[] = [];
  for (const [place, { name, source }] of entries.entries()) {
    if (source !== undefined) continue;
    own.push(name);
    for (const need of needs[place] ?? []) {
      const its = takers.get(need);
      if (its === undefined) takers.set(need, [name]);
      else if (its.length < MOST_TAKERS) its.push(name);
    }
  }
  const taken = new Map<string, string[]>();
  for (const place of takers.keys()) taken.set(entries[place]?.name ?? '', []);
  const others: string[] = [];
  for (const [place, { name, version, source }] of entries.entries()) {
    if (place % A_STEP === 0) yield;
    const by = nameOf(place);
    const registry = source === undefined ? NO_REGISTRY : (registryOf(sourceOf(source)) ?? NO_REGISTRY);
    const told = toldText(version, registry, by === name ? '' : by, takers.get(place));
    const its = taken.get(name);
    if (its === undefined) others.push(`${name}\t${told}`);
    else if (its.length < MOST_VERSIONS) its.push(told);
  }
  return [
    { says: 'gives', key: OWN_KEY, reach: 'below', value: own.join('\n') },
    ...[...taken].map(([name, all]): Statement => {
      return { says: 'gives', key: heldKey(name), reach: 'below', value: all.join('\n') };
    }),
    { says: 'gives', key: OTHERS_KEY, reach: 'below', value: others.join('\n') },
  ];
}

/** What the lockfile in a folder says. */
export interface ToldByLockfile {
  /** Its path as people know it. */
  readonly file: string;
  /** Whether a package is the workspace's own. */
  isOwn(name: string): boolean;
  /** All that it holds under a name, at most {@link MOST_VERSIONS}. */
  crates(name: string): readonly LockedCrate[];
}

/** Looks up what the lockfile in a folder says; `undefined` where there is none. Each thing is looked up once. */
export function toldByLockfile(folder: string, told: Told): ToldByLockfile | undefined {
  const own = saidIn(folder, told(OWN_KEY));
  if (own === undefined) return undefined;
  let others: ReadonlyMap<string, readonly string[]> | undefined;
  return {
    file: own.file,
    isOwn: name => own.value.split('\n').includes(name),
    crates(name) {
      const held = saidIn(folder, told(heldKey(name)))?.value.split('\n');
      if (held !== undefined) return held.map(toldBy);
      others ??= linesByName(saidIn(folder, told(OTHERS_KEY))?.value ?? '');
      return others.get(name)?.slice(0, MOST_VERSIONS).map(toldBy) ?? [];
    },
  };
}

/** An address of an index as it is told. */
export function toldIndex(index: string): string {
  return index.replace(/^registry\+/, '').replace(/\/$/, '');
}

function saidIn(
  folder: string,
  all: readonly PlacedStatement[],
): { readonly value: string; readonly file: string } | undefined {
  const said = all.find(({ from }) => from.folder === folder);
  return said?.says === 'gives' ? { value: said.value, file: said.from.file } : undefined;
}

function linesByName(value: string): ReadonlyMap<string, readonly string[]> {
  const lines = new Map<string, string[]>();
  for (const line of value.split('\n')) {
    const tab = line.indexOf('\t');
    const name = line.slice(0, Math.max(tab, 0));
    const its = lines.get(name);
    if (its === undefined) lines.set(name, [line.slice(tab + 1)]);
    else its.push(line.slice(tab + 1));
  }
  return lines;
}

/** A line of words with tabs between; there may be some ten thousand. */
function toldText(version: string, registry: string, by: string, takers: readonly string[] | undefined): string {
  const head = `${version}\t${registry}\t${by}`;
  return takers === undefined ? head : `${head}\t${takers.join('\t')}`;
}

function toldBy(text: string): LockedCrate {
  const [version = '', registry, by = '', ...takers] = text.split('\t');
  return { version, registry: registry === NO_REGISTRY ? undefined : registry, by, takers };
}

/** No address. */
const NO_REGISTRY = '-';

function heldKey(name: string): string {
  return `held cargo ${name}`;
}

function registryOf(from: LockSource): string | undefined {
  switch (from.is) {
    case 'crates-io':
      return '';
    case 'registry':
      return toldIndex(from.index);
    case 'elsewhere':
      return undefined;
  }
}

/** Under this, a lockfile says what it holds that none of the workspace's own packages takes. */
const OTHERS_KEY = 'held cargo';

/** Under this, a lockfile says which packages are the workspace's own. */
const OWN_KEY = 'locked cargo';

/** More than any workspace has of one crate. */
export const MOST_VERSIONS = 50;
const MOST_TAKERS = 1000;
/** So many entries are some milliseconds' work. */
const A_STEP = 500;
