import type semver from 'semver';
import type { PackageFact, ReleaseFact } from '../../model/answer.ts';
import type { NearestGood } from '../../model/versioning.ts';
import {
  between,
  highestIn,
  neighboursOf,
  type OrderedVersion,
  type OrderedVersions,
  orderedVersions,
  sameMain,
  versionText,
} from './ordered-versions.ts';

/** The releases of a package in their order. Those that npm cannot read are left out. */
export interface NpmReleases {
  readonly live: OrderedVersions<ReleaseFact>;
  /** Deprecated, or not to be had. */
  readonly others: OrderedVersions<ReleaseFact>;
}

/** A derivation: see `Derive`. */
export function npmReleases({ releases }: PackageFact): NpmReleases {
  const textOf = ({ version }: ReleaseFact) => version;
  return {
    live: orderedVersions(releases.filter(isLive), textOf),
    others: orderedVersions(
      releases.filter(release => !isLive(release)),
      textOf,
    ),
  };
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

/**
 * The nearest live release: the lowest above, else the highest below. From a pre-release its own later pre-releases are
 * good too, and any pre-release of a package that has nothing else.
 */
export function nearestLive(from: semver.SemVer, { live }: NpmReleases): NearestGood | undefined {
  const { finals, pres } = live;
  const final = neighboursOf(from, finals);
  if (from.prerelease.length === 0) return nearest([final]);
  const own = sameMain(from, pres);
  if (finals.length > 0 || own.from < own.to) return nearest([final, neighboursOf(from, pres, own)]);
  return nearest([neighboursOf(from, pres)]);
}

export function isLive(release: ReleaseFact): boolean {
  return release.standing.is === 'live';
}

type Around = ReturnType<typeof neighboursOf<ReleaseFact>>;

function nearest(around: readonly Around[]): NearestGood | undefined {
  const [lowest] = around.flatMap(({ above }) => above ?? []).sort(between);
  if (lowest !== undefined) return { version: versionText(lowest), direction: 'up' };
  const highest: OrderedVersion<ReleaseFact> | undefined = around
    .flatMap(({ below }) => below ?? [])
    .sort(between)
    .at(-1);
  return highest === undefined ? undefined : { version: versionText(highest), direction: 'down' };
}
