import semver from 'semver';
import type { PackageFact, ReleaseFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import { wantOrHeld } from '../../model/held.ts';
import type { Wanted } from '../../model/reference.ts';
import type { Selection } from '../../model/versioning.ts';
import { clientOf, type NpmClient } from './clients.ts';
import {
  finalsFirstIn,
  highestPre,
  highestWhatever,
  isLive,
  isUnsaid,
  lowestPre,
  lowestWhatever,
  npmReleases,
  npmReleasesEverDeprecated,
  preferredIn,
  releasesByVersion,
} from './releases.ts';

/** The tag that npm takes where nothing is wanted in particular. */
export const DEFAULT_TAG = 'latest';

/** What decides among the releases. */
type Chosen = Pick<Wanted, 'want' | 'held' | 'source'>;

/** An exact version and a tag mean the same to all clients, whatever is said of the release. */
export function select(wanted: Chosen, fact: PackageFact, derive: Derive): Selection {
  const want = wantOrHeld(wanted);
  switch (want.is) {
    case 'exact':
      return picked(derive(fact, releasesByVersion).get(want.version));
    case 'tag': {
      const tag = want.text.trim();
      const version = Object.hasOwn(fact.tags, tag) ? fact.tags[tag] : undefined;
      return version === undefined ? { is: 'no-tag' } : picked(derive(fact, releasesByVersion).get(version));
    }
    case 'range':
      return picked(inRange(want.text.trim(), clientOf(wanted.source), fact, derive));
  }
}

/** The version that the registry puts forward as the newest. */
export function newest({ tags }: PackageFact): string | undefined {
  return Object.hasOwn(tags, DEFAULT_TAG) ? tags[DEFAULT_TAG] : undefined;
}

export function rangeOf(text: string): semver.Range | undefined {
  return semver.validRange(text, true) === null ? undefined : new semver.Range(text, { loose: true });
}

function inRange(written: string, client: NpmClient, fact: PackageFact, derive: Derive): ReleaseFact | undefined {
  const text = written || '*';
  const range = rangeOf(text);
  if (range === undefined) return undefined;
  const isIn = (version: string) => text === '*' || range.test(version);
  switch (client) {
    // npm-pick-manifest, lib/index.js, `pickManifest`.
    case 'npm': {
      const latest = latestIn(fact, isIn, derive);
      return latest !== undefined && isLive(latest) ? latest : preferredIn(range, derive(fact, npmReleases));
    }
    // Seen with pnpm 12.21: without a text the tag is meant; else it counts where it is good or nothing is, and where
    // only `*` takes it because it is a pre-release, last of all.
    case 'pnpm': {
      const latest = latestIn(fact, isIn, derive);
      if (written === '') return latest;
      const releases = derive(fact, npmReleasesEverDeprecated);
      const found = preferredIn(range, releases);
      if (latest === undefined || (found !== undefined && !range.test(latest.version))) return found;
      return isUnsaid(latest) || found === undefined || !isUnsaid(found) ? latest : found;
    }
    // Seen with pnpm 12.21 (pnpm.io, "resolutionMode"): it does not look at what is deprecated.
    case 'pnpm-lowest': {
      if (written === '') return latestIn(fact, isIn, derive);
      const releases = derive(fact, npmReleases);
      return lowestWhatever(range, releases) ?? (written === '*' ? lowestPre(releases) : undefined);
    }
    // Seen with Bun 1.4 (src/install/npm.zig, `findBestVersion`): where a range names a pre-release, the tag counts
    // only if it is that very one, and final releases go before others.
    case 'bun': {
      const latest = latestIn(fact, isIn, derive);
      const isMeant = latest !== undefined && (!/\d-[0-9a-z]/i.test(text) || leftmostOf(range) === latest.version);
      return isMeant && isLive(latest) ? latest : finalsFirstIn(range, derive(fact, npmReleases));
    }
    // yarnpkg/berry, plugin-npm, NpmSemverResolver.ts, `getCandidates`: no tag counts for more than another.
    case 'yarn': {
      const releases = derive(fact, npmReleases);
      return preferredIn(range, releases) ?? (written === '*' ? highestPre(releases) : undefined);
    }
    // yarnpkg/yarn, src/resolvers/registries/npm-resolver.js: it does not look at what is deprecated.
    case 'yarn1':
      return (
        latestIn(fact, version => range.test(version), derive) ?? highestWhatever(range, derive(fact, npmReleases))
      );
  }
}

/** The version that a range begins with, as it is written. */
function leftmostOf({ set }: semver.Range): string | undefined {
  return set[0]?.[0]?.semver.version;
}

function latestIn(fact: PackageFact, isIn: (version: string) => boolean, derive: Derive): ReleaseFact | undefined {
  const latest = newest(fact);
  return latest !== undefined && isIn(latest) ? derive(fact, releasesByVersion).get(latest) : undefined;
}

function picked(release: ReleaseFact | undefined): Selection {
  return release === undefined ? { is: 'none' } : { is: 'release', ...release };
}
