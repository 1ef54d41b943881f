import { faultOf } from '../boundary.ts';
import { type Gathered, gathered } from './gathered.ts';

/** What a session does without a request that waits for it. */
export interface Background {
  /** Runs work without waiting for it. A fault in it is told in the log, and is not the end of the session. */
  run(work: () => Promise<void>): void;
  /** See {@link gathered}: something that is done once for all that happens within a while, until the session ends. */
  gather(delay: number, run: () => void, longest?: number): Gathered;
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
    gather(delay, run, longest) {
      const its = gathered(delay, run, longest);
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
