import type { Held, ReleaseSubject } from '../../../model/reference.ts';
import type { Statement, Told } from '../../../model/statement.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { parseToml } from '../../../syntax/toml.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { type CargoVersion, compareVersions, parseCargoVersion } from '../cargo-version.ts';
import { matches, parseRequirement } from '../requirement.ts';
import { stringAt } from './dependency.ts';

/**
 * What a `Cargo.lock` says to the manifests below it: of each crate the releases that it holds of registries, and which
 * of several the workspace's own packages take (cargo, src/cargo/core/resolver/encode.rs: a dependency is named with
 * its version where the lockfile has more than one of its name).
 */
export function lockStatements(text: string): Statement[] {
  if (isConflicted(text)) return [];
  const held = new Map<string, LockedCrate[]>();
  const takers = new Map<string, string[]>();
  for (const { value } of findInToml(parseToml(text).root, 'package[]')) {
    const table = value?.kind === 'map' ? value : undefined;
    const [name, version, source] = ['name', 'version', 'source'].map(key => stringAt(table, key));
    if (name === undefined || version === undefined) continue;
    if (source !== undefined) {
      if (isRegistry(source)) entryAt(held, name).push({ version, registry: registryOf(source), takers: [] });
      continue;
    }
    const taken = table?.first('dependencies')?.value;
    for (const { value: item } of taken?.kind === 'list' ? taken.items : []) {
      const [crate, its] = item.kind === 'scalar' ? item.value.split(' ') : [];
      if (its !== undefined) entryAt(takers, `${crate} ${its}`).push(name);
    }
  }
  return [...held].map(([name, all]): Statement => {
    const told = all.slice(0, MOST_VERSIONS).map(each => ({
      ...each,
      takers: takers.get(`${name} ${each.version}`)?.slice(0, MOST_TAKERS) ?? [],
    }));
    return { says: 'gives', key: heldKey(name), reach: 'below', value: JSON.stringify(told) };
  });
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
    const index = source?.startsWith('index=') === true ? registryOf(source.slice('index='.length)) : undefined;
    const isFrom = (registry: string) => (index === undefined ? registry !== '' : registry === index);
    const ofRegistry = all.filter(({ registry }) => (source === undefined ? registry === '' : isFrom(registry)));
    // Which of several registries has the name that the manifest gives one is not said here.
    if (new Set(ofRegistry.map(({ registry }) => registry)).size > 1) return undefined;
    const fitting = ofRegistry.filter(({ read: version }) => matches(requirement, version));
    const isBy = by === undefined || by.size === 0 ? (name: string) => name === own : (name: string) => by.has(name);
    // What the workspace declares for its members is told by whoever takes it, as far as they are known.
    const choices = [fitting.filter(({ takers }) => takers.some(isBy)), fitting.filter(isTaken)];
    return (choices.find(each => each.length > 0) ?? fitting)[0]?.held;
  };
}

/** One release that a lockfile holds, as it is told. */
interface LockedCrate {
  readonly version: string;
  /** The address of its registry; empty for crates.io. */
  readonly registry: string;
  /** Those of the workspace's own packages that take this one of several. */
  readonly takers: readonly string[];
}

interface ReadCrate extends LockedCrate {
  readonly read: CargoVersion;
  readonly held: Held;
}

/** The releases of a crate that the lockfile in a folder holds, the highest first. */
function crates(told: Told, name: string, folder: string): readonly ReadCrate[] {
  return told(heldKey(name))
    .flatMap(({ from, ...said }) => {
      if (said.says !== 'gives' || from.folder !== folder) return [];
      // Made by this room alone.
      const all: readonly LockedCrate[] = JSON.parse(said.value);
      return all.flatMap(each => {
        const read = parseCargoVersion(each.version);
        return read === undefined ? [] : [{ ...each, read, held: { version: each.version, by: from.file } }];
      });
    })
    .sort((a, b) => compareVersions(b.read, a.read));
}

function isTaken({ takers }: LockedCrate): boolean {
  return takers.length > 0;
}

function entryAt<Entry>(all: Map<string, Entry[]>, key: string): Entry[] {
  const entries = all.get(key) ?? [];
  all.set(key, entries);
  return entries;
}

function heldKey(name: string): string {
  return `held cargo ${name}`;
}

/** `registry+https://…`, or `sparse+https://…`; else it is of a repository. */
function isRegistry(source: string): boolean {
  return /^(?:registry|sparse)\+/.test(source);
}

/** Cargo writes the same for crates.io whatever stands in for it. */
function registryOf(source: string): string {
  const isCratesIo = source === 'registry+https://github.com/rust-lang/crates.io-index';
  return isCratesIo
    ? ''
    : source
        .slice(0, LONGEST_ADDRESS)
        .replace(/^registry\+/, '')
        .replace(/\/$/, '');
}

// More than any workspace has of one crate.
const MOST_VERSIONS = 50;
const MOST_TAKERS = 1000;
const LONGEST_ADDRESS = 2000;
