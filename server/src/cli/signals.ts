/**
 * Told once by the first of these signals, so that what is known can be kept in order and the process ends by itself. A
 * second one, whichever it is, ends the process at once, as if it had never been listened for: by the system's own
 * hand, also while the event loop is held.
 */
export function firstSignal(process: NodeJS.Process): AbortSignal {
  const stop = new AbortController();
  const unlisten = () => {
    for (const name of SIGNALS) process.off(name, listener);
  };
  const listener = (name: NodeJS.Signals) => {
    if (stop.signal.aborted) {
      unlisten();
      process.kill(process.pid, name);
      return;
    }
    stop.abort();
    // Two that came while the event loop was held are told one after the other; without a listener the second would be
    // lost.
    setImmediate(unlisten);
  };
  for (const name of SIGNALS) process.on(name, listener);
  return stop.signal;
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];
