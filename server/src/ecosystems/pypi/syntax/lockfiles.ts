import type { Around } from '../../../model/reader.ts';
import type { Reach, Statement } from '../../../model/statement.ts';
import { canonicalName } from '../names.ts';

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
export function* releasesHeld(
  lockfile: string,
  releases: readonly LockedRelease[],
  reach: Reach = 'beside',
  speaksFor: 'all' | 'itself' = 'all',
): Generator<void, Statement[]> {
  /** The version of a package, or all, where there are several. */
  const byName = new Map<string, string | string[]>();
  for (const [i, { name, version }] of releases.entries()) {
    if (i % A_STEP === 0) yield;
    if (version === undefined) continue;
    const canonical = canonicalName(name);
    const its = byName.get(canonical);
    if (its === undefined) byName.set(canonical, version);
    else if (typeof its === 'string') byName.set(canonical, [its, version]);
    else if (its.length < MOST_VERSIONS) its.push(version);
  }
  yield;
  // Equal texts are kept once.
  const texts = new Map<string, string>();
  const textOf = (version: string) => {
    const text = texts.get(version) ?? JSON.stringify([version]);
    texts.set(version, text);
    return text;
  };
  const begin = releaseKey(lockfile, '');
  const held: Statement[] = [];
  for (const [name, its] of byName) {
    if (held.length % A_STEP === 0) yield;
    const value = typeof its === 'string' ? textOf(its) : JSON.stringify(its);
    held.push({ says: 'gives', key: `${begin}${name}`, reach, value });
  }
  const indexes = yield* indexesLocked(releases, reach);
  for (const each of indexes) if (speaksFor === 'all' || each.key !== INDEX_KEY) held.push(each);
  return held;
}

/**
 * States from which indexes a tool had what it wrote down, apart from the versions: to all whom it reaches, whoever
 * installs what they require, since a name may be private that one tool has from elsewhere.
 */
export function* indexesLocked(
  releases: readonly LockedRelease[],
  reach: Reach = 'beside',
): Generator<void, Statement[]> {
  const byName = new Map<string, string>();
  const seen = new Set<string | undefined>();
  for (const [i, { name, index }] of releases.entries()) {
    if (i % A_STEP === 0) yield;
    seen.add(index);
    if (index === undefined) continue;
    const canonical = canonicalName(name);
    const known = byName.get(canonical);
    if (known === undefined || known === UNKNOWN_INDEX) byName.set(canonical, index);
  }
  const [first, ...others] = seen;
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

/**
 * States that all that a lockfile has was read, so that what is not there is not locked.
 *
 * @param others the names of what it has that is no index's
 */
export function wholeStated(lockfile: string, others: readonly string[], reach: Reach = 'beside'): Statement {
  return { says: 'gives', key: wholeKey(lockfile), reach, value: JSON.stringify(others.map(canonicalName)) };
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

const INDEX_KEY = 'index pypi of all that is locked';

function indexKey(name: string): string {
  return `index pypi of locked ${name}`;
}

/** Under this, the versions that a lockfile holds of a package: all keys of a lockfile begin as that of no name. */
export function releaseKey(lockfile: string, name: string): string {
  return `held pypi ${lockfile} ${name}`;
}

/** Under this, which lockfiles are also of a project below them. */
export function projectKey(lockfile: string, name: string): string {
  return `project pypi ${lockfile} ${name}`;
}

/** Under this, the names of what a lockfile holds of no index, where it was read from its beginning to its end. */
export function wholeKey(lockfile: string): string {
  return `whole pypi ${lockfile}`;
}

/** So many entries are some milliseconds' work. */
const A_STEP = 500;
// Forks by markers make some; more than people have.
const MOST_VERSIONS = 50;
