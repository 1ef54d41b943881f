import type { PackageFact, Peek, ReleaseFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import { wantOrHeld } from '../../model/held.ts';
import { placeOfPackage, releaseQuestion } from '../../model/question.ts';
import type { ReleaseSubject } from '../../model/reference.ts';
import type { ReleaseState } from '../../model/release-state.ts';
import { stateOfRelease } from '../../model/state-of-release.ts';
import { NPM_VERSIONING } from './versions.ts';

const UNTOLD: ReleaseState = { is: 'untold' };

/**
 * Finds out with the smallest documents that tell: one release for an exact version, the short package document for
 * everything else, the long one only where something is gone.
 */
export function npmStanding(subject: ReleaseSubject, peek: Peek, derive: Derive): ReleaseState {
  const want = wantOrHeld(subject);
  const place = placeOfPackage(subject);
  if (want.is === 'exact') {
    const release = peek(releaseQuestion(subject, want.version));
    switch (release.state) {
      case 'unknown':
        return UNTOLD;
      case 'known':
        return stateOfRelease(release.fact);
      case 'absent':
        break;
    }
  }
  const answer = peek({ ask: 'package', ...place });
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
  const selection = NPM_VERSIONING.select(subject, answer.fact, derive);
  switch (selection.is) {
    case 'no-tag':
      // The long document comes past all caches, and brings the tags along: a tag may be younger than the short one.
      return peek({ ask: 'history', ...place }).state === 'unknown' ? UNTOLD : { is: 'no-tag' };
    case 'none':
      return goneOrNeverThere(subject, peek, derive);
    case 'release':
      return stateOfChosen(subject, selection, answer.fact, derive);
    case 'refused':
      return { is: 'no-version' };
  }
}

/** A client that is blind to what is deprecated may take that where others would not. */
function stateOfChosen(subject: ReleaseSubject, chosen: ReleaseFact, fact: PackageFact, derive: Derive): ReleaseState {
  const state = stateOfRelease(chosen);
  if (state.is !== 'deprecated' || subject.source === undefined) return state;
  const { source: _, ...byNpm } = subject;
  const other = NPM_VERSIONING.select(byNpm, fact, derive);
  return other.is === 'release' && other.standing.is === 'live' ? { ...state, othersFit: true } : state;
}

/**
 * A version that has a date but is not listed was published once. Only some registries keep the dates of what is gone.
 */
function goneOrNeverThere(subject: ReleaseSubject, peek: Peek, derive: Derive): ReleaseState {
  const history = peek({ ask: 'history', ...placeOfPackage(subject) });
  if (history.state === 'unknown') return UNTOLD;
  if (history.state === 'absent') return { is: 'no-version' };
  const version = NPM_VERSIONING.lastPublished(wantOrHeld(subject), history.fact, derive);
  if (version === undefined) return { is: 'no-version' };
  const lastSeen = history.fact.published[version];
  const lived = livedAtMost(lastSeen, history.fact.modified);
  return {
    is: 'removed',
    version,
    ...(lastSeen === undefined ? {} : { lastSeen }),
    ...(lived === undefined ? {} : { lived }),
  };
}

/** The document was written when the version went, or later. */
function livedAtMost(published: string | undefined, modified: string | undefined): number | undefined {
  const lived = Date.parse(modified ?? '') - Date.parse(published ?? '');
  return lived >= 0 ? lived : undefined;
}
