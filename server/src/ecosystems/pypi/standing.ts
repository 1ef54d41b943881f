import type { PackageFact, Peek, ReleaseFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import { code } from '../../model/plain-text.ts';
import { packageQuestion } from '../../model/question.ts';
import type { ReleaseSubject } from '../../model/reference.ts';
import type { ReleaseState } from '../../model/release-state.ts';
import { isSurelyMissing } from '../../model/second-look.ts';
import { stateOfRelease } from '../../model/state-of-release.ts';
import { allowedBy, choose, isRefusedAsPre, needsText } from './choice.ts';
import { clientOf, hasOtherPlaces } from './clients.ts';
import { isContradiction } from './contradiction.ts';
import type { Alternatives } from './wants.ts';

const UNTOLD: ReleaseState = { is: 'untold' };

/**
 * Finds out with the one document that an index has of a package. What it lacks is looked for again past all
 * caches, as it may be younger than what is kept.
 */
export function pypiStanding(subject: ReleaseSubject, peek: Peek, derive: Derive): ReleaseState {
  const answer = peek(packageQuestion(subject));
  switch (answer.state) {
    case 'unknown':
      return UNTOLD;
    case 'absent':
      return hasOtherPlaces(subject.source) ? UNTOLD : { is: 'no-package' };
    case 'known':
      return stateIn(subject, answer.fact, peek, derive);
  }
}

function stateIn(subject: ReleaseSubject, fact: PackageFact, peek: Peek, derive: Derive): ReleaseState {
  if (fact.standing.is === 'quarantined') return { is: 'package-quarantined', ...reasonOf(fact.standing) };
  // What cannot be read is no reason for a word.
  const alternatives = allowedBy(subject);
  if (alternatives === undefined) return UNTOLD;
  const selection = choose(subject, fact, derive);
  switch (selection.is) {
    case 'release':
      return stateOf(selection, fact);
    case 'none':
      return hasOtherPlaces(subject.source) ? UNTOLD : stateOfNone(subject, alternatives, peek);
    case 'refused':
      return hasOtherPlaces(subject.source) ? UNTOLD : refusedState(subject, selection);
    case 'no-tag':
      return UNTOLD;
  }
}

function stateOfNone(subject: ReleaseSubject, alternatives: Alternatives, peek: Peek): ReleaseState {
  if (alternatives.every(isContradiction)) {
    return { is: 'no-version', why: 'No version can be all of that: the contradiction is in the file.' };
  }
  return isSurelyMissing(subject, peek) ? { is: 'no-version' } : UNTOLD;
}

/** What is said of a release goes before what is said of the project. */
function stateOf(release: ReleaseFact, { standing: whole }: PackageFact): ReleaseState {
  const { version, standing } = release;
  if (standing.is === 'yanked') return stateOfRelease(release);
  // Whose files are gone is there no more, whoever holds it.
  if (standing.is === 'unavailable') return { ...standing, version };
  if (whole.is === 'deprecated' || whole.is === 'archived') return stateOfRelease({ version, standing: whole });
  return { is: 'live', version };
}

function refusedState(subject: ReleaseSubject, release: ReleaseFact): ReleaseState {
  const { version, standing, needs, partlyYanked } = release;
  if (standing.is === 'yanked') {
    // Of a range whose matches are all yanked, Poetry took none once, and takes one now.
    const isDisputed = standing.disputed === true || clientOf(subject.source) === 'poetry';
    return { ...standing, is: 'all-yanked', version, ...(isDisputed ? { disputed: true } : {}) };
  }
  if (standing.is === 'unavailable') return { ...standing, version };
  // From version 26 on pip takes a pre-release where nothing else matches, and a file that was yanked may fit.
  if (isRefusedAsPre(release, subject) || partlyYanked !== undefined) return UNTOLD;
  return { is: 'unavailable', version, why: needsText(needs, subject.toolchain, code) };
}

function reasonOf({ reason }: { readonly reason?: string }): { reason?: string } {
  return reason === undefined ? {} : { reason };
}
