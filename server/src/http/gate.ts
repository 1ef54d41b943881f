/** Lets a number of holders in at a time; the others wait in line. */
export interface Gate {
  /** Waits for a place and returns how to leave it, or `undefined` where the signal ended the wait. */
  enter(signal?: AbortSignal): Promise<(() => void) | undefined>;
}

export function createGate(places: number): Gate {
  let taken = 0;
  const line: (() => void)[] = [];

  function leaver(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      taken -= 1;
      line.shift()?.();
    };
  }

  return {
    enter(signal) {
      if (signal?.aborted) return Promise.resolve(undefined);
      if (taken < places) {
        taken += 1;
        return Promise.resolve(leaver());
      }
      return new Promise(resolve => {
        const admit = () => {
          signal?.removeEventListener('abort', giveUp);
          taken += 1;
          resolve(leaver());
        };
        const giveUp = () => {
          line.splice(line.indexOf(admit), 1);
          resolve(undefined);
        };
        line.push(admit);
        signal?.addEventListener('abort', giveUp, { once: true });
      });
    },
  };
}
