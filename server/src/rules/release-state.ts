import type { Peek, Standing } from '../model/answer.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import { versioningOf } from '../versions/index.ts';

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

const UNTOLD: ReleaseState = { is: 'untold' };

/**
 * Finds out with the smallest documents that tell: one release for an exact version, the short package document for
 * everything else, the long one only where something is gone.
 */
export function releaseState(subject: ReleaseSubject, peek: Peek): ReleaseState {
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
  const selection = versioningOf(registry).select(want, answer.fact);
  switch (selection.is) {
    case 'no-tag':
      // The long document comes past all caches, and brings the tags along: a tag may be younger than the short one.
      return peek({ ask: 'history', registry, name }).state === 'unknown' ? UNTOLD : { is: 'no-tag' };
    case 'none':
      return goneOrNeverThere(subject, peek);
    case 'release': {
      const release = answer.fact.releases.find(candidate => candidate.version === selection.version);
      return release === undefined ? UNTOLD : { is: 'found', version: release.version, standing: release.standing };
    }
  }
}

/**
 * A version that has a date but is not listed was published once. Only some registries keep the dates of what is gone.
 */
function goneOrNeverThere({ registry, name, want }: ReleaseSubject, peek: Peek): ReleaseState {
  const history = peek({ ask: 'history', registry, name });
  if (history.state === 'unknown') return UNTOLD;
  if (history.state === 'absent') return { is: 'no-version' };
  const versioning = versioningOf(registry);
  const gone = Object.entries(history.fact.published).filter(([version]) => versioning.covers(want, version));
  const last = gone.at(-1);
  return last === undefined ? { is: 'no-version' } : { is: 'removed', version: last[0], lastSeen: last[1] };
}
