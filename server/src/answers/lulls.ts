import process from 'node:process';

/** Answers are read between the event loop's looks at the network, not before requests that could be sent. */
export interface Lulls {
  /** Whether so little waits that more may be fetched meanwhile: what waits is in memory. */
  readonly hasRoom: boolean;
  /** Resolves when it is this caller's turn, in the order in which they came. */
  wait(): Promise<void>;
}

export function createLulls(): Lulls {
  const waiting: (() => void)[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await new Promise<void>(resolve => setImmediate(resolve));
      const start = performance.now();
      do {
        waiting.shift()?.();
        // All that follows at once comes before the next tick.
        await new Promise<void>(resolve => process.nextTick(resolve));
      } while (waiting.length > 0 && performance.now() - start < LONGEST_TURN);
    }
    isRunning = false;
  }

  return {
    get hasRoom() {
      return waiting.length < MOST_WAITING;
    },
    wait() {
      const turn = new Promise<void>(resolve => waiting.push(resolve));
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
