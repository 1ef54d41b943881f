import type { Peek, SaidBesides, Standing } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import { packageQuestion, placeOfPackage } from '../../model/question.ts';
import type { ReleaseSubject } from '../../model/reference.ts';
import type { ReleaseState } from '../../model/release-state.ts';
import { stateOfRelease } from '../../model/state-of-release.ts';
import { releasesByVersion } from './ordered-releases.ts';
import { standingOfUnlisted } from './retractions.ts';

const UNTOLD: ReleaseState = { is: 'untold' };

/**
 * Found out with the list of a module's versions and the go.mod of its newest one, in which the author retracts
 * versions and deprecates the module. A version that is not listed may be there all the same, as those of commits are:
 * that is a question of its own.
 */
export function goStanding(subject: ReleaseSubject, peek: Peek, derive: Derive): ReleaseState {
  const { want, locked } = subject;
  // A go.sum keeps what is built no longer; the go.mod beside tells what is said of the rest.
  if (locked?.isRecord === true) return UNTOLD;
  // Which version that is, only `go mod tidy` finds out.
  if (want.is !== 'exact') return UNTOLD;
  const { version } = want;
  const answer = peek(packageQuestion(subject));
  switch (answer.state) {
    case 'unknown':
      return UNTOLD;
    case 'absent':
      return { is: 'no-package', ...besides(answer) };
    case 'known':
      break;
  }
  const { fact } = answer;
  const listed = derive(fact, releasesByVersion).get(version);
  if (listed !== undefined) return stateIn(version, listed.standing, fact.standing);
  const release = peek({ ask: 'release', ...placeOfPackage(subject), version });
  switch (release.state) {
    case 'unknown':
      return UNTOLD;
    case 'absent':
      return { is: 'no-version', ...besides(release) };
    case 'known':
      return stateIn(version, standingOfUnlisted(version, fact, derive), fact.standing);
  }
}

/** What is said of the version goes before what is said of all of them. */
function stateIn(version: string, standing: Standing, whole: Standing): ReleaseState {
  if (standing.is === 'live' && whole.is === 'deprecated') {
    return { is: 'package-deprecated', version, message: whole.message };
  }
  return stateOfRelease({ version, standing });
}

function besides({ spelled, goesOn, isOpen }: SaidBesides): SaidBesides {
  return {
    ...(spelled === undefined ? {} : { spelled }),
    ...(goesOn === undefined ? {} : { goesOn }),
    ...(isOpen === undefined ? {} : { isOpen }),
  };
}
