/** Something that is done once for all that happens within a while. */
export interface Gathered {
  soon(): void;
  cancel(): void;
}

/** Runs something once for all calls within a while, and not at all after a cancel. */
export function gathered(delay: number, run: () => void): Gathered {
  let timer: NodeJS.Timeout | undefined;
  let cancelled = false;
  return {
    soon() {
      if (cancelled) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        run();
      }, delay);
    },
    cancel() {
      cancelled = true;
      clearTimeout(timer);
    },
  };
}
