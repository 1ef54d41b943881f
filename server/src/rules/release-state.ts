import { versioningOf } from '../ecosystems/index.ts';
import type { Standing } from '../model/answer.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import type { Sight } from './rule.ts';

/** What the registry makes of a wanted release. Exactly one rule speaks for each state. */
export type ReleaseState =
  /** Not known yet, or not to be had. */
  | { readonly is: 'untold' }
  /** The release that the client would install. */
  | { readonly is: 'found'; readonly version: string; readonly standing: Standing }
  /** The version, or each that the range covers, was published once and is gone. */
  | { readonly is: 'removed'; readonly version: string; readonly lastSeen?: string }
  | { readonly is: 'no-version' }
  | { readonly is: 'no-tag' }
  | { readonly is: 'package-removed'; readonly on?: string }
  | { readonly is: 'package-held' }
  | { readonly is: 'no-package' };

/** What of a rule's sight tells. */
type ReleaseSight = Pick<Sight<ReleaseSubject>, 'subject' | 'peek' | 'derive'>;

const UNTOLD: ReleaseState = { is: 'untold' };

/**
 * Finds out with the smallest documents that tell: one release for an exact version, the short package document for
 * everything else, the long one only where something is gone.
 */
export function releaseState(sight: ReleaseSight): ReleaseState {
  const { subject, peek, derive } = sight;
  const { registry, name, want } = subject;
  if (want.is === 'exact') {
    const release = peek({ ask: 'release', registry, name, version: want.version });
    switch (release.state) {
      case 'unknown':
        return UNTOLD;
      case 'known':
        return release.fact.standing.is === 'security-holding'
          ? { is: 'package-held' }
          : { is: 'found', version: release.fact.version, standing: release.fact.standing };
      case 'absent':
        break;
    }
  }
  const answer = peek({ ask: 'package', registry, name });
  switch (answer.state) {
    case 'unknown':
      return UNTOLD;
    case 'absent':
      return { is: 'no-package' };
    case 'known':
      break;
  }
  const { standing } = answer.fact;
  if (standing.is === 'security-holding') return { is: 'package-held' };
  if (standing.is === 'unpublished') {
    return { is: 'package-removed', ...(standing.on === undefined ? {} : { on: standing.on }) };
  }
  const selection = versioningOf(registry).select(want, answer.fact, derive);
  switch (selection.is) {
    case 'no-tag':
      // The long document comes past all caches, and brings the tags along: a tag may be younger than the short one.
      return peek({ ask: 'history', registry, name }).state === 'unknown' ? UNTOLD : { is: 'no-tag' };
    case 'none':
      return goneOrNeverThere(sight);
    case 'release':
      return { is: 'found', version: selection.version, standing: selection.standing };
  }
}

/**
 * A version that has a date but is not listed was published once. Only some registries keep the dates of what is gone.
 */
function goneOrNeverThere({ subject, peek, derive }: ReleaseSight): ReleaseState {
  const { registry, name, want } = subject;
  const history = peek({ ask: 'history', registry, name });
  if (history.state === 'unknown') return UNTOLD;
  if (history.state === 'absent') return { is: 'no-version' };
  const version = versioningOf(registry).lastPublished(want, history.fact, derive);
  if (version === undefined) return { is: 'no-version' };
  const lastSeen = history.fact.published[version];
  return { is: 'removed', version, ...(lastSeen === undefined ? {} : { lastSeen }) };
}
