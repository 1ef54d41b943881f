import { type Dispatcher, errors } from 'undici';
import type { Gate } from './gate.ts';
import type { HttpLimits, HttpRequest } from './http.ts';
import { InwardAddressError } from './inward.ts';

/** One request on the wire and what came back, before any thought of retrying. */
export type Exchanged =
  | Response
  /** No connection, or it broke before an answer began. */
  | { readonly is: 'disconnected'; readonly detail: string }
  | { readonly is: 'timed-out'; readonly detail: string }
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

/** Shared by all exchanges of a process, so that no number of hostile registries fills its memory. */
export interface BodyMemory {
  /** Entered by a body that grows large; the other large ones stand still meanwhile. */
  readonly largeBodies: Gate;
  /** Bytes of all bodies that are being read. */
  held: number;
}

/** A body above this size, in bytes, is large. */
export const SMALL_BODY = 4 * 1024 * 1024;
/** While more than so many bytes are held, a body counts as large from {@link TINY_BODY} on. */
const MUCH_HELD = 64 * 1024 * 1024;
const TINY_BODY = 256 * 1024;
/**
 * After the first silence limit a body must have come at this rate on average, in bytes a second, or it counts as
 * silent.
 */
const SLOWEST_BODY = 1024;
/** A body that takes longer than so many silence limits is given up however busily it comes. */
const LONGEST_BODY_IN_LIMITS = 6;

/** Reads an answer as it is on the wire. `becomeLarge` is awaited, with the body paused, before it grows large. */
export function receive(options: ExchangeOptions, becomeLarge: () => Promise<void>): Promise<Exchanged> {
  const { dispatcher, url, method, limits, maxBytes, memory, signal } = options;
  return new Promise(resolve => {
    let controller: Dispatcher.DispatchController | undefined;
    let timer: NodeJS.Timeout | undefined;
    let ended = false;
    let status = 0;
    let headers: Record<string, string> = {};
    let chunks: Buffer[] = [];
    let size = 0;
    let large = false;
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
      memory.held -= size;
      resolve(result);
      if (result.is !== 'response') controller?.abort(new Error('given up'));
    }
    function cancel(): void {
      end({ is: 'cancelled' });
    }
    function limit(milliseconds: number, detail: string): void {
      clearTimeout(timer);
      timer = setTimeout(() => end({ is: 'timed-out', detail }), milliseconds);
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
        end({ is: 'timed-out', detail: 'the body came too slowly' });
      } else {
        const next = Math.min(lastHeard + limits.body, bodyStarted + (spent < limits.body ? limits.body : longest));
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
        if (ended) started.abort(new Error('given up'));
        else limit(limits.headers, `no answer within ${limits.headers} ms`);
      },
      onResponseStart(_controller, code, received) {
        if (ended || code < 200) return;
        status = code;
        headers = joined(received);
        bodyStarted = performance.now();
        lastHeard = bodyStarted;
        const announced = Number(headers['content-length'] ?? 0);
        if (method !== 'HEAD' && announced > maxBytes) {
          end({ is: 'garbled', detail: `a body of ${announced} bytes, more than the ${maxBytes} that are read` });
        } else watchBody();
      },
      onResponseData(paused, chunk) {
        options.onBytes(chunk.length);
        if (ended) return;
        if (whole === undefined) chunks.push(chunk);
        else chunk.copy(whole, size);
        size += chunk.length;
        memory.held += chunk.length;
        lastHeard = performance.now();
        if (size > maxBytes) end({ is: 'garbled', detail: `a body of more than ${maxBytes} bytes` });
        if (ended || large || size <= (memory.held > MUCH_HELD ? TINY_BODY : SMALL_BODY)) return;
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
          watchBody();
          paused.resume();
        });
      },
      onResponseEnd() {
        const bytes = whole?.subarray(0, size) ?? Buffer.concat(chunks, size);
        if (!ended) end({ is: 'response', status, headers, bytes });
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
  if (cause instanceof errors.HTTPParserError || code === 'UND_ERR_HEADERS_OVERFLOW')
    return { is: 'garbled', detail: 'what came is not HTTP' };
  if (code === 'UND_ERR_INVALID_ARG') return { is: 'garbled', detail: 'a request that HTTP cannot carry' };
  if (answering) return { is: 'cut-off', detail: `the answer broke off (${detail})` };
  return { is: 'disconnected', detail };
}
