import type { PackageFact, ReleaseFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import type { Want, Wanted } from '../../model/reference.ts';
import { compareSemver } from '../../model/semver.ts';
import type { NearestGood, NotListed, Selection, Versioning } from '../../model/versioning.ts';
import { type GoVersion, parseGoVersion } from './go-version.ts';
import {
  candidatesFor,
  type GoRelease,
  goHighestFirst,
  hidesIncompatible,
  liveReleases,
  releasesByVersion,
} from './ordered-releases.ts';
import { standingOfUnlisted } from './retractions.ts';

/**
 * Go's versions. A go.mod names one exactly, and go takes it, whatever is said of it, unless something else requires a
 * higher one; what others require is not known here.
 */
export const GO_VERSIONING: Versioning = {
  ...{ select, notListed, nearestGood, rewrite, isPrerelease, refusal, newest },
  // A proxy keeps no dates of what it does not have.
  lastPublished: () => undefined,
  isFloating: () => false,
  rangeFrom: version => version,
  highestFirst: goHighestFirst,
};

function select({ want }: Wanted, fact: PackageFact, derive: Derive): Selection {
  const listed = want.is === 'exact' ? derive(fact, releasesByVersion).get(want.version) : undefined;
  return listed === undefined ? { is: 'none' } : { is: 'release', ...listed };
}

/** No proxy lists the versions of commits, and what was tagged a moment ago comes late. */
function notListed({ want }: Wanted, fact: PackageFact, derive: Derive): NotListed | undefined {
  // Go looks up what that is, and writes it down, when it is run next.
  if (want.is !== 'exact') return { is: 'untold' };
  const { version } = want;
  if (derive(fact, releasesByVersion).has(version)) return undefined;
  return { is: 'unlisted', version, standing: standingOfUnlisted(version, fact, derive) };
}

/** By the rule of `Versioning.nearestGood`: versions 0 and 1 of one path are two majors, as are incompatible ones. */
function nearestGood({ want, avoids }: Wanted, fact: PackageFact, derive: Derive): readonly NearestGood[] {
  const from = want.is === 'exact' ? parseGoVersion(want.version) : undefined;
  if (want.is !== 'exact' || from === undefined) return [];
  const candidates = candidatesFor(from, derive(fact, liveReleases), avoids);
  const above = candidates.find(release => compareSemver(release, from) > 0);
  const below = candidates.findLast(release => compareSemver(release, from) < 0);
  const isSame = (release: GoRelease | undefined) => release?.major === from.major;
  const near = [above, below].find(isSame);
  const later = near === undefined ? undefined : candidates.find(release => isLaterMajor(release, from));
  return [near ?? above ?? below, later].flatMap(release => {
    if (release === undefined) return [];
    return [{ version: release.fact.version, direction: release === below ? 'down' : 'up' }];
  });
}

function isLaterMajor(release: GoRelease, from: GoVersion): boolean {
  return release.major !== from.major && compareSemver(release, from) > 0;
}

/** A go.mod has nothing but the version. */
function rewrite(want: Want, version: string): string | undefined {
  return parseGoVersion(version) === undefined || version === want.text ? undefined : version;
}

function isPrerelease(version: string): boolean {
  return (parseGoVersion(version)?.pre.length ?? 0) > 0;
}

function refusal({ want, avoids = [] }: Wanted, { version, standing }: ReleaseFact): string | undefined {
  if (parseGoVersion(version) === undefined) return 'is no version';
  if (avoids.includes(version)) return 'is excluded here';
  if (standing.is === 'retracted') return 'was retracted';
  return want.is === 'exact' && want.version !== version ? 'is not the one that is required' : undefined;
}

/**
 * As the query `latest` has it: the highest release that is not retracted, else the highest pre-release. A module
 * without any has a pseudo-version, which is asked for where no version is listed.
 */
function newest(fact: PackageFact, derive: Derive): string | undefined {
  const { finals, pres } = derive(fact, liveReleases);
  const open = (list: readonly GoRelease[]) =>
    hidesIncompatible(fact) ? list.filter(release => !release.isIncompatible) : list;
  const [some, early] = [open(finals), open(pres)];
  const highest = some.at(-1) ?? early.at(-1) ?? finals.at(-1) ?? pres.at(-1);
  return highest?.fact.version ?? fact.newest;
}
