import type { Judged } from './judge.ts';

/** What was found at the references of a document, in numbers. */
export interface Tally {
  /** Of how many could be told what they are. */
  readonly told: number;
  /** How many of those are not to be had where they were asked for. */
  readonly lacking: number;
  /** How many findings others may be told of; see `culpritsOf`. */
  readonly culprits: number;
}

/** Of a document that is not judged. */
export const NO_TALLY: Tally = { told: 0, lacking: 0, culprits: 0 };

/** @param sign -1 takes it out again */
export function tallied(tally: Tally, { questions, why, findings }: Judged, sign: 1 | -1): Tally {
  const isTold = questions.length > 0 && why === undefined;
  if (!isTold && findings.length === 0) return tally;
  const lacks = isTold && findings.some(({ lackedByRegistry }) => lackedByRegistry === true);
  const blamed = findings.filter(({ culprit }) => culprit !== undefined).length;
  return {
    told: tally.told + (isTold ? sign : 0),
    lacking: tally.lacking + (lacks ? sign : 0),
    culprits: tally.culprits + blamed * sign,
  };
}

/**
 * Whether so much of a lockfile is not to be had that it is rather the registry that is another one than it should be:
 * a mirror that was set up in part, a login that is missing. That is one thing, and not thousands.
 */
export function isFlood({ told, lacking }: Pick<Tally, 'told' | 'lacking'>): boolean {
  return lacking > MOST_APART && lacking * 2 > told;
}

/** So many are told one by one in any case. */
const MOST_APART = 20;

/** The same for all of a document. */
export function isFlooded(judged: Iterable<Judged>): boolean {
  return isFlood(tallyOf(judged));
}

export function tallyOf(judged: Iterable<Judged>): Tally {
  let tally = NO_TALLY;
  for (const each of judged) tally = tallied(tally, each, 1);
  return tally;
}
