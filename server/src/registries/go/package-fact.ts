import type { PackageFact, RetractedRange, Standing } from '../../model/answer.ts';
import type { GoMod } from './go-mod.ts';
import { compareVersions, readVersion } from './versions.ts';

/**
 * What a module comes to by its list of versions and by what its author says of them.
 *
 * @param latest a version of a commit, where the list is empty
 */
export function packageFactOf(
  versions: readonly string[],
  { deprecated, retracted }: GoMod,
  latest?: string,
): PackageFact {
  return {
    standing: deprecated === undefined ? LIVE : { is: 'deprecated', message: deprecated },
    tags: latest === undefined ? {} : { latest },
    releases: versions.map(version => ({ version, standing: standingOf(version, retracted) })),
    ...(retracted.length === 0 ? {} : { retracted }),
  };
}

const LIVE: Standing = { is: 'live' };

/** As go says it (cmd/go/internal/modload/modfile.go, `CheckRetractions`): every reason there is, in order. */
function standingOf(text: string, retracted: readonly RetractedRange[]): Standing {
  const version = readVersion(text);
  if (version === undefined) return LIVE;
  const its = retracted.filter(({ low, high }) => {
    const [lowest, highest] = [readVersion(low), readVersion(high)];
    if (lowest === undefined || highest === undefined) return false;
    return compareVersions(lowest, version) <= 0 && compareVersions(version, highest) <= 0;
  });
  if (its.length === 0) return LIVE;
  return { is: 'retracted', reasons: its.flatMap(({ reason }) => reason ?? []) };
}
