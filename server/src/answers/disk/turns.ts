import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Keeps work that is done in promises from holding up the event loop, as promises that are ready never let go of it.
 */
export interface Turns {
  /** Nothing while the turn is short; else what resolves in the next one. */
  next(): Promise<void> | undefined;
}

/** Milliseconds: half a frame, so that whatever else waits for the event loop comes in time. */
const LONGEST_TURN = 8;

export function createTurns(): Turns {
  let began: number | undefined;
  return {
    next() {
      const now = performance.now();
      if (began === undefined) {
        began = now;
        setImmediate(() => {
          began = undefined;
        });
        return undefined;
      }
      return now - began < LONGEST_TURN ? undefined : nextTurn();
    },
  };
}
