import type { PackageFact, Peek } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import { code } from '../../model/plain-text.ts';
import { packageQuestion } from '../../model/question.ts';
import type { ReleaseSubject } from '../../model/reference.ts';
import type { ReleaseState } from '../../model/release-state.ts';
import { isSurelyMissing } from '../../model/second-look.ts';
import { stateOfRelease } from '../../model/state-of-release.ts';
import { isContradiction } from './contradiction.ts';
import { cargoReleases } from './ordered-releases.ts';
import { parseRequirement, type Requirement } from './requirement.ts';
import { isSurelyRustEnough } from './rust-version.ts';
import { lockedVersion } from './served.ts';
import { CARGO_VERSIONING } from './versions.ts';

const UNTOLD: ReleaseState = { is: 'untold' };

/**
 * Found out with the crate's file of the index, which has all there is. Cargo chooses no yanked release anew, not even
 * one that is named exactly; `Cargo.lock` may hold one. The index knows no deprecation, and nothing of what is gone.
 * What the file lacks is looked for again past all caches, as it may be younger than what is kept.
 */
export function cargoStanding(subject: ReleaseSubject, peek: Peek, derive: Derive): ReleaseState {
  const answer = peek(packageQuestion(subject));
  switch (answer.state) {
    case 'unknown':
      return UNTOLD;
    case 'absent': {
      const { spelled, isOpen } = answer;
      return {
        is: 'no-package',
        ...(spelled === undefined ? {} : { spelled }),
        ...(isOpen === undefined ? {} : { isOpen }),
      };
    }
    case 'known':
      break;
  }
  const selection = CARGO_VERSIONING.select(subject, answer.fact, derive);
  switch (selection.is) {
    case 'none':
    case 'no-tag':
      return stateOfNone(subject, answer.fact, peek, derive);
    case 'release':
      // An older one would be chosen where the Rust at hand is too old for it.
      if (lockedVersion(subject) === undefined && !isSurelyRustEnough(subject.toolchain, selection.needs))
        return UNTOLD;
      return stateOfRelease(selection);
    case 'refused':
      break;
  }
  const state = stateOfRelease(selection);
  return state.is === 'yanked' ? { ...state, is: 'all-yanked' } : state;
}

function stateOfNone(subject: ReleaseSubject, fact: PackageFact, peek: Peek, derive: Derive): ReleaseState {
  const requirement = lockedVersion(subject) === undefined ? parseRequirement(subject.want.text) : undefined;
  if (requirement !== undefined && isContradiction(requirement)) {
    return { is: 'no-version', why: 'No version can be all of that: the contradiction is in the file.' };
  }
  if (!isSurelyMissing(subject, peek)) return UNTOLD;
  return { is: 'no-version', ...(requirement === undefined ? {} : whyNone(requirement, fact, derive)) };
}

/** What cargo says as well, or what nobody sees at a glance. */
function whyNone(requirement: Requirement, fact: PackageFact, derive: Derive): { readonly why?: string } {
  const { finals, pres } = derive(fact, cargoReleases).live;
  const newest = pres.at(-1);
  const namesOne = requirement.some(({ pre }) => pre.length > 0);
  if (finals.length > 0 || newest === undefined || namesOne) return {};
  return {
    why: `It has only pre-releases, which cargo takes where they are named: write ${code(newest.fact.version)} for the newest.`,
  };
}
