import { comparePep440, type Pep440, parsePep440 } from '../../../model/pep440.ts';
import type { Around } from '../../../model/reader.ts';
import type { Held } from '../../../model/reference.ts';
import type { PlacedStatement, Reach, Statement } from '../../../model/statement.ts';
import { canonicalName } from '../names.ts';
import { isInSet } from '../specifiers.ts';
import { alternativesOf, type Dialect } from '../wants.ts';

/** A release of an index that a lockfile holds. */
export interface LockedRelease {
  /** In any form. */
  readonly name: string;
  readonly version: string;
  /** The address of the index that it came from, where the lockfile tells that and it is not everybody's. */
  readonly index?: string;
}

/** What a lockfile has for a package. */
export interface FoundHeld {
  /** Of the versions that are wanted. */
  readonly held?: Held;
  /** The address of the index that some version came from, as in {@link LockedRelease}. */
  readonly index?: string;
}

/** Looks up what a lockfile has for a package, by its canonical name. */
export type HeldOf = (name: string, want: string, dialect?: Dialect) => FoundHeld;

/**
 * States what a lockfile holds.
 *
 * @param lockfile its name without folders, and where it has parts for several lists the name of one behind a blank
 */
export function releasesHeld(
  lockfile: string,
  releases: readonly LockedRelease[],
  reach: Reach = 'beside',
): Statement[] {
  const byName = new Map<string, Omit<LockedRelease, 'name'>[]>();
  for (const { name, ...release } of releases) {
    const canonical = canonicalName(name);
    const its = byName.get(canonical) ?? [];
    byName.set(canonical, its);
    if (its.length < MOST_VERSIONS) its.push(release);
  }
  const [index, ...others] = new Set(releases.map(release => release.index));
  return [
    ...[...byName].map(([name, its]): Statement => {
      return { says: 'gives', key: releaseKey(lockfile, name), reach, value: JSON.stringify(its) };
    }),
    ...(index === undefined || others.length > 0 ? [] : [indexLocked(index, reach)]),
  ];
}

/**
 * States that a tool had all that it wrote down from one index, which is not everybody's: what else is required there
 * may be private too.
 */
export function indexLocked(index: string, reach: Reach = 'beside'): Statement {
  return { says: 'gives', key: INDEX_KEY, reach, value: index };
}

/** The index that {@link indexLocked} tells a file of, the nearest. */
export function indexAround({ told }: Around): string | undefined {
  const said = told(INDEX_KEY).at(-1);
  return said?.says === 'gives' ? said.value : undefined;
}

/** Of a lockfile that two changes fight for only where things came from is sure enough: nothing is held. */
export function heldByNone(releases: readonly LockedRelease[]): readonly LockedRelease[] {
  return releases.map(release => ({ ...release, version: '' }));
}

/** States that a lockfile is also of projects below it, which it knows by these names. */
export function projectsHeld(lockfile: string, names: readonly string[]): Statement[] {
  return [...new Set(names.map(canonicalName))].map(name => ({
    ...{ says: 'gives', key: projectKey(lockfile, name), reach: 'below', value: '' },
  }));
}

/** The part of {@link LockedRelease} about an index, by its address as a lockfile has it. */
export function indexAt(address: string | undefined): Pick<LockedRelease, 'index'> {
  return address === undefined || isEverybodys(address) ? {} : { index: address };
}

/** Whether an address is that of the index which everybody asks. */
export function isEverybodys(address: string): boolean {
  return /^https:\/\/pypi\.org\/simple\/?$/i.test(address);
}

/**
 * What is held for a file by lockfiles, the first that has the name.
 *
 * @param lockfiles as in {@link releasesHeld}
 * @param own the canonical name of the project that the file describes: of the lockfiles above the nearest that has
 *   the project holds what it requires
 */
export function heldAround({ told, folder }: Around, lockfiles: readonly string[], own?: string): HeldOf {
  const speakers = new Map<string, string | undefined>();
  const read = new Map<string, readonly ReadRelease[]>();
  const speakerOf = (lockfile: string) => {
    if (!speakers.has(lockfile)) {
      speakers.set(lockfile, own === undefined ? undefined : told(projectKey(lockfile, own)).at(-1)?.from.id);
    }
    return speakers.get(lockfile);
  };
  const releasesIn = (lockfile: string, name: string) => {
    const key = releaseKey(lockfile, name);
    const known = read.get(key);
    if (known !== undefined) return known;
    const said = told(key);
    const speaking =
      said.findLast(({ from }) => from.folder === folder) ??
      said.findLast(({ from }) => from.id === speakerOf(lockfile));
    const its = speaking === undefined ? [] : releasesSaid(speaking);
    read.set(key, its);
    return its;
  };
  return (name, want, dialect) => {
    const releases = lockfiles.map(lockfile => releasesIn(lockfile, name)).find(each => each.length > 0) ?? [];
    const alternatives = alternativesOf(want, dialect ?? 'pep440') ?? [];
    const fits = ({ read: version }: ReadRelease) =>
      version !== undefined && alternatives.some(set => isInSet(version, set));
    const held = releases.find(fits)?.held;
    const index = releases.find(release => release.index !== undefined)?.index;
    return { ...(held === undefined ? {} : { held }), ...(index === undefined ? {} : { index }) };
  };
}

interface ReadRelease {
  /** Absent where it is no version. */
  readonly read: Pep440 | undefined;
  readonly held: Held;
  readonly index: string | undefined;
}

/** The highest first. */
function releasesSaid({ from, ...said }: PlacedStatement): readonly ReadRelease[] {
  if (said.says !== 'gives') return [];
  // Made by this room alone.
  const all: readonly Omit<LockedRelease, 'name'>[] = JSON.parse(said.value);
  return all
    .map(({ version, index }) => ({ read: parsePep440(version), index, held: { version, by: from.file } }))
    .sort((a, b) => (a.read === undefined || b.read === undefined ? 0 : comparePep440(b.read, a.read)));
}

const INDEX_KEY = 'index pypi of what is locked';

function releaseKey(lockfile: string, name: string): string {
  return `held pypi ${lockfile} ${name}`;
}

function projectKey(lockfile: string, name: string): string {
  return `project pypi ${lockfile} ${name}`;
}

// Forks by markers make some; more than people have.
const MOST_VERSIONS = 50;
