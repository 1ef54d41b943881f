/** Something that is done once for all that happens within a while. */
export interface Debounced {
  soon(): void;
  /** Does it at once, for all that has happened so far. */
  now(): void;
  cancel(): void;
}

/**
 * Runs something once for all calls within a while, and not at all after a cancel.
 *
 * @param delay after the first call, in milliseconds
 * @param longest where it is given, each call makes it wait for `delay` again, and for no longer than this altogether:
 *   what comes in a burst is done when the burst is over
 */
export function debounced(delay: number, run: () => void, longest = delay): Debounced {
  let timer: NodeJS.Timeout | undefined;
  let began = 0;
  let cancelled = false;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    run();
  };
  return {
    soon() {
      if (cancelled) return;
      if (timer === undefined) began = performance.now();
      else if (longest <= delay) return;
      clearTimeout(timer);
      timer = setTimeout(now, Math.min(delay, Math.max(0, began + longest - performance.now())));
    },
    now() {
      if (!cancelled) now();
    },
    cancel() {
      cancelled = true;
      clearTimeout(timer);
    },
  };
}
