import type { Drift, Held, ReleaseSubject } from '../../../model/reference.ts';
import { broughtKey, type Statement, type Told } from '../../../model/statement.ts';
import { type CargoVersion, compareVersions, parseCargoVersion } from '../cargo-version.ts';
import { matches, parseRequirement } from '../requirement.ts';
import type { CargoLockEntry } from './cargo-lock-entry.ts';
import type { LockedNeeds } from './lock-graph.ts';
import type { LockSource } from './lock-source.ts';

/**
 * What a `Cargo.lock` says to the manifests below it: of each crate the releases that it holds, and who of the
 * workspace's own packages takes which. Those that only other crates want are told as well: what a manifest comes to
 * want, cargo takes from there too. And which packages are its own.
 */
export function lockStatements(
  entries: readonly CargoLockEntry[],
  { needs, nameOf }: LockedNeeds,
  sourceOf: (source: string) => LockSource,
): Statement[] {
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
  const held = new Map<string, string[]>();
  for (const [place, { name, version, source }] of entries.entries()) {
    const its = held.get(name);
    if (its !== undefined && its.length >= MOST_VERSIONS) continue;
    const by = nameOf(place);
    const registry = source === undefined ? undefined : registryOf(sourceOf(source));
    const told = toldText({ version, registry, by: by === name ? '' : by, takers: takers.get(place) ?? NOBODY });
    if (its === undefined) held.set(name, [told]);
    else its.push(told);
  }
  const statements: Statement[] = [{ says: 'gives', key: OWN_KEY, reach: 'below', value: own.join('\n') }];
  for (const [name, all] of held) {
    statements.push({ says: 'gives', key: heldKey(name), reach: 'below', value: all.join('\n') });
  }
  return statements;
}

/**
 * Looks up what the lockfile of a workspace has for what one of its packages wants; or, for what the workspace
 * declares, those that take it.
 */
export type HeldFor = (subject: ReleaseSubject, takers?: ReadonlySet<string>) => Held | undefined;

/**
 * @param folder the folder of the workspace's root, as in `Stating.folder`; a lockfile elsewhere is nobody's
 * @param own the name of the package that wants; absent where it is a workspace without one
 */
export function heldIn(folder: string | undefined, own: string | undefined, told: Told): HeldFor {
  if (folder === undefined) return () => undefined;
  const read = new Map<string, readonly ReadCrate[]>();
  return ({ name, want, source }, by) => {
    const requirement = parseRequirement(want.text);
    if (requirement === undefined) return undefined;
    const all = read.get(name) ?? crates(told, name, folder);
    read.set(name, all);
    const index = source?.startsWith('index=') === true ? trimmed(source.slice('index='.length)) : undefined;
    const isFrom = (registry: string) => (index === undefined ? registry !== '' : registry === index);
    const ofRegistry = all.filter(({ registry }) =>
      registry === undefined ? false : source === undefined ? registry === '' : isFrom(registry),
    );
    // Which of several registries has the name that the manifest gives one is not said here.
    if (new Set(ofRegistry.map(({ registry }) => registry)).size > 1) return undefined;
    const fitting = ofRegistry.filter(({ read: version }) => matches(requirement, version));
    const isBy = by === undefined || by.size === 0 ? (name: string) => name === own : (name: string) => by.has(name);
    // What the workspace declares for its members is told by whoever takes it, as far as they are known.
    const choices = [fitting.filter(({ takers }) => takers.some(isBy)), fitting.filter(isTaken)];
    const [held] = choices.find(each => each.length > 0) ?? fitting;
    return held === undefined ? undefined : heldOf(name, held, held.takers.find(isBy));
  };
}

/**
 * Looks up how the lockfile of a workspace differs from what one of its packages wants: it holds no release of the
 * name that does, wherever it is from.
 */
export type DriftFor = (subject: ReleaseSubject) => Drift | undefined;

/** The same folder and package as for {@link heldIn}. What the lockfile does not know as its own is not told of. */
export function driftIn(folder: string | undefined, own: string | undefined, told: Told): DriftFor {
  if (folder === undefined || own === undefined) return () => undefined;
  let by: string | undefined;
  return ({ name, want }) => {
    by ??= lockfileOf(own, folder, told);
    const requirement = parseRequirement(want.text);
    if (by === NOBODYS || requirement === undefined) return undefined;
    const written = locked(told, name, folder);
    const all = crates(told, name, folder);
    // What cannot be read, or was not told, may fit.
    if (written.length !== all.length || written.length >= MOST_VERSIONS) return undefined;
    if (all.some(({ read }) => matches(requirement, read))) return undefined;
    const taken = all.find(({ takers }) => takers.includes(own)) ?? all[0];
    return { by, ...(taken === undefined ? {} : { version: taken.version }) };
  };
}

/** The path of the lockfile in a folder, where it has a package among its own. */
function lockfileOf(own: string, folder: string, told: Told): string {
  const lockfile = told(OWN_KEY).find(({ from }) => from.folder === folder);
  // Made by this room alone.
  const packages = lockfile?.says === 'gives' ? lockfile.value.split('\n') : [];
  return lockfile !== undefined && packages.includes(own) ? lockfile.from.file : NOBODYS;
}

/** One release that a lockfile holds, as it is told. */
interface LockedCrate {
  readonly version: string;
  /** The address of its registry, empty for crates.io; `undefined` where it is of none. */
  readonly registry: string | undefined;
  /** Those of the workspace's own packages that take it. */
  readonly takers: readonly string[];
  /** As in `LockRoot.name`; empty: its name. */
  readonly by: string;
}

/** A line of words with tabs between; there may be some ten thousand. */
function toldText({ version, registry = NO_REGISTRY, by, takers }: LockedCrate): string {
  return takers.length === 0
    ? `${version}\t${registry}\t${by}`
    : `${version}\t${registry}\t${by}\t${takers.join('\t')}`;
}

function toldBy(text: string): LockedCrate {
  const [version = '', registry, by = '', ...takers] = text.split('\t');
  return { version, registry: registry === NO_REGISTRY ? undefined : registry, by, takers };
}

/** No address. */
const NO_REGISTRY = '-';
const NOBODY: readonly string[] = [];

interface ReadCrate extends LockedCrate {
  readonly read: CargoVersion;
  /** The path of the lockfile. */
  readonly file: string;
}

/** The releases of a crate that the lockfile in a folder holds, the highest first. */
function crates(told: Told, name: string, folder: string): readonly ReadCrate[] {
  return locked(told, name, folder)
    .flatMap(each => {
      const read = parseCargoVersion(each.version);
      return read === undefined ? [] : [{ ...each, read }];
    })
    .sort((a, b) => compareVersions(b.read, a.read));
}

function locked(told: Told, name: string, folder: string): readonly (LockedCrate & { readonly file: string })[] {
  return told(heldKey(name)).flatMap(({ from, ...said }) => {
    if (said.says !== 'gives' || from.folder !== folder) return [];
    return said.value.split('\n').map(text => ({ ...toldBy(text), file: from.file }));
  });
}

/** @param taker the package in whose name it is looked up what it brings; any will do that takes it */
function heldOf(name: string, { version, file, by, takers }: ReadCrate, taker = takers[0]): Held {
  const lockfile = file.slice(file.lastIndexOf('/') + 1);
  return { version, by: file, ...(taker === undefined ? {} : { brings: broughtKey(lockfile, taker, by || name) }) };
}

function isTaken({ takers }: LockedCrate): boolean {
  return takers.length > 0;
}

function heldKey(name: string): string {
  return `held cargo ${name}`;
}

function registryOf(from: LockSource): string | undefined {
  switch (from.is) {
    case 'crates-io':
      return '';
    case 'registry':
      return trimmed(from.index);
    case 'elsewhere':
      return undefined;
  }
}

function trimmed(index: string): string {
  return index.replace(/^registry\+/, '').replace(/\/$/, '');
}

/** Under this, a lockfile says which packages are the workspace's own. */
const OWN_KEY = 'locked cargo';

/** No path of a file. */
const NOBODYS = '';

// More than any workspace has of one crate.
const MOST_VERSIONS = 50;
const MOST_TAKERS = 1000;
