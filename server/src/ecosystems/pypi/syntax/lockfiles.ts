import { comparePep440, type Pep440, parsePep440 } from '../../../model/pep440.ts';
import type { Around } from '../../../model/reader.ts';
import type { Held } from '../../../model/reference.ts';
import type { PlacedStatement, Reach, Statement } from '../../../model/statement.ts';
import { canonicalName } from '../names.ts';
import { isInSet } from '../specifiers.ts';
import { alternativesOf, type Dialect } from '../wants.ts';

/** A package that a lockfile has from an index. */
export interface LockedRelease {
  /** In any form. */
  readonly name: string;
  /** Absent where none can be read, or where it holds for nobody. */
  readonly version?: string | undefined;
  /** The address of the index that it came from, where that is not everybody's; {@link UNKNOWN_INDEX}. */
  readonly index?: string;
}

/** In place of an address: a package may be from any index, since its lockfile does not tell, or cannot be read. */
export const UNKNOWN_INDEX = '?';

/** Looks up what a lockfile holds of a package of the versions that are wanted, by its canonical name. */
export type HeldOf = (name: string, want: string, dialect?: Dialect) => Held | undefined;

/**
 * The address of the index from which lockfiles around have a package, by its canonical name, where that is not
 * everybody's. Where they do not have it, that of all that they have counts, unless the file says where it asks.
 */
export type LockedAt = (name: string, isSaid: boolean) => string | undefined;

/**
 * States what a lockfile holds, and by {@link indexesLocked} where it came from.
 *
 * @param lockfile its name without folders, and where it has parts for several lists the name of one behind a blank
 * @param speaksFor whether it says of what else is required around it where that may come from
 */
export function releasesHeld(
  lockfile: string,
  releases: readonly LockedRelease[],
  reach: Reach = 'beside',
  speaksFor: 'all' | 'itself' = 'all',
): Statement[] {
  const byName = new Map<string, string[]>();
  for (const { name, version } of releases) {
    if (version === undefined) continue;
    const canonical = canonicalName(name);
    const its = byName.get(canonical) ?? [];
    byName.set(canonical, its);
    if (its.length < MOST_VERSIONS) its.push(version);
  }
  return [
    ...[...byName].map(([name, its]): Statement => {
      return { says: 'gives', key: releaseKey(lockfile, name), reach, value: JSON.stringify(its) };
    }),
    ...indexesLocked(releases, reach).filter(({ key }) => speaksFor === 'all' || key !== INDEX_KEY),
  ];
}

/**
 * States from which indexes a tool had what it wrote down, apart from the versions: to all whom it reaches, whoever
 * installs what they require, since a name may be private that one tool has from elsewhere.
 */
export function indexesLocked(releases: readonly LockedRelease[], reach: Reach = 'beside'): Statement[] {
  const byName = new Map<string, string>();
  for (const { name, index } of releases) {
    const canonical = canonicalName(name);
    const known = byName.get(canonical);
    if (index !== undefined && (known === undefined || known === UNKNOWN_INDEX)) byName.set(canonical, index);
  }
  const [first, ...others] = new Set(releases.map(({ index }) => index));
  // What comes next from several private indexes may come from any of them.
  const all = others.length === 0 ? first : others.includes(undefined) ? undefined : UNKNOWN_INDEX;
  return [
    ...[...byName].map(([name, value]): Statement => ({ says: 'gives', key: indexKey(name), reach, value })),
    ...(releases.length === 0 ? [] : [indexLocked(first === undefined ? undefined : all, reach)]),
  ];
}

/**
 * States that a tool had all that it wrote down from one index, which is not everybody's: what else is required there
 * may be private too. `undefined` stands for no such index, whatever another lockfile above says.
 */
export function indexLocked(index: string | undefined, reach: Reach = 'beside'): Statement {
  return { says: 'gives', key: INDEX_KEY, reach, value: index ?? '' };
}

/** What lockfiles around a file tell of indexes: of those that speak for all, the nearest count. */
export function lockedAround({ told }: Around): LockedAt {
  const valuesOf = (key: string) => {
    const said = told(key);
    const nearest = said.at(-1)?.from.folder;
    return said.flatMap(each => (each.says === 'gives' && each.from.folder === nearest ? [each.value] : []));
  };
  return (name, isSaid) => {
    const [its] = valuesOf(indexKey(name));
    return its ?? (isSaid ? undefined : valuesOf(INDEX_KEY).find(value => value !== ''));
  };
}

/** Of a lockfile that two changes fight for only where things came from is sure enough: nothing is held. */
export function heldByNone(releases: readonly LockedRelease[]): readonly LockedRelease[] {
  return releases.map(({ version, ...release }) => release);
}

/** Whether a file lies where everybody's index keeps its files. */
export function isOfEverybodys(url: string): boolean {
  return /^https:\/\/(?:files\.pythonhosted\.org|pypi\.org)\//i.test(url);
}

/** States that a lockfile is also of projects below it, which it knows by these names. */
export function projectsHeld(lockfile: string, names: readonly string[]): Statement[] {
  return [...new Set(names.map(canonicalName))].map(name => ({
    ...{ says: 'gives', key: projectKey(lockfile, name), reach: 'below', value: '' },
  }));
}

/** The part of {@link LockedRelease} about an index, by its address as a lockfile has it. */
export function indexAt(address: string | undefined): Pick<LockedRelease, 'index'> {
  return address !== undefined && isEverybodys(address) ? {} : { index: address ?? UNKNOWN_INDEX };
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
    return releases.find(({ read: version }) => alternatives.some(set => isInSet(version, set)))?.held;
  };
}

interface ReadRelease {
  readonly read: Pep440;
  readonly held: Held;
}

/** The highest first. */
function releasesSaid({ from, ...said }: PlacedStatement): readonly ReadRelease[] {
  if (said.says !== 'gives') return [];
  // Made by this room alone.
  const all: readonly string[] = JSON.parse(said.value);
  return all
    .flatMap((version): ReadRelease[] => {
      const read = parsePep440(version);
      return read === undefined ? [] : [{ read, held: { version, by: from.file } }];
    })
    .sort((a, b) => comparePep440(b.read, a.read));
}

const INDEX_KEY = 'index pypi of all that is locked';

function indexKey(name: string): string {
  return `index pypi of locked ${name}`;
}

function releaseKey(lockfile: string, name: string): string {
  return `held pypi ${lockfile} ${name}`;
}

function projectKey(lockfile: string, name: string): string {
  return `project pypi ${lockfile} ${name}`;
}

// Forks by markers make some; more than people have.
const MOST_VERSIONS = 50;
