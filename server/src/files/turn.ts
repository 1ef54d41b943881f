import { setImmediate } from 'node:timers/promises';

/**
 * One's turn on the event loop, for work that a folder can make long: to be asked between two small pieces of it, so
 * that requests are answered, and signals heard, meanwhile.
 */
export interface Turn {
  /** Whether others have waited for long enough. */
  isOver(): boolean;
  /** Lets them go first. */
  end(): Promise<void>;
}

/** @param now milliseconds of a clock that never goes back */
export function takeTurns(now: () => number = () => performance.now()): Turn {
  let began = now();
  return {
    isOver: () => now() - began >= LONGEST_TURN,
    async end() {
      await setImmediate();
      began = now();
    },
  };
}

/** In milliseconds: half of what anybody could see, as the last piece may take as long again. */
const LONGEST_TURN = 5;
