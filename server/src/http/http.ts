import type { HostLimit } from './limits.ts';

/**
 * The one way out. Everything that leaves the process goes through {@link Http.send}, so time limits, retries, size
 * caps, the redirect guard and redaction hold for every registry.
 */
export interface Http {
  /** Sends one request. Never rejects: what went wrong is an outcome. */
  send(request: HttpRequest): Promise<HttpOutcome>;
  /** What went over the wire since the start. */
  readonly stats: HttpStats;
  /** What is known now of the hosts' limits; nothing of hosts that say nothing. */
  limits(): readonly HostLimit[];
  /** How many requests an origin gets at a time now: more than this wait in line. */
  atATime(origin: string): number;
  /** What came of asking a host in vain, the last time that it was so; or of whom it sends for a token. */
  trouble(host: string): HostTrouble | undefined;
  /** Closes idle connections and ends running requests. */
  close(): Promise<void>;
}

/** One request, with what guards it. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** Absolute, http or https, without user information. */
  readonly url: string;
  /** Lower-case names. Never holds a credential. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The value of `authorization`: sent to the URL's own origin only, dropped on a redirect elsewhere, never logged. */
  readonly authorization?: string;
  /** A form or a document; its type stands in `headers`. */
  readonly body?: string;
  /** The largest answer that is read, in bytes after decompression; one that is larger is `garbled`. */
  readonly maxBytes: number;
  /** Whether a redirect to another origin is followed (blobs, mirrors), or only one within the origin. Never inward. */
  readonly redirects: 'anywhere' | 'same-origin';
  /**
   * The address of the host that named this URL, where the user's configuration did not: a token service. Such a URL is
   * guarded as a redirect is, so that a host outside cannot send us inward.
   */
  readonly namedBy?: string;
  readonly signal?: AbortSignal;
}

/** Any status is a response, but for 429, which is `throttled`. */
export type HttpOutcome =
  | {
      readonly is: 'response';
      readonly status: number;
      /** Lower-case names; repeated headers are joined by `, `. */
      readonly headers: Readonly<Record<string, string>>;
      /** The bytes after transfer and content decoding. Empty for HEAD. */
      readonly bytes: Uint8Array;
      /** Where the answer came from in the end. */
      readonly url: string;
      /**
       * Lately, or to those who asked at the same time, that host answered 500, 502, 503 or 504, or not at all; or it
       * says of a 404 when to ask again: such a 404 is nothing to rely on.
       */
      readonly isFailing?: true;
    }
  | {
      readonly is: 'failure';
      readonly why: 'unreachable' | 'throttled' | 'garbled';
      /** For the log: names hosts and reasons, never a credential. */
      readonly detail: string;
    };

/** What happened when a host was asked in vain, for people to read. */
export type HostTrouble =
  /** It answered a status of 500 or more. */
  | { readonly is: 'failing'; readonly status: number }
  | { readonly is: 'timed-out' }
  /** No connection, with what the system says of it, as in `ECONNREFUSED`. */
  | { readonly is: 'not-connected'; readonly code: string }
  /** It asked to be left alone until then, in milliseconds since the epoch. */
  | { readonly is: 'paused'; readonly until: number };

/** Counted since the start of the process. */
export interface HttpStats {
  /** Requests put on the wire, retries and redirects included. */
  readonly requests: number;
  /** Bytes of bodies received, before decompression. */
  readonly bytes: number;
}

/** Limits in milliseconds, but for `perHost`. Defaults are in the table of settings. */
export interface HttpLimits {
  readonly connect: number;
  readonly headers: number;
  /** The longest silence in a body. */
  readonly body: number;
  /** The most requests, and so connections, that one origin gets at a time. */
  readonly perHost: number;
}
