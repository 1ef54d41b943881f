import type { Answer, AnyFact } from '../model/answer.ts';

/** What a registry said: that something is so, or that it is not there. Ignorance is never kept. */
export type Told = Exclude<Answer<AnyFact>, { readonly state: 'unknown' }>;

/** An answer that is kept, in memory and on disk. */
export interface Kept {
  readonly answer: Told;
  /** An ETag by which the answer can be confirmed. */
  readonly validator?: string;
  /** How long its registry said that it stays fresh, in milliseconds. */
  readonly freshFor?: number;
  /** It can never change: contents under a digest. */
  readonly forEver?: boolean;
}

/** In milliseconds; both come from the settings. */
export interface Lifetimes {
  /** How long an answer is not asked again where its registry does not say. */
  readonly freshFor: number;
  /** How long an answer is shown while it cannot be had anew. */
  readonly keepFor: number;
}

/** A registry that wants every answer asked again gets this much peace from us all the same. */
const SHORTEST_FRESH = 60_000;
/** A registry that says "a year" of a tag is not believed beyond this, unless the user's own setting is longer. */
const LONGEST_FRESH = 60 * 60_000;

/** Whether an answer need not be asked again. */
export function isFresh(kept: Kept, lifetimes: Lifetimes, now: number): boolean {
  return kept.forEver === true || now < kept.answer.asOf + freshTime(kept, lifetimes);
}

/** Whether an answer may be shown while it is not fresh. */
export function isKept(kept: Kept, lifetimes: Lifetimes, now: number): boolean {
  return isFresh(kept, lifetimes, now) || now < kept.answer.asOf + lifetimes.keepFor;
}

function freshTime(kept: Kept, lifetimes: Lifetimes): number {
  if (kept.freshFor === undefined) return lifetimes.freshFor;
  const shortest = Math.min(SHORTEST_FRESH, lifetimes.freshFor);
  // An error hangs on an absence, and whoever mends it by publishing waits for it to go away.
  const longest = kept.answer.state === 'absent' ? lifetimes.freshFor : Math.max(LONGEST_FRESH, lifetimes.freshFor);
  return Math.min(longest, Math.max(shortest, kept.freshFor));
}
