import type { NearestGood } from '../../model/versioning.ts';
import { type CargoVersion, compareVersions, withoutBuild } from './cargo-version.ts';
import { type CargoRelease, firstWhere, neighboursOf, type OrderedReleases, sameNumbers } from './ordered-releases.ts';

/**
 * The live releases to move to, by the rule of `Versioning.nearestGood`, where of two versions the first number that is
 * not 0 counts as the major one: for Cargo `0.3` breaks what builds with `0.2`. From a pre-release its own other
 * pre-releases are good too, and any pre-release of a crate that has nothing else.
 */
export function nearestLive(from: CargoVersion, { finals, pres }: OrderedReleases): readonly NearestGood[] {
  const isPre = from.pre.length > 0;
  const own = sameNumbers(from, pres);
  const hasNothingElse = isPre && finals.length === 0 && own.from === own.to;
  const around = [neighboursOf(from, finals)];
  if (isPre) around.push(neighboursOf(from, pres, hasNothingElse ? undefined : own));
  const above = around.flatMap(each => each.above ?? []).sort(compareVersions)[0];
  const below = around
    .flatMap(each => each.below ?? [])
    .sort(compareVersions)
    .at(-1);
  const near = [above, below].find(release => release !== undefined && isCompatible(release, from));
  const later = near === undefined ? undefined : firstBeyond(from, hasNothingElse ? pres : finals);
  return [near ?? above ?? below, later].flatMap(release => {
    if (release === undefined) return [];
    return [{ version: withoutBuild(release.fact.version), direction: release === below ? 'down' : 'up' }];
  });
}

/** Whether builds go on from one to the other, as the caret has it. */
function isCompatible(a: CargoVersion, b: CargoVersion): boolean {
  if (a.major !== b.major || a.major > 0) return a.major === b.major;
  return a.minor === b.minor && (a.minor > 0 || a.patch === b.patch);
}

/** The lowest release above all that are compatible with a version. */
function firstBeyond(from: CargoVersion, list: readonly CargoRelease[]): CargoRelease | undefined {
  return list[firstWhere(list, release => compareVersions(release, from) > 0 && !isCompatible(release, from))];
}
