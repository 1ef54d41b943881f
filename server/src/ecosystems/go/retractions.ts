import type { PackageFact, RetractedRange, Standing } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import { compareSemver } from '../../model/semver.ts';
import { type GoVersion, parseGoVersion } from './go-version.ts';

/**
 * What a module's author says of a version that no proxy lists, as of a commit: ranges of retracted versions hold for
 * these as well. Of several that hold it all reasons are told, in their order, and none where none is written
 * (cmd/go/internal/modload/modfile.go, `CheckRetractions`).
 */
export function standingOfUnlisted(version: string, fact: PackageFact, derive: Derive): Standing {
  const read = parseGoVersion(version);
  if (read === undefined) return { is: 'live' };
  const holding = derive(fact, readRanges).filter(
    ({ low, high }) => compareSemver(low, read) <= 0 && compareSemver(read, high) <= 0,
  );
  if (holding.length === 0) return { is: 'live' };
  return { is: 'retracted', reasons: holding.flatMap(({ reason }) => (reason === '' ? [] : [reason])) };
}

interface ReadRange {
  readonly low: GoVersion;
  readonly high: GoVersion;
  readonly reason: string;
}

/** A derivation: see `Derive`. */
function readRanges({ retracted = [] }: PackageFact): readonly ReadRange[] {
  return retracted.flatMap(({ low, high, reason = '' }: RetractedRange) => {
    const [from, to] = [parseGoVersion(low), parseGoVersion(high)];
    return from === undefined || to === undefined ? [] : [{ low: from, high: to, reason }];
  });
}
