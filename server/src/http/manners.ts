import { createGate, type Gate } from './gate.ts';
import { type HostLimit, readRateLimit, type ToldLimit } from './limits.ts';
import { createPace, type Pace } from './pace.ts';
import { createUnderWay, type UnderWay } from './under-way.ts';

/**
 * What we owe one origin: not too much at a time, silence when it asks for it, and no more tries when it does not
 * answer.
 */
export interface HostManners {
  readonly gate: Gate;
  /** How many requests it gets at a time, which the gate obeys. */
  readonly pace: Pace;
  /** What is on the wire to it. */
  readonly underWay: UnderWay;
  /** Why nothing may be sent now, or `undefined`. */
  refusal(now: number): Refusal | undefined;
  /** It answered, whatever it said; its headers may tell how much it still allows. */
  answered(now: number, headers: Readonly<Record<string, string>>): void;
  /** It answered 500, 502, 503 or 504, or closed the connection: it does not work now, for somebody at least. */
  failed(now: number): void;
  /** Whether it did so lately, so that what it says between such answers is nothing to rely on. */
  isFailing(now: number): boolean;
  /** It let a time limit pass. */
  timedOut(now: number): void;
  /** It answered 429; `retryAfter` is the header's text. Returns for how many milliseconds it is left alone. */
  throttled(now: number, retryAfter: string | undefined): number;
  /** What is known of its limits now, if anything. */
  limit(now: number): Omit<HostLimit, 'host'> | undefined;
}

/** Why a host is left alone now; `detail` follows its name. */
export interface Refusal {
  readonly why: 'unreachable' | 'throttled';
  readonly detail: string;
}

/** Two in a row are no accident. */
const TIME_OUTS_UNTIL_LEFT_ALONE = 2;
const LEFT_ALONE_MS = 60_000;
/** Longer than a request and its retries take. */
const FAILING_MS = 10_000;
const DEFAULT_PAUSE_MS = 30_000;
/** The window of the longest rate limits that registries count by is six hours; more is no honest wish. */
const LONGEST_PAUSE_MS = 6 * 60 * 60_000;

/** `atATime` is the most requests that it may get at a time. */
export function createHostManners(atATime: number): HostManners {
  const pace = createPace(atATime);
  let timeOutsInARow = 0;
  let leftAloneUntil = 0;
  let pausedUntil = 0;
  let failingUntil = 0;
  let told: (ToldLimit & { readonly at: number }) | undefined;
  return {
    gate: createGate(() => pace.width),
    pace,
    underWay: createUnderWay(),
    refusal(now) {
      if (now < pausedUntil)
        return { why: 'throttled', detail: `asked for a pause of ${seconds(pausedUntil - now)} more` };
      if (now < leftAloneUntil) {
        return {
          why: 'unreachable',
          detail: `did not answer ${TIME_OUTS_UNTIL_LEFT_ALONE} times in a row, left alone for ${seconds(leftAloneUntil - now)} more`,
        };
      }
      return undefined;
    },
    answered(now, headers) {
      timeOutsInARow = 0;
      const limit = readRateLimit(headers);
      if (limit !== undefined) told = { ...limit, at: now };
    },
    failed(now) {
      failingUntil = now + FAILING_MS;
    },
    isFailing: now => now < failingUntil,
    timedOut(now) {
      timeOutsInARow += 1;
      if (timeOutsInARow < TIME_OUTS_UNTIL_LEFT_ALONE) return;
      leftAloneUntil = now + LEFT_ALONE_MS;
      // After the pause one more time-out is enough: the host has not shown that it is back.
      timeOutsInARow = TIME_OUTS_UNTIL_LEFT_ALONE - 1;
    },
    throttled(now, retryAfter) {
      const pause = Math.min(retryAfterMs(retryAfter, now) ?? DEFAULT_PAUSE_MS, LONGEST_PAUSE_MS);
      pausedUntil = Math.max(pausedUntil, now + pause);
      return pause;
    },
    limit(now) {
      const isPaused = now < pausedUntil;
      const counts = told !== undefined && now < told.at + told.lasts ? told : undefined;
      if (!isPaused && counts === undefined) return undefined;
      return {
        ...(counts === undefined ? {} : { limit: counts.limit, remaining: counts.remaining }),
        ...(isPaused ? { until: pausedUntil } : {}),
      };
    },
  };
}

/** Reads `Retry-After` (RFC 9110, section 10.2.3), which is a number of seconds or a date, as milliseconds from now. */
export function retryAfterMs(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
  // Of a bare number that is none of these, Date.parse would make a year.
  const date = /^\s*[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function seconds(milliseconds: number): string {
  return `${Math.ceil(milliseconds / 1000)} s`;
}
