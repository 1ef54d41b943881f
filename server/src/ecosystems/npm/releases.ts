import semver from 'semver';
import type { PackageFact, ReleaseFact } from '../../model/answer.ts';
import type { NearestGood } from '../../model/versioning.ts';
import {
  between,
  highestIn,
  laterMajor,
  lowestIn,
  neighboursOf,
  type OrderedVersion,
  type OrderedVersions,
  orderedVersions,
  sameMain,
  versionText,
} from './ordered-versions.ts';

/** The releases of a package in their order. Those that npm cannot read are left out. */
export interface NpmReleases {
  /** Nothing is said against them. */
  readonly live: OrderedVersions<ReleaseFact>;
  /** Deprecated, or not to be had. */
  readonly others: OrderedVersions<ReleaseFact>;
}

/** A derivation: see `Derive`. */
export function npmReleases(fact: PackageFact): NpmReleases {
  return partedBy(fact, isLive);
}

/** The same, as who reads it who takes what was said and taken back for said. A derivation: see `Derive`. */
export function npmReleasesEverDeprecated(fact: PackageFact): NpmReleases {
  return partedBy(fact, isUnsaid);
}

function partedBy({ releases }: PackageFact, isGood: (release: ReleaseFact) => boolean): NpmReleases {
  const textOf = ({ version }: ReleaseFact) => version;
  return {
    live: orderedVersions(releases.filter(isGood), textOf),
    others: orderedVersions(
      releases.filter(release => !isGood(release)),
      textOf,
    ),
  };
}

/** A derivation: see `Derive`. */
export function npmHighestFirst({ releases }: PackageFact): readonly ReleaseFact[] {
  const readable = releases.flatMap(release => {
    const version = semver.parse(release.version, { loose: true });
    return version === null ? [] : [{ version, release }];
  });
  return readable.sort((a, b) => semver.rcompare(a.version, b.version)).map(({ release }) => release);
}

/** All releases by what they are called, the first of each name. A derivation: see `Derive`. */
export function releasesByVersion({ releases }: PackageFact): ReadonlyMap<string, ReleaseFact> {
  const byVersion = new Map<string, ReleaseFact>();
  for (const release of releases) if (!byVersion.has(release.version)) byVersion.set(release.version, release);
  return byVersion;
}

/** The highest live release in a range, else the highest of the others. */
export function preferredIn(range: semver.Range, { live, others }: NpmReleases): ReleaseFact | undefined {
  return (highestIn(range, live) ?? highestIn(range, others))?.item;
}

/** The highest release in a range, whatever is said of it. */
export function highestWhatever(range: semver.Range, { live, others }: NpmReleases): ReleaseFact | undefined {
  return higher(highestIn(range, live), highestIn(range, others))?.item;
}

/** The lowest release in a range, whatever is said of it. */
export function lowestWhatever(range: semver.Range, { live, others }: NpmReleases): ReleaseFact | undefined {
  return lower(lowestIn(range, live), lowestIn(range, others))?.item;
}

/** The lowest pre-release, whatever is said of it. */
export function lowestPre({ live, others }: NpmReleases): ReleaseFact | undefined {
  return lower(live.pres[0], others.pres[0])?.item;
}

/**
 * The highest live final release in a range, then the highest live pre-release that it takes, and only then others in
 * the same order.
 */
export function finalsFirstIn(range: semver.Range, { live, others }: NpmReleases): ReleaseFact | undefined {
  const finals = (order: OrderedVersions<ReleaseFact>) => ({ ...order, pres: [] });
  const found =
    highestIn(range, finals(live)) ??
    highestIn(range, live) ??
    highestIn(range, finals(others)) ??
    highestIn(range, others);
  return found?.item;
}

/** The highest pre-release, a live one before others. */
export function highestPre({ live, others }: NpmReleases): ReleaseFact | undefined {
  return (live.pres.at(-1) ?? others.pres.at(-1))?.item;
}

function lower<Version extends OrderedVersion<unknown>>(
  a: Version | undefined,
  b: Version | undefined,
): Version | undefined {
  return higher(a, b) === a ? (b ?? a) : (a ?? b);
}

function higher<Version extends OrderedVersion<unknown>>(
  a: Version | undefined,
  b: Version | undefined,
): Version | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return between(a, b) < 0 ? b : a;
}

/**
 * The live releases to move to, by the rule of `Versioning.nearestGood`. From a pre-release its own other pre-releases
 * are good too, and any pre-release of a package that has nothing else.
 */
export function nearestLive(from: semver.SemVer, { live }: NpmReleases): readonly NearestGood[] {
  const { finals, pres } = live;
  const around = [neighboursOf(from, finals)];
  const own = sameMain(from, pres);
  const isPre = from.prerelease.length > 0;
  const hasNothingElse = isPre && finals.length === 0 && own.from === own.to;
  if (hasNothingElse) around.push(neighboursOf(from, pres));
  else if (isPre) around.push(neighboursOf(from, pres, own));
  const above = around.flatMap(each => each.above ?? []).sort(between)[0];
  const below = around
    .flatMap(each => each.below ?? [])
    .sort(between)
    .at(-1);
  const near = [above, below].find(version => version?.major === from.major);
  const later = near === undefined ? undefined : laterMajor(from, hasNothingElse ? pres : finals);
  return [near ?? above ?? below, later].flatMap(version => {
    if (version === undefined) return [];
    return [{ version: versionText(version), direction: version === below ? 'down' : 'up' }];
  });
}

/** Whether nothing was ever said against a release. */
export function isUnsaid(release: ReleaseFact): boolean {
  return isLive(release) && release.undeprecated !== true;
}

export function isLive(release: ReleaseFact): boolean {
  return release.standing.is === 'live';
}
