/**
 * What is known of how much one host still allows, and of a pause that it asked for. For people to read, and for
 * thrift.
 */
export interface HostLimit {
  /** With its port, as in `registry-1.docker.io`. */
  readonly host: string;
  /** How much it allows in its window of time, and how much of that is left, where its answers say so. */
  readonly limit?: number;
  readonly remaining?: number;
  /** Until when nothing is sent there, because it answered 429; in milliseconds since the epoch. */
  readonly until?: number;
}

/** What an answer's headers say of a limit, and for how many milliseconds from then on that is worth something. */
export interface ToldLimit {
  readonly limit: number;
  readonly remaining: number;
  readonly lasts: number;
}

/** Where the headers do not say how long the window is. */
const DEFAULT_WINDOW_S = 60 * 60;

/**
 * Reads `ratelimit-limit` and `ratelimit-remaining`, as Docker Hub sends them (`100;w=21600`, the window in seconds;
 * Docker's documentation, "Pull usage and limits") and as the IETF's draft has them with `ratelimit-reset`. Of several
 * policies the first counts. `undefined` where one of the two is missing or is no number.
 */
export function readRateLimit(headers: Readonly<Record<string, string>>): ToldLimit | undefined {
  const limit = countOf(headers['ratelimit-limit']);
  const remaining = countOf(headers['ratelimit-remaining']);
  if (limit === undefined || remaining === undefined || limit === 0) return undefined;
  const reset = countOf(headers['ratelimit-reset']);
  const window = /;\s*w=(\d{1,9})/.exec(headers['ratelimit-remaining'] ?? '')?.[1];
  return { limit, remaining, lasts: (reset ?? Number(window ?? DEFAULT_WINDOW_S)) * 1000 };
}

function countOf(header: string | undefined): number | undefined {
  const digits = /^\s*(\d{1,9})\s*(?:[;,]|$)/.exec(header ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}
