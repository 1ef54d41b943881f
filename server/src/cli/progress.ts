import type { Output } from './world.ts';

/** One line on a terminal that says what is going on, and is gone when something else is written. */
export interface Progress {
  /** What to show from now on; called again each time it is shown. */
  say(line: () => string): void;
  /** Takes the line away while something else is written. */
  interrupt(write: () => void): void;
  /** Takes the line away for good. */
  stop(): void;
}

/** Shows progress on a terminal, and nothing anywhere else. */
export function startProgress(output: Output): Progress {
  if (output.isTTY !== true) return { say: () => undefined, interrupt: write => write(), stop: () => undefined };
  let line = () => '';
  let shown = '';

  function show(text: string): void {
    if (text === shown) return;
    shown = text;
    output.write(`${BACK_AND_CLEAR}${text}`);
  }

  const timer = setInterval(() => show(line()), MILLISECONDS_BETWEEN);
  timer.unref();
  return {
    say: next => {
      line = next;
    },
    interrupt: write => {
      show('');
      write();
    },
    stop: () => {
      clearInterval(timer);
      show('');
    },
  };
}

/** Carriage return, then ECMA-48 "Erase in Line" to its end. */
const BACK_AND_CLEAR = '\r\u001b[K';
const MILLISECONDS_BETWEEN = 100;
