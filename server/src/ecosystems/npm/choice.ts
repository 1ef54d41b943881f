import semver from 'semver';
import type { PackageFact, ReleaseFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import { wantOrHeld } from '../../model/held.ts';
import type { Wanted } from '../../model/reference.ts';
import type { Selection } from '../../model/versioning.ts';
import { clientOf, type NpmClient } from './clients.ts';
import { highestPre, highestWhatever, isLive, npmReleases, preferredIn, releasesByVersion } from './releases.ts';

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
      return picked(inRange(want.text.trim() || '*', clientOf(wanted.source), fact, derive));
  }
}

/** The version that the registry puts forward as the newest. */
export function newest({ tags }: PackageFact): string | undefined {
  return Object.hasOwn(tags, DEFAULT_TAG) ? tags[DEFAULT_TAG] : undefined;
}

export function rangeOf(text: string): semver.Range | undefined {
  return semver.validRange(text, true) === null ? undefined : new semver.Range(text, { loose: true });
}

function inRange(text: string, client: NpmClient, fact: PackageFact, derive: Derive): ReleaseFact | undefined {
  const range = rangeOf(text);
  if (range === undefined) return undefined;
  const releases = derive(fact, npmReleases);
  switch (client) {
    // npm-pick-manifest, lib/index.js, `pickManifest`; pnpm and Bun have it so from npm.
    case 'npm':
    case 'pnpm':
    case 'bun': {
      const latest = latestIn(fact, version => text === '*' || range.test(version), derive);
      return latest !== undefined && isLive(latest) ? latest : preferredIn(range, releases);
    }
    // yarnpkg/berry, plugin-npm, NpmSemverResolver.ts, `getCandidates`: no tag counts for more than another.
    case 'yarn':
      return preferredIn(range, releases) ?? (text === '*' ? highestPre(releases) : undefined);
    // yarnpkg/yarn, src/resolvers/registries/npm-resolver.js: it does not look at what is deprecated.
    case 'yarn1':
      return latestIn(fact, version => range.test(version), derive) ?? highestWhatever(range, releases);
  }
}

function latestIn(fact: PackageFact, isIn: (version: string) => boolean, derive: Derive): ReleaseFact | undefined {
  const latest = newest(fact);
  return latest !== undefined && isIn(latest) ? derive(fact, releasesByVersion).get(latest) : undefined;
}

function picked(release: ReleaseFact | undefined): Selection {
  return release === undefined ? { is: 'none' } : { is: 'release', ...release };
}
