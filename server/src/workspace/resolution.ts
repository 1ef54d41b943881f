import { IMAGES, PACKAGES } from '../ecosystems/index.ts';
import { type Answer, type ManifestFact, NOT_ASKED, type Peek } from '../model/answer.ts';
import type { Derive } from '../model/derive.ts';
import { packageQuestion, type Question } from '../model/question.ts';
import { isStored, type Reference, type ReleaseSubject, type StoredSubject, type Subject } from '../model/reference.ts';
import type { ReleaseState } from '../model/release-state.ts';
import type { Resolution, ResolvedStanding } from '../model/resolution.ts';

/**
 * What the client would take today for a subject, by what is known: what is peeked at and unknown is to be asked, and
 * then it is told. `undefined` for what no registry is asked about.
 */
export function resolutionOf(subject: Subject, peek: Peek, derive: Derive): Resolution | undefined {
  if (isStored(subject)) return storedResolution(subject, peek);
  return subject.kind === 'release' ? releaseResolution(subject, peek, derive) : undefined;
}

/** What references are judged by first, as far as that is told without any answer: worth to be looked for ahead. */
export function readAhead(references: readonly Reference[], derive: Derive): readonly Question[] {
  const questions: Question[] = [];
  for (const { subject } of references) {
    let first: Question | undefined;
    const peek: Peek = question => {
      first ??= question;
      return NOT_ASKED;
    };
    resolutionOf(subject, peek, derive);
    if (first !== undefined) questions.push(first);
  }
  return questions;
}

function releaseResolution(subject: ReleaseSubject, peek: Peek, derive: Derive): Resolution {
  const { standing, versions } = PACKAGES[subject.registry];
  const state = standing(subject, peek, derive);
  const answer = peek(packageQuestion(subject));
  const latest = answer.state === 'known' ? versions.newest(answer.fact, derive) : undefined;
  const chosen = chosenIn(state);
  return {
    ...(chosen === undefined ? {} : { chosen }),
    standing: STANDING_OF[state.is],
    ...(latest === undefined ? {} : { latest }),
    ...(answer.state === 'unknown' ? {} : { asOf: answer.asOf }),
  };
}

function chosenIn(state: ReleaseState): string | undefined {
  switch (state.is) {
    case 'live':
    case 'deprecated':
    case 'archived':
    case 'yanked':
    case 'retracted':
    case 'relocated':
    case 'package-deprecated':
      return state.version;
    case 'untold':
    case 'all-yanked':
    case 'unavailable':
    case 'removed':
    case 'no-version':
    case 'no-tag':
    case 'package-quarantined':
    case 'package-removed':
    case 'package-held':
    case 'no-package':
      return undefined;
  }
}

const STANDING_OF: Readonly<Record<ReleaseState['is'], ResolvedStanding>> = {
  untold: 'unknown',
  live: 'live',
  archived: 'live',
  deprecated: 'deprecated',
  yanked: 'yanked',
  'all-yanked': 'yanked',
  retracted: 'retracted',
  relocated: 'relocated',
  'package-deprecated': 'deprecated',
  unavailable: 'unavailable',
  removed: 'unpublished',
  'package-removed': 'unpublished',
  'package-held': 'security-holding',
  'package-quarantined': 'quarantined',
  'no-version': 'missing-version',
  'no-tag': 'missing-version',
  'no-package': 'missing-package',
};

/** A digest decides alone (OCI distribution-spec, "Pulling manifests"); else the tag does, written or meant. */
function storedResolution(subject: StoredSubject, peek: Peek): Resolution {
  const { name: image, digest } = subject;
  const at = digest === undefined ? { tag: IMAGES.meantTag(subject) } : { digest };
  const answer: Answer<ManifestFact> = peek({ ask: 'manifest', image, at });
  switch (answer.state) {
    case 'known':
      return { chosen: answer.fact.digest, standing: 'live', asOf: answer.asOf };
    case 'absent': {
      const isWhole = answer.missing === 'repository' || answer.missing === 'package';
      return { standing: isWhole ? 'missing-package' : 'missing-version', asOf: answer.asOf };
    }
    case 'unknown':
      return { standing: 'unknown' };
  }
}
