import type { PackageFact } from '../../model/answer.ts';
import type { Route } from '../route.ts';
import type { Listing } from './metadata.ts';

/** A list of an artifact's versions, and which repository has it. */
export interface ListedAt {
  readonly from: Route;
  readonly listing: Listing;
}

/**
 * What several repositories list of an artifact, as one: all versions of all of them, and of each word the version that
 * the list says which was made last (maven-resolver-provider, `DefaultVersionRangeResolver`, `DefaultVersionResolver`).
 *
 * @param isPartial whether others were not asked
 */
export function joinedLists(lists: readonly ListedAt[], isPartial: boolean): PackageFact {
  const releases = new Map(lists.flatMap(({ listing }) => listing.releases.map(each => [each.version, each] as const)));
  const tags = new Map<string, { readonly version: string; readonly updated: string }>();
  for (const { listing } of lists) {
    const { updated = '' } = listing;
    for (const [tag, version] of Object.entries(listing.tags)) {
      const before = tags.get(tag);
      if (before === undefined || updated > before.updated) tags.set(tag, { version, updated });
    }
  }
  return {
    standing: { is: 'live' },
    tags: Object.fromEntries([...tags].map(([tag, { version }]) => [tag, version])),
    releases: [...releases.values()],
    ...(isPartial ? { partial: true } : {}),
  };
}

/** The repository that has a version, as far as the lists tell. */
export function whereListed(lists: readonly ListedAt[], version: string): Route | undefined {
  return lists.find(({ listing }) => listing.releases.some(each => each.version === version))?.from;
}
