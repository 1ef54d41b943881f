import type { Judged } from './judge.ts';

/** Of the references of a document that could be told of, how many are not to be had where they were asked for. */
export interface Tally {
  readonly told: number;
  readonly lacking: number;
}

const NO_TALLY: Tally = { told: 0, lacking: 0 };

/** @param sign -1 takes it out again */
export function tallied({ told, lacking }: Tally, { questions, why, findings }: Judged, sign: 1 | -1): Tally {
  if (questions.length === 0 || why !== undefined) return { told, lacking };
  const lacks = findings.some(({ lackedByRegistry }) => lackedByRegistry === true);
  return { told: told + sign, lacking: lacking + (lacks ? sign : 0) };
}

/**
 * Whether so much of a lockfile is not to be had that it is rather the registry that is another one than it should be:
 * a mirror that was set up in part, a login that is missing. That is one thing, and not thousands.
 */
export function isFlood({ told, lacking }: Tally): boolean {
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
