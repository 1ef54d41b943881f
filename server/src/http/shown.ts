import type { HostTrouble, HttpOutcome } from './http.ts';
import { retryAfterMs } from './manners.ts';
import type { Exchanged } from './receive.ts';

// What one exchange shows: of its host, of a second try, and to who asked.

/** No answer, and why. */
export type Failure = Extract<HttpOutcome, { is: 'failure' }>;

/** By which something in front says that it has nothing behind it now. */
const GATEWAY_FAILURES: readonly number[] = [502, 503, 504];
/** By which a host shows that it does not work, so that a 404 of it is nothing to rely on. */
const FAILURES: readonly number[] = [500, ...GATEWAY_FAILURES];
const RETRY_DELAY_MS = 100;
/** A server that wants more time than this before a second try has said enough. */
const LONGEST_RETRY_DELAY_MS = 2_000;

/** Whoever says when to ask again (RFC 9110, section 10.2.3) has not said that it will never be there. */
export function isStarting(exchanged: Exchanged | Failure): boolean {
  return exchanged.is === 'response' && exchanged.status === 404 && exchanged.headers['retry-after'] !== undefined;
}

/** By which a host may show that it gets more at a time than it can bear. */
export function isTooMuch(exchanged: Exchanged): boolean {
  switch (exchanged.is) {
    case 'response':
      return exchanged.status === 429 || GATEWAY_FAILURES.includes(exchanged.status);
    case 'disconnected':
    case 'cut-off':
    case 'timed-out':
      return true;
    case 'crowded-out':
    case 'garbled':
    case 'cancelled':
      return false;
  }
}

/** By which a host shows that it does not work. */
export function showsFailure(exchanged: Exchanged): boolean {
  switch (exchanged.is) {
    case 'response':
      return FAILURES.includes(exchanged.status);
    case 'disconnected':
      return true;
    // What is slow, breaks off late, is too large or no HTTP may be so for itself alone.
    case 'cut-off':
    case 'timed-out':
    case 'crowded-out':
    case 'garbled':
    case 'cancelled':
      return false;
  }
}

/** What people are told of an answer that did not come, or says that none will. */
export function troubleOf(exchanged: Exchanged): HostTrouble | undefined {
  switch (exchanged.is) {
    case 'response':
      return exchanged.status >= 500 ? { is: 'failing', status: exchanged.status } : undefined;
    case 'timed-out':
      return { is: 'timed-out' };
    case 'disconnected':
      return { is: 'not-connected', code: exchanged.detail };
    case 'cut-off':
    case 'crowded-out':
    case 'garbled':
    case 'cancelled':
      return undefined;
  }
}

/** After how many milliseconds an outcome deserves a second try, if it does. */
export function retryDelay(exchanged: Exchanged | Failure): number | undefined {
  switch (exchanged.is) {
    case 'disconnected':
    case 'cut-off':
      return RETRY_DELAY_MS;
    case 'timed-out':
      return exchanged.isFinal ? undefined : RETRY_DELAY_MS;
    case 'response': {
      if (!GATEWAY_FAILURES.includes(exchanged.status)) return undefined;
      const wanted = retryAfterMs(exchanged.headers['retry-after'], Date.now()) ?? RETRY_DELAY_MS;
      return wanted <= LONGEST_RETRY_DELAY_MS ? wanted : undefined;
    }
    case 'crowded-out':
    case 'garbled':
    case 'cancelled':
    case 'failure':
      return undefined;
  }
}

/** What who asked is given of it, and `isFailing`: whether its host shows that it does not work. */
export function outcomeOf(exchanged: Exchanged | Failure, url: URL, isFailing: boolean): HttpOutcome {
  switch (exchanged.is) {
    case 'response':
      return { ...exchanged, url: url.href, ...(isFailing ? { isFailing: true } : {}) };
    case 'failure':
      return exchanged;
    case 'disconnected':
    case 'timed-out':
    case 'crowded-out':
      return { is: 'failure', why: 'unreachable', detail: `${url.host}: ${exchanged.detail}` };
    // Some of it came, and what came must never pass for the whole.
    case 'cut-off':
    case 'garbled':
      return garbled(`${url.host}: ${exchanged.detail}`);
    case 'cancelled':
      return { is: 'failure', why: 'unreachable', detail: 'cancelled' };
  }
}

/** What came of it, in the words of the log. */
export function reason(exchanged: Exchanged | Failure): string {
  switch (exchanged.is) {
    case 'response':
      return `status ${exchanged.status}`;
    case 'cancelled':
      return 'cancelled';
    case 'failure':
    case 'disconnected':
    case 'timed-out':
    case 'crowded-out':
    case 'cut-off':
    case 'garbled':
      return exchanged.detail;
  }
}

/** What came is not what was asked for, or cannot be read. */
export function garbled(detail: string): Failure {
  return { is: 'failure', why: 'garbled', detail };
}
