import type { Answer, PackageFact, Peek, SaidBesides } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import { wantOrHeld } from '../../model/held.ts';
import { type PackagePlace, packageQuestion, placeOfPackage } from '../../model/question.ts';
import type { ReleaseSubject, Want } from '../../model/reference.ts';
import type { ReleaseState } from '../../model/release-state.ts';
import { stateOfRelease } from '../../model/state-of-release.ts';
import { isOfSnapshot } from './choice.ts';
import { hasOtherPlaces, mayBeElsewhere } from './clients.ts';
import { MAVEN_VERSIONING } from './versions.ts';

const UNTOLD: ReleaseState = { is: 'untold' };

/**
 * An exact version is found out with its POM, which is the authority: lists of versions are made again by whoever runs
 * a repository, and lack what is there. For all else the list decides, and the POM of what would be chosen. No POM is
 * ever changed once it is published, so that an artifact was moved on is said by a later one alone: that of the newest
 * version is looked at as well (Maven's guide to relocation). Snapshots are not asked about: they live in repositories
 * of their own, and come and go.
 */
export function mavenStanding(subject: ReleaseSubject, peek: Peek, derive: Derive): ReleaseState {
  if (subject.locked?.isRecord === true) return UNTOLD;
  const state = standingWhereAsked(subject, peek, derive);
  const isMissing = state.is === 'no-package' || state.is === 'no-version' || state.is === 'no-tag';
  return isMissing && hasOtherPlaces(subject.source) ? UNTOLD : state;
}

function standingWhereAsked(subject: ReleaseSubject, peek: Peek, derive: Derive): ReleaseState {
  const want = wantOrHeld(subject);
  if (want.is === 'exact') return isOfSnapshot(want.version) ? UNTOLD : ofVersion(subject, want.version, peek, derive);
  const answer = peek(packageQuestion(subject));
  if (answer.state !== 'known') return ofNoList(subject, answer);
  const selection = MAVEN_VERSIONING.select(subject, answer.fact, derive);
  // Who has more versions may have a higher one.
  const isPartial = answer.fact.partial === true || hasOtherPlaces(subject.source);
  if (isPartial && (!isSingle(want) || selection.is !== 'release')) return UNTOLD;
  switch (selection.is) {
    case 'none':
      return { is: 'no-version', ...besides(subject) };
    case 'no-tag':
      return mayBeElsewhere(subject) ? UNTOLD : { is: 'no-tag' };
    case 'release':
      return isOfSnapshot(selection.version) ? UNTOLD : ofChosen(subject, selection.version, answer.fact, peek, derive);
    case 'refused':
      return stateOfRelease(selection);
  }
}

function ofVersion(subject: ReleaseSubject, version: string, peek: Peek, derive: Derive): ReleaseState {
  const answer = peek(releaseQuestion(subject, version));
  if (answer.state === 'unknown') return UNTOLD;
  // A list may be missing where the artifact is not, so what says the one is not what says the other.
  if (answer.state === 'absent' && answer.missing === 'package') return ofNoList(subject, answer);
  if (answer.state === 'known' && answer.fact.standing.is !== 'live') return stateOfRelease(answer.fact);
  // What is locked is not chosen anew, and most of it is wanted by others: its own POM is all that is asked.
  if (answer.state === 'known' && subject.locked !== undefined) return stateOfRelease(answer.fact);
  const list = peek(packageQuestion(subject));
  if (answer.state === 'known') {
    const state = stateOfRelease(answer.fact);
    return list.state === 'known' ? movedLater(subject, state, list.fact, peek, derive) : state;
  }
  if (list.state !== 'known') return ofNoList(subject, list);
  // Maven does without a POM where only the archive is wanted, of whatever kind it is.
  if (list.fact.releases.some(release => release.version === version)) return listedAlone(subject, version);
  return { is: 'no-version', ...besides(subject, answer) };
}

function ofChosen(
  subject: ReleaseSubject,
  version: string,
  list: PackageFact,
  peek: Peek,
  derive: Derive,
): ReleaseState {
  const answer = peek(releaseQuestion(subject, version));
  switch (answer.state) {
    case 'known':
      return movedLater(subject, stateOfRelease(answer.fact), list, peek, derive);
    // A list may name what was never uploaded, and Maven chooses it all the same.
    case 'absent':
      return listedAlone(subject, version);
    case 'unknown':
      return UNTOLD;
  }
}

function listedAlone(subject: ReleaseSubject, version: string): ReleaseState {
  if (mayBeElsewhere(subject)) return UNTOLD;
  return { is: 'unavailable', version, why: 'is listed in the repository, and its POM is not there' };
}

/** What the newest version says of where later ones are to be had, where nothing else is said. */
function movedLater(
  subject: ReleaseSubject,
  state: ReleaseState,
  list: PackageFact,
  peek: Peek,
  derive: Derive,
): ReleaseState {
  if (state.is !== 'live') return state;
  const newest = MAVEN_VERSIONING.newest(list, derive);
  if (newest === undefined || newest === state.version || isOfSnapshot(newest)) return state;
  const answer = peek(releaseQuestion(subject, newest));
  if (answer.state !== 'known' || answer.fact.standing.is !== 'relocated') return state;
  const { to } = answer.fact.standing;
  // From one version to another of the same name leads no one away.
  return to.name === subject.name ? state : { is: 'relocated', version: state.version, to, later: true };
}

function ofNoList(subject: ReleaseSubject, answer: Exclude<Answer<never>, { state: 'known' }>): ReleaseState {
  return answer.state === 'unknown' ? UNTOLD : { is: 'no-package', ...besides(subject, answer) };
}

/** `[1.5]`: whoever has it, it is that one. */
function isSingle(want: Want): boolean {
  return want.is === 'range' && /^\[[^,*\][()]+\]$/.test(want.text.trim());
}

/** What is to be said besides, where something is not there. */
function besides(subject: ReleaseSubject, { isOpen }: Pick<SaidBesides, 'isOpen'> = {}): SaidBesides {
  return mayBeElsewhere(subject) ? { goesOn: true } : isOpen === true ? { isOpen } : {};
}

function releaseQuestion(subject: PackagePlace, version: string) {
  return { ask: 'release', ...placeOfPackage(subject), version } as const;
}
