import type { PackageFact, ReleaseFact } from '../../model/answer.ts';
import { compareNumbers, compareSemver, isOfCommit } from '../../model/semver.ts';
import { type GoVersion, parseGoVersion } from './go-version.ts';

/** A release whose version go can read. */
export interface GoRelease extends GoVersion {
  readonly fact: ReleaseFact;
}

/** Those that nothing is said against, in their order, the lowest first. */
export interface LiveReleases {
  readonly finals: readonly GoRelease[];
  /** Pre-releases, and pseudo-versions where a proxy lists some. */
  readonly pres: readonly GoRelease[];
}

/** A derivation: see `Derive`. */
export function liveReleases(fact: PackageFact): LiveReleases {
  const live = sorted(fact.releases).filter(release => release.fact.standing.is === 'live');
  return { finals: live.filter(({ pre }) => pre.length === 0), pres: live.filter(({ pre }) => pre.length > 0) };
}

/** All releases by their version. A derivation: see `Derive`. */
export function releasesByVersion({ releases }: PackageFact): ReadonlyMap<string, ReleaseFact> {
  return new Map(releases.map(release => [release.version, release]));
}

/**
 * Those that go hides come last. Of a module that has nothing else, a version of a commit. A derivation: see `Derive`.
 */
export function goHighestFirst(fact: PackageFact): readonly ReleaseFact[] {
  const { releases, newest } = fact;
  if (releases.length === 0) return newest === undefined ? [] : [{ version: newest, standing: { is: 'live' } }];
  const highest = sorted(releases).reverse();
  const isLast = (release: GoRelease) => Number(release.isIncompatible && hidesIncompatible(fact));
  return highest.sort((a, b) => isLast(a) - isLast(b)).map(release => release.fact);
}

/**
 * Whether go leaves out versions that are marked as incompatible, as it does once a module has a go.mod before them:
 * else one of them is the newest.
 */
export function hidesIncompatible({ newest }: PackageFact): boolean {
  return newest === undefined || parseGoVersion(newest)?.isIncompatible !== true;
}

/**
 * The releases to move to from a version, in their order. Pre-releases are for those who have one of the same three
 * numbers, or of a module that has nothing else. Versions that are marked as incompatible are for those who are on one,
 * since go hides them once the module has a go.mod, and for modules that have nothing else.
 */
export function candidatesFor(
  from: GoVersion,
  { finals, pres }: LiveReleases,
  avoids: readonly string[] = [],
): readonly GoRelease[] {
  const isPre = from.pre.length > 0 && !isOfCommit(from);
  const ruledOut = new Set(avoids);
  const open = (list: readonly GoRelease[]) => {
    const left = list.filter(({ fact }) => !ruledOut.has(fact.version));
    const compatible = left.filter(release => !release.isIncompatible);
    return from.isIncompatible || compatible.length === 0 ? left : compatible;
  };
  const [some, early] = [open(finals), open(pres)];
  if (from.pre.length > 0 && some.length === 0) return early;
  if (!isPre) return some;
  return [...some, ...early.filter(release => compareNumbers(release, from) === 0)].sort(compareSemver);
}

function sorted(releases: readonly ReleaseFact[]): GoRelease[] {
  const readable = releases.flatMap(fact => {
    const version = parseGoVersion(fact.version);
    return version === undefined ? [] : [{ ...version, fact }];
  });
  return readable.sort(compareSemver);
}
