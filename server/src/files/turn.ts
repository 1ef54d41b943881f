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

/** Begins a turn. */
export type TakeTurns = () => Turn;

/**
 * For who does one thing after the other, and serves nobody meanwhile but signals.
 *
 * @param now milliseconds of a clock that never goes back
 */
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

/**
 * For a server, whose work in the background goes on in many places side by side: all of it together has one turn at a
 * time, a short one. Behind each, the event loop goes round without it as often as a request takes from its first byte
 * to its answer, so that whoever asks waits for one turn at the most.
 *
 * @param now milliseconds of a clock that never goes back
 */
export function createTurns(now: () => number = () => performance.now()): TakeTurns {
  /** When the turn began that somebody has; what begins by itself, as when a file was read, goes by it as well. */
  let began = Number.NEGATIVE_INFINITY;
  const waiting: (() => void)[] = [];
  let rounds = 0;

  function goRound(): void {
    rounds += 1;
    if (rounds > ROUNDS_BETWEEN) {
      rounds = 0;
      began = now();
      waiting.shift()?.();
    }
    if (waiting.length > 0) globalThis.setImmediate(goRound);
  }

  const turn: Turn = {
    isOver: () => now() - began >= LONGEST_SHARED_TURN,
    end: () =>
      new Promise(resolve => {
        waiting.push(resolve);
        if (waiting.length === 1) globalThis.setImmediate(goRound);
      }),
  };
  return () => turn;
}

/** In milliseconds. A hover takes about half of one by itself. */
const LONGEST_SHARED_TURN = 1.5;
/** Of a request's way the bytes are one round, the work is one, and the answer's bytes are one. */
const ROUNDS_BETWEEN = 2;
