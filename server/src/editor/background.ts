import { faultOf } from '../boundary.ts';
import { type Debounced, debounced } from './debounce.ts';

/** What a session does without a request that waits for it. */
export interface Background {
  /** Runs work without waiting for it. A fault in it is told in the log, and is not the end of the session. */
  run(work: () => Promise<void>): void;
  /** See {@link debounced}: something that is done once for all that happens within a while, until the session ends. */
  debounce(delay: number, run: () => void, longest?: number): Debounced;
  /** Does something again and again, with so many milliseconds between, until the session ends. */
  every(between: number, run: () => void): void;
  /** Nothing that waits is begun any more. */
  close(): void;
}

/** @param log takes a sentence about work that failed */
export function createBackground(log: (line: string) => void): Background {
  const ends: (() => void)[] = [];
  return {
    run(work) {
      work().catch(error => log(`Something went wrong: ${faultOf(error)}`));
    },
    debounce(delay, run, longest) {
      const its = debounced(delay, run, longest);
      ends.push(its.cancel);
      return its;
    },
    every(between, run) {
      const timer = setInterval(run, between);
      timer.unref();
      ends.push(() => clearInterval(timer));
    },
    close() {
      for (const end of ends) end();
    },
  };
}
