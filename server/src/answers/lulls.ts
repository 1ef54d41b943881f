import process from 'node:process';

/** Answers are read between the event loop's looks at the network, not before requests that could be sent. */
export interface Lulls {
  /** Whether so little waits that more may be fetched meanwhile: what waits is in memory. */
  readonly hasRoom: boolean;
  /** Resolves when it is this caller's turn: those before all others whom somebody waits for, and else as they came. */
  wait(isWaitedFor: boolean): Promise<void>;
}

export function createLulls(): Lulls {
  const waitedFor: (() => void)[] = [];
  const others: (() => void)[] = [];
  let isRunning = false;

  function count(): number {
    return waitedFor.length + others.length;
  }

  async function run(): Promise<void> {
    while (count() > 0) {
      await new Promise<void>(resolve => setImmediate(resolve));
      const start = performance.now();
      do {
        (waitedFor.shift() ?? others.shift())?.();
        // All that follows at once comes before the next tick.
        await new Promise<void>(resolve => process.nextTick(resolve));
      } while (count() > 0 && performance.now() - start < LONGEST_TURN);
    }
    isRunning = false;
  }

  return {
    get hasRoom() {
      return count() < MOST_WAITING;
    },
    wait(isWaitedFor) {
      const turn = new Promise<void>(resolve => (isWaitedFor ? waitedFor : others).push(resolve));
      if (!isRunning) {
        isRunning = true;
        void run();
      }
      return turn;
    },
  };
}

/** In milliseconds: as long as reading a few answers takes. */
const LONGEST_TURN = 2;
const MOST_WAITING = 10;
