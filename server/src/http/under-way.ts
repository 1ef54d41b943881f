import { setTimeout as delay } from 'node:timers/promises';

/** What is on the wire to one host, so that what one request was told can be held against what others hear next. */
export interface UnderWay {
  /** One more is on the wire; returns how to say that it has ended. */
  begin(): () => void;
  /**
   * Ends when all that is on the wire now has ended, or after so many milliseconds. What begins meanwhile is not waited
   * for. Never rejects.
   */
  settled(longest: number): Promise<void>;
}

export function createUnderWay(): UnderWay {
  const running = new Set<Promise<void>>();
  return {
    begin() {
      let end: () => void = () => undefined;
      const whole = new Promise<void>(resolve => {
        end = resolve;
      });
      running.add(whole);
      return () => {
        running.delete(whole);
        end();
      };
    },
    async settled(longest) {
      if (running.size === 0) return;
      const over = new AbortController();
      const limit = delay(longest, undefined, { signal: over.signal }).catch(() => undefined);
      await Promise.race([Promise.all(running), limit]);
      over.abort();
    },
  };
}
