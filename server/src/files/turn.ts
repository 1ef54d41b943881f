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
 * to its answer, so that whoever asks waits for one turn at the most. Most work is small, though, and somebody may wait
 * for it: where nothing was done for that long, the first turns are those of one who is alone.
 *
 * @param now milliseconds of a clock that never goes back
 */
export function createTurns(now: () => number = () => performance.now()): TakeTurns {
  /** When the turn began that somebody has or had just now. */
  let began: number | undefined;
  /** So many began without a rest. */
  let count = 0;
  let rounds = 0;
  const waiting: (() => void)[] = [];
  const isShort = () => count > LONG_TURNS;

  function begin(): void {
    began = now();
    count += 1;
    rounds = 0;
    globalThis.setImmediate(goRound);
  }

  function goRound(): void {
    rounds += 1;
    // Where nobody waits, the rest begins when a short turn's would be over.
    if (rounds <= ROUNDS_BETWEEN && (isShort() || waiting.length === 0)) {
      globalThis.setImmediate(goRound);
      return;
    }
    const next = waiting.shift();
    if (next === undefined) {
      began = undefined;
      count = 0;
      return;
    }
    begin();
    next();
  }

  const turn: Turn = {
    isOver() {
      if (began === undefined) begin();
      return now() - (began ?? now()) >= (isShort() ? LONGEST_SHARED_TURN : LONGEST_TURN);
    },
    end() {
      if (began === undefined) begin();
      return new Promise(resolve => waiting.push(resolve));
    },
  };
  return () => turn;
}

/** In milliseconds. A hover takes about half of one by itself. */
const LONGEST_SHARED_TURN = 1.5;
/** Of a request's way its head, its body, the work and the answer are a round each (vscode-jsonrpc's queues). */
const ROUNDS_BETWEEN = 4;
/** After a rest. */
const LONG_TURNS = 4;
