import { faultOf } from '../boundary.ts';
import { type Debounced, debounced } from './debounce.ts';

/** What a session does without a request that waits for it. */
export interface Background {
  /** Runs work without waiting for it. A fault in it is told in the log, and is not the end of the session. */
  run(work: () => Promise<void>): void;
  /** See {@link debounced}: something that is done once for all that happens within a while, until the session ends. */
  debounce(delay: number, run: () => void, longest?: number): Debounced;
  /**
   * The same for work whose length grows with what is open: each time it rests for a few times as long as the work
   * took, so that most of the time is left for what else there is.
   */
  spaced(delay: number, work: () => Promise<void>): () => void;
  /** Does something again and again, with so many milliseconds between, until the session ends. */
  every(between: number, run: () => void): void;
  /** Nothing that waits is begun any more. */
  close(): void;
}

/** @param log takes a sentence about work that failed */
export function createBackground(log: (line: string) => void): Background {
  const ends: (() => void)[] = [];
  let isClosed = false;

  function run(work: () => Promise<void>): void {
    work().catch(error => log(`Something went wrong: ${faultOf(error)}`));
  }

  return {
    run,
    debounce(delay, run, longest) {
      const its = debounced(delay, run, longest);
      ends.push(its.cancel);
      return its;
    },
    spaced(delay, work) {
      let timer: NodeJS.Timeout | undefined;
      let isWanted = false;
      let isRunning = false;
      let rested = Number.NEGATIVE_INFINITY;

      async function once(): Promise<void> {
        const began = performance.now();
        timer = undefined;
        isWanted = false;
        isRunning = true;
        await work().finally(() => {
          const now = performance.now();
          isRunning = false;
          rested = now + (now - began) * REST;
          plan();
        });
      }
      function plan(): void {
        if (!isWanted || isRunning || timer !== undefined || isClosed) return;
        timer = setTimeout(() => run(once), Math.max(delay, rested - performance.now()));
      }
      ends.push(() => clearTimeout(timer));
      return () => {
        isWanted = true;
        plan();
      };
    },
    every(between, run) {
      const timer = setInterval(run, between);
      timer.unref();
      ends.push(() => clearInterval(timer));
    },
    close() {
      isClosed = true;
      for (const end of ends) end();
    },
  };
}

/** Times as long as the work took. */
const REST = 4;
