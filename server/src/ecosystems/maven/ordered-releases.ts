import type { PackageFact, ReleaseFact } from '../../model/answer.ts';
import { type ComparableVersion, compareComparable, LONGEST_VERSION, parseComparable } from './comparable-version.ts';
import { compareGeneric, type GenericVersion, parseGeneric } from './generic-version.ts';
import { type VersionWords, wordsOf } from './version-words.ts';

/** A release with what its version is sorted and chosen by. */
export interface MavenRelease extends VersionWords {
  readonly fact: ReleaseFact;
  readonly comparable: ComparableVersion;
}

/** All releases as people look for them, the highest first: by the documented order, and dates behind all others. */
export function mavenReleases({ releases }: PackageFact): readonly MavenRelease[] {
  const known = releases.filter(({ version }) => version.length <= LONGEST_VERSION);
  const all = known.map(fact => ({
    ...wordsOf(fact.version),
    ...{ fact, comparable: parseComparable(fact.version) },
  }));
  return all.sort((a, b) => Number(a.isDated) - Number(b.isDated) || compareComparable(b.comparable, a.comparable));
}

/** The same as facts. A derivation: see `Derive`. */
export function mavenHighestFirst(fact: PackageFact): readonly ReleaseFact[] {
  return mavenReleases(fact).map(release => release.fact);
}

/** All releases by the order that ranges go by, the highest first. */
export function byResolver({ releases }: PackageFact): readonly { version: GenericVersion; fact: ReleaseFact }[] {
  const known = releases.filter(({ version }) => version.length <= LONGEST_VERSION);
  return known
    .map(fact => ({ version: parseGeneric(fact.version), fact }))
    .sort((a, b) => compareGeneric(b.version, a.version));
}
