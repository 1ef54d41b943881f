/**
 * Makes of some work one that all share who want it at the same time: each gets the outcome of a run that began after
 * it was wanted, as what happened before that is what is asked for.
 *
 * @param work never rejects
 */
export function together<Outcome>(work: () => Promise<Outcome>): () => Promise<Outcome> {
  let running: Promise<Outcome> | undefined;
  let next: Promise<Outcome> | undefined;

  function run(): Promise<Outcome> {
    next = undefined;
    running = work().finally(() => {
      running = undefined;
    });
    return running;
  }

  return () => {
    next ??= (running ?? Promise.resolve()).then(run);
    return next;
  };
}
