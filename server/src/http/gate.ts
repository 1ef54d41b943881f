/** Lets a number of holders in at a time; the others wait in line. */
export interface Gate {
  /**
   * Waits for a place and returns how to leave it, or `undefined` where the signal ended the wait. Those who come for
   * different `whom`s are let in by turns, so that whoever sends many keeps nobody else waiting.
   */
  enter(signal?: AbortSignal, whom?: string): Promise<(() => void) | undefined>;
  /** How many stand in line. */
  readonly waiting: number;
  /** Whether all places are taken. */
  readonly isFull: boolean;
}

/** `places` tells how many there are now; where that grows, the next who leaves lets more in. */
export function createGate(places: () => number): Gate {
  let taken = 0;
  let waiting = 0;
  /** A line for each, the next one first. */
  const lines = new Map<string, Set<() => void>>();

  function leaver(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      taken -= 1;
      while (waiting > 0 && taken < places()) admitNext();
    };
  }

  function admitNext(): void {
    for (const [whom, line] of lines) {
      lines.delete(whom);
      for (const admit of line) {
        line.delete(admit);
        if (line.size > 0) lines.set(whom, line);
        admit();
        return;
      }
    }
  }

  return {
    enter(signal, whom = '') {
      if (signal?.aborted) return Promise.resolve(undefined);
      if (taken < places()) {
        taken += 1;
        return Promise.resolve(leaver());
      }
      return new Promise(resolve => {
        const admit = () => {
          signal?.removeEventListener('abort', giveUp);
          waiting -= 1;
          taken += 1;
          resolve(leaver());
        };
        const giveUp = () => {
          waiting -= 1;
          lines.get(whom)?.delete(admit);
          resolve(undefined);
        };
        const line = lines.get(whom) ?? new Set();
        lines.set(whom, line.add(admit));
        waiting += 1;
        signal?.addEventListener('abort', giveUp, { once: true });
      });
    },
    get waiting() {
      return waiting;
    },
    get isFull() {
      return taken >= places();
    },
  };
}
