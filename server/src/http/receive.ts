import type { Dispatcher } from 'undici';
import { type BodyMemory, TINY_BODY } from './body-memory.ts';
import type { HttpLimits, HttpRequest } from './http.ts';
import { InwardAddressError } from './inward.ts';

/** One request on the wire and what came back, before any thought of retrying. */
export type Exchanged =
  | Response
  /** No connection, or it broke before an answer began. */
  | { readonly is: 'disconnected'; readonly detail: string }
  /** A limit passed. `isFinal` where it answered for long enough, and would only do so again. */
  | { readonly is: 'timed-out'; readonly detail: string; readonly isFinal?: true }
  /** It kept others waiting, or would have to wait too long for them; that says nothing of the host. */
  | { readonly is: 'crowded-out'; readonly detail: string }
  /** The answer began and broke off. */
  | { readonly is: 'cut-off'; readonly detail: string }
  /** What came is not HTTP, too much, or not what its headers say; asking again would bring the same. */
  | { readonly is: 'garbled'; readonly detail: string }
  | { readonly is: 'cancelled' };

export interface Response {
  readonly is: 'response';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** Milliseconds from when the request was sent until the answer began. */
  readonly firstByte: number;
}

export interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  readonly url: URL;
  readonly method: HttpRequest['method'];
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly maxBytes: number;
  readonly limits: HttpLimits;
  readonly signal?: AbortSignal;
  readonly memory: BodyMemory;
  readonly onBytes: (count: number) => void;
}

/**
 * After the first silence limit a body must have come at this rate on average, in bytes a second, or it counts as
 * silent.
 */
const SLOWEST_BODY = 1024;
/** A body that takes longer than so many silence limits is given up however busily it comes. */
const LONGEST_BODY_IN_LIMITS = 6;
/**
 * Whoever keeps others waiting must come at this rate, in bytes a second, over each {@link PACE_MS} or a silence limit,
 * whichever is shorter.
 */
const PACE = 256 * 1024;
const PACE_MS = 2_000;
/** By how much slower it is the host's fault, and no slow line's. */
const CRAWLING = 8;

/**
 * Reads an answer as it is on the wire. `becomeLarge` is awaited, with the body paused, before it grows large; it may
 * stand still before that too, until there is room for it.
 */
export function receive(options: ExchangeOptions, becomeLarge: () => Promise<void>): Promise<Exchanged> {
  const { dispatcher, url, method, limits, maxBytes, memory, signal } = options;
  return new Promise(resolve => {
    let controller: Dispatcher.DispatchController | undefined;
    let timer: NodeJS.Timeout | undefined;
    const paceTime = Math.min(PACE_MS, limits.body);
    let ended = false;
    let status = 0;
    let sentAt = 0;
    let firstByte = 0;
    let headers: Record<string, string> = {};
    let chunks: Buffer[] = [];
    let size = 0;
    /** What is counted for it in the memory of all. */
    let counted = 0;
    let large = false;
    let pace = { at: 0, size: 0 };
    let whole: Buffer | undefined;
    let bodyStarted = 0;
    let lastHeard = 0;

    function end(result: Exchanged): void {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      chunks = [];
      whole = undefined;
      count(0);
      resolve(result);
      if (result.is !== 'response') controller?.abort(new Error('given up'));
    }
    function count(bytes: number): void {
      const more = bytes - counted;
      counted = bytes;
      if (more > 0) memory.take(more);
      if (more < 0) memory.give(-more);
    }
    function cancel(): void {
      end({ is: 'cancelled' });
    }
    function limit(milliseconds: number, detail: string): void {
      clearTimeout(timer);
      timer = setTimeout(() => end({ is: 'timed-out', detail }), milliseconds);
    }
    function isTooSlowForOthers(now: number, times = 1): boolean {
      const isInTheWay = whole === undefined ? memory.isShort : memory.largeBodies.waiting > 0;
      return isInTheWay && (size - pace.size) * times < (PACE * (now - pace.at)) / 1000;
    }
    /** From now on it is the sender's time that passes. */
    function beginBody(): void {
      bodyStarted = performance.now();
      lastHeard = bodyStarted;
      pace = { at: bodyStarted, size };
      watchBody();
    }
    /** Looks at the clock now and sets it to the next moment at which a limit may be passed. */
    function watchBody(): void {
      clearTimeout(timer);
      const now = performance.now();
      const spent = now - bodyStarted;
      const longest = limits.body * LONGEST_BODY_IN_LIMITS;
      if (now - lastHeard >= limits.body) {
        end({ is: 'timed-out', detail: `the body stood still for ${limits.body} ms` });
      } else if (spent >= longest || (spent >= limits.body && size < (SLOWEST_BODY * spent) / 1000)) {
        end({ is: 'timed-out', detail: 'the body came too slowly', isFinal: true });
      } else if (now - pace.at >= paceTime && isTooSlowForOthers(now)) {
        const isCrawling = isTooSlowForOthers(now, CRAWLING);
        end({
          ...(isCrawling ? { is: 'timed-out', isFinal: true } : { is: 'crowded-out' }),
          detail: 'the body came too slowly while others waited',
        });
      } else {
        if (now - pace.at >= paceTime) pace = { at: now, size };
        const ends = [lastHeard + limits.body, bodyStarted + (spent < limits.body ? limits.body : longest)];
        const next = Math.min(...ends, pace.at + paceTime);
        timer = setTimeout(watchBody, Math.max(1, Math.ceil(next - now)));
      }
    }

    if (signal?.aborted) {
      cancel();
      return;
    }
    signal?.addEventListener('abort', cancel, { once: true });

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started;
        sentAt = performance.now();
        if (ended) started.abort(new Error('given up'));
        else limit(limits.headers, `no answer within ${limits.headers} ms`);
      },
      onResponseStart(paused, code, received) {
        if (ended || code < 200) return;
        status = code;
        firstByte = performance.now() - sentAt;
        headers = joined(received);
        const announced = Number(headers['content-length'] ?? Number.NaN);
        if (method !== 'HEAD' && announced > maxBytes) {
          end({ is: 'garbled', detail: `a body of ${announced} bytes, more than the ${maxBytes} that are read` });
          return;
        }
        const first = method === 'HEAD' ? 0 : Math.min(TINY_BODY, announced >= 0 ? announced : TINY_BODY);
        const room = memory.takeFirst(first);
        counted = first;
        if (room === undefined) return beginBody();
        counted = 0;
        clearTimeout(timer);
        paused.pause();
        void room.then(() => {
          counted = first;
          if (ended) return count(0);
          beginBody();
          paused.resume();
        });
      },
      onResponseData(paused, chunk) {
        options.onBytes(chunk.length);
        if (ended) return;
        if (whole === undefined) chunks.push(chunk);
        else chunk.copy(whole, size);
        size += chunk.length;
        if (whole === undefined) count(Math.max(counted, size));
        lastHeard = performance.now();
        if (size > maxBytes) end({ is: 'garbled', detail: `a body of more than ${maxBytes} bytes` });
        if (ended || large || size <= memory.smallBody) return;
        if (memory.isCrowded) return end({ is: 'crowded-out', detail: 'too many large bodies at a time' });
        large = true;
        clearTimeout(timer);
        paused.pause();
        void becomeLarge().then(() => {
          if (ended) return;
          // Pages that nothing is written to cost nothing, and there is no second copy at the end.
          whole = Buffer.allocUnsafeSlow(maxBytes);
          let at = 0;
          for (const chunk of chunks) at += chunk.copy(whole, at);
          chunks = [];
          // The wait was ours, so it is no slowness of the sender's.
          const waited = performance.now() - lastHeard;
          lastHeard += waited;
          bodyStarted += waited;
          pace = { at: lastHeard, size };
          count(0);
          watchBody();
          paused.resume();
        });
      },
      onResponseEnd() {
        const bytes = whole?.subarray(0, size) ?? Buffer.concat(chunks, size);
        if (!ended) end({ is: 'response', status, headers, bytes, firstByte });
      },
      onResponseError(_controller, error) {
        end(failure(error, status > 0));
      },
    };
    // undici limits the connecting itself; this limit is for a proxy that accepts and then says nothing.
    limit(limits.connect + limits.headers, `no connection within ${limits.connect + limits.headers} ms`);
    try {
      dispatcher.dispatch(
        {
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method,
          headers: { ...options.headers },
          // undici gives up the connection after each HEAD; with a new handshake each, pins would take thrice as long.
          reset: false,
          ...(options.body === undefined ? {} : { body: options.body }),
        },
        handler,
      );
    } catch (error) {
      end(failure(error, false));
    }
  });
}

function joined(received: Record<string, string | string[] | undefined>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(received)) {
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** Sorts what undici and Node throw; messages of theirs name hosts and ports, never headers. */
function failure(error: unknown, answering: boolean): Exchanged {
  if (error instanceof InwardAddressError) return { is: 'garbled', detail: error.message };
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const detail = cause instanceof Error ? code || cause.message : 'an unknown error';
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT')
    return { is: 'timed-out', detail: 'no connection in time' };
  // By its name: the library itself is loaded later than this.
  const isParserError = cause instanceof Error && cause.name === 'HTTPParserError';
  if (isParserError || code === 'UND_ERR_HEADERS_OVERFLOW') return { is: 'garbled', detail: 'what came is not HTTP' };
  if (code === 'UND_ERR_INVALID_ARG') return { is: 'garbled', detail: 'a request that HTTP cannot carry' };
  if (answering) return { is: 'cut-off', detail: `the answer broke off (${detail})` };
  return { is: 'disconnected', detail };
}
