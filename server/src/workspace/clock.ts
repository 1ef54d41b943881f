import { type IsPast, momentKey } from '../model/clock.ts';

export interface ClockOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told of the keys of moments that have come. It may not throw. */
  readonly onPast: (keys: readonly string[]) => void;
}

/**
 * Makes the look at the time one that is recorded: of the moments that were looked at and had not come, the earliest is
 * waited for, with a timer that keeps no process alive.
 */
export function createClock({ now, onPast }: ClockOptions): IsPast {
  const awaited = new Set<number>();
  let timer: NodeJS.Timeout | undefined;
  /** The moment that the timer is for. */
  let next = Number.POSITIVE_INFINITY;

  function waitUntil(moment: number): void {
    clearTimeout(timer);
    next = moment;
    timer = next === Number.POSITIVE_INFINITY ? undefined : setTimeout(wake, pauseUntil(next)).unref();
  }

  function pauseUntil(moment: number): number {
    return Math.max(0, Math.min(moment - now(), LONGEST_PAUSE));
  }

  function wake(): void {
    const time = now();
    const past = [...awaited].filter(moment => moment <= time);
    for (const moment of past) awaited.delete(moment);
    let earliest = Number.POSITIVE_INFINITY;
    for (const moment of awaited) earliest = Math.min(earliest, moment);
    waitUntil(earliest);
    if (past.length > 0) onPast(past.map(momentKey));
  }

  return moment => {
    if (now() >= moment) return true;
    if (Number.isFinite(moment) && !awaited.has(moment)) {
      awaited.add(moment);
      if (moment < next) waitUntil(moment);
    }
    return false;
  };
}

/**
 * A timer counts no time in which the machine sleeps, and none is longer than 24 days: so it is looked at the time
 * again, in milliseconds.
 */
const LONGEST_PAUSE = 10 * 60_000;
