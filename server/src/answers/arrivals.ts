/** Tells that answers have arrived, once for many. */
export interface Arrivals {
  announce(): void;
  /** Returns how to stop. */
  listen(listener: () => void): () => void;
  close(): void;
}

/**
 * Milliseconds. The first call after a silence comes at once for the eye; during a flood the editor gets time to draw.
 */
const AFTER_SILENCE = 20;
const BETWEEN_CALLS = 150;

/** `clock` tells milliseconds; it need not be the time of day. */
export function createArrivals(clock: () => number): Arrivals {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  let last = Number.NEGATIVE_INFINITY;

  function call(): void {
    timer = undefined;
    last = clock();
    for (const listener of [...listeners]) listener();
  }

  return {
    announce() {
      if (timer !== undefined || listeners.size === 0) return;
      timer = setTimeout(call, Math.max(AFTER_SILENCE, last + BETWEEN_CALLS - clock()));
      timer.unref();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearTimeout(timer);
      listeners.clear();
    },
  };
}
