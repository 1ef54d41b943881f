import type { Answer, AnyFact } from '../model/answer.ts';

/** What a registry said: that something is so, or that it is not there. Ignorance is never cached. */
export type Told = Exclude<Answer<AnyFact>, { readonly state: 'unknown' }>;

/** An answer in memory and on disk, with what decides how long it holds. */
export interface CachedAnswer {
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
export function isFresh(cached: CachedAnswer, lifetimes: Lifetimes, now: number): boolean {
  return cached.forEver === true || now < cached.answer.asOf + freshTime(cached, lifetimes);
}

/** Whether an answer may be shown while it is not fresh. */
export function isShown(cached: CachedAnswer, lifetimes: Lifetimes, now: number): boolean {
  return isFresh(cached, lifetimes, now) || now < cached.answer.asOf + lifetimes.keepFor;
}

function freshTime(cached: CachedAnswer, lifetimes: Lifetimes): number {
  if (cached.freshFor === undefined) return lifetimes.freshFor;
  const shortest = Math.min(SHORTEST_FRESH, lifetimes.freshFor);
  // An error hangs on an absence, and whoever mends it by publishing waits for it to go away.
  const longest = cached.answer.state === 'absent' ? lifetimes.freshFor : Math.max(LONGEST_FRESH, lifetimes.freshFor);
  return Math.min(longest, Math.max(shortest, cached.freshFor));
}
