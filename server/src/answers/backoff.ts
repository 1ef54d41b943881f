import type { Ignorance } from '../model/answer.ts';
import { LargeMap } from '../model/large-map.ts';

/**
 * When a question may be asked again, and why it could not be answered. Without it a loop of analysing and asking would
 * hammer a registry that is down.
 */
export interface Backoff {
  /** Why the question has no answer, if it was asked and none came. */
  why(key: string): Ignorance | undefined;
  /** Whether the question may be asked now. */
  mayAsk(key: string, now: number): boolean;
  answered(key: string, now: number): void;
  failed(key: string, why: Ignorance, now: number): void;
  /** Nothing holds the question back any more. */
  forget(key: string): void;
}

interface Note {
  readonly notBefore: number;
  readonly why?: Ignorance;
  /** How often in a row it failed. */
  readonly failures: number;
}

/** Even with lifetimes of nothing an answer lives long enough to be looked at. */
const AFTER_AN_ANSWER = 10_000;
const LONGEST_PAUSE = 5 * 60_000;
/** More than any workspace has questions; beyond it the oldest is given up. */
const MOST_NOTES = 200_000;

export function createBackoff(): Backoff {
  const notes = new LargeMap<Note>();

  let last: Note | undefined;

  /** Of thousands that fail within a millisecond all have the same to note. */
  function write(key: string, its: Note): void {
    const isSame = last?.notBefore === its.notBefore && last.why === its.why && last.failures === its.failures;
    const note = isSame && last !== undefined ? last : its;
    last = note;
    notes.delete(key);
    notes.set(key, note);
    if (notes.size > MOST_NOTES) notes.forgetAnOldOne();
  }

  return {
    why: key => notes.get(key)?.why,
    mayAsk(key, now) {
      const note = notes.get(key);
      return note === undefined || now >= note.notBefore;
    },
    answered(key, now) {
      write(key, { notBefore: now + AFTER_AN_ANSWER, failures: 0 });
    },
    failed(key, why, now) {
      const failures = (notes.get(key)?.failures ?? 0) + 1;
      const wait = Math.min(LONGEST_PAUSE, pauseAfter(why) * 2 ** (failures - 1));
      write(key, { notBefore: now + wait, why, failures });
    },
    forget(key) {
      notes.delete(key);
    },
  };
}

/** After the first failure, in milliseconds; each further one doubles it. */
function pauseAfter(why: Ignorance): number {
  switch (why) {
    // A refusal depends on who asks, and another identity has another key: the same one is refused again.
    case 'refused':
      return LONGEST_PAUSE;
    // How long a host wants to be left alone is known to `http/`, which sends nothing before.
    case 'throttled':
    case 'garbled':
      return 60_000;
    case 'unreachable':
    case 'offline':
    case 'untrusted':
    case 'blocked':
    case 'elsewhere':
    case 'unnamed':
    case 'not-asked':
    case 'asking':
      return 30_000;
  }
}
