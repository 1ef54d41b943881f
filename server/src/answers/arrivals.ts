import type { OnArrival } from './answers.ts';

/** Tells which answers have arrived, once for many. */
export interface Arrivals {
  announce(key: string): void;
  /** Returns how to stop. */
  listen(listener: OnArrival): () => void;
  /** See `Answers.gather`. */
  gather(): () => ReadonlySet<string>;
  close(): void;
}

/**
 * Milliseconds. The first call after a silence comes at once for the eye; during a flood the editor gets time to draw.
 */
const AFTER_SILENCE = 20;
const BETWEEN_CALLS = 150;

/** `clock` tells milliseconds; it need not be the time of day. */
export function createArrivals(clock: () => number): Arrivals {
  const listeners = new Set<OnArrival>();
  const gatherings: Set<string>[] = [];
  let keys = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let last = Number.NEGATIVE_INFINITY;

  function call(): void {
    timer = undefined;
    last = clock();
    const arrived = keys;
    keys = new Set();
    for (const listener of [...listeners]) listener(arrived);
  }

  return {
    announce(key) {
      for (const gathered of gatherings) gathered.add(key);
      if (listeners.size === 0) return;
      keys.add(key);
      if (timer !== undefined) return;
      timer = setTimeout(call, Math.max(AFTER_SILENCE, last + BETWEEN_CALLS - clock()));
      timer.unref();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    gather() {
      const place = gatherings.push(new Set()) - 1;
      return () => {
        const gathered = gatherings[place] ?? new Set();
        gatherings[place] = new Set();
        return gathered;
      };
    },
    close() {
      clearTimeout(timer);
      listeners.clear();
    },
  };
}
