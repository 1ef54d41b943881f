import type { PackageFact, RetractedRange, Standing } from '../../model/answer.ts';
import type { Semver } from '../../model/semver.ts';
import type { GoMod } from './go-mod.ts';
import { compareVersions, readVersion } from './versions.ts';

/**
 * What a module comes to by its list of versions and by what its author says of them. `undefined` of more than any
 * module has, which would only fill the memory.
 *
 * @param versions in canonical form
 * @param newest absent: the highest of those that no suffix marks as incompatible
 */
export function packageFactOf(
  versions: readonly string[],
  { deprecated, retracted }: GoMod,
  newest?: string,
): PackageFact | undefined {
  const reasons = retractionsOf(versions, retracted);
  if (reasons === undefined) return undefined;
  return {
    standing: deprecated === undefined ? LIVE : { is: 'deprecated', message: deprecated },
    tags: {},
    ...(newest === undefined ? {} : { newest }),
    releases: versions.map(version => {
      const its = reasons.get(version);
      return { version, standing: its === undefined ? LIVE : { is: 'retracted', reasons: its } };
    }),
    ...(retracted.length === 0 ? {} : { retracted }),
  };
}

const LIVE: Standing = { is: 'live' };

/** Each of a version and a range that holds it: several for each version of the largest modules. */
const MOST_RETRACTIONS = 200_000;

/** Of what is retracted, every reason there is, in order (cmd/go/internal/modload/modfile.go, `CheckRetractions`). */
function retractionsOf(versions: readonly string[], retracted: readonly RetractedRange[]) {
  const reasons = new Map<string, string[]>();
  if (retracted.length === 0) return reasons;
  const sorted = versions
    .flatMap(text => {
      const version = readVersion(text);
      return version === undefined ? [] : [{ text, version }];
    })
    .sort((a, b) => compareVersions(a.version, b.version));
  let left = MOST_RETRACTIONS;
  for (const { low, high, reason } of retracted) {
    const [lowest, highest] = [readVersion(low), readVersion(high)];
    if (lowest === undefined || highest === undefined) continue;
    for (let i = firstFrom(sorted, lowest); i < sorted.length; i += 1) {
      const { text, version } = sorted[i] ?? { text: '', version: highest };
      if (compareVersions(version, highest) > 0) break;
      left -= 1;
      if (left < 0) return undefined;
      const its = reasons.get(text) ?? [];
      reasons.set(text, its);
      if (reason !== undefined) its.push(reason);
    }
  }
  return reasons;
}

/** The place of the first version that is not below another. */
function firstFrom(sorted: readonly { readonly version: Semver }[], lowest: Semver): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const at = sorted[middle];
    if (at !== undefined && compareVersions(at.version, lowest) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
