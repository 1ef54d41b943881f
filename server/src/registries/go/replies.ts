import type { HttpOutcome } from '../../http/http.ts';
import type { Ignorance } from '../../model/answer.ts';
import { type Freshness, freshnessIn } from '../freshness.ts';

/** What a proxy sent. */
export type Reply =
  | ({ readonly is: 'text'; readonly text: string } & Freshness)
  | ({ readonly is: 'unchanged' } & Freshness)
  /**
   * 404 or 410 from the address that was asked: go asks the next proxy. `says`: in the words of a proxy; as any server
   * does; so as what is private is hidden from who may not see it; or that the proxy could not look, as its own source
   * failed, of which everybody's proxy tells by the same status.
   */
  | { readonly is: 'not-found'; readonly says: 'not-there' | 'nothing' | 'refused' | 'failed'; readonly detail: string }
  | { readonly is: 'failure'; readonly why: Ignorance; readonly detail: string };

/** Reads what came of one request. `asked` is its address. */
export function replyOf(outcome: HttpOutcome, asked: string): Reply {
  if (outcome.is === 'failure') return outcome;
  const { status, headers, bytes, url } = outcome;
  const where = new URL(url).host;
  const failure = (why: Ignorance, what = `answered ${status}`): Reply => ({
    is: 'failure',
    why,
    detail: `${where} ${what}`,
  });
  const isOwn = isAsAsked(url, asked);
  if (status === 200) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    // A page that says to log in, or that something is wrong: nothing that a proxy sends begins so.
    if (/^\s*</.test(text)) return failure('garbled', 'sent a page of HTML');
    return { is: 'text', text, ...freshnessIn(headers) };
  }
  if (status === 304) return isOwn ? { is: 'unchanged', ...freshnessIn(headers) } : failure('garbled');
  if (status === 401 || status === 403) return failure('refused');
  if (status === 429) return failure('throttled');
  if (status >= 500) return failure('unreachable');
  if (status !== 404 && status !== 410) return failure('garbled');
  if (outcome.isFailing) return failure('unreachable', `answered ${status} while it failed otherwise`);
  if (!isOwn) return failure('garbled', `answered ${status} for an address that it was led to`);
  return { is: 'not-found', says: wordsOf(bytes, headers), detail: `${where} answered ${status}` };
}

/** More than any proxy says for an error, in bytes. */
const LONGEST_ERROR = 4096;

/** As go and git tell why something could not be fetched: it may be there. */
const SOURCE_FAILED =
  /\btimed out\b|\b(?:i\/o|handshake) timeout\b|\btimeout (?:exceeded|awaiting)\b|\btemporar(?:il)?y (?:un|fail)|\bdeadline exceeded\b|\bconnection (?:refused|reset)\b|\bunexpected EOF\b|: (?:429|5\d\d) /i;

/** Proxies give the reason in plain text, and begin it so (Go modules reference, “GOPROXY protocol”). */
function wordsOf(
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
): Extract<Reply, { is: 'not-found' }>['says'] {
  if (bytes.length > LONGEST_ERROR) return 'nothing';
  const text = Buffer.from(bytes).toString('utf8');
  if (/\b(?:denied|unauthori[sz]ed|forbidden|not authorized|permission)\b|"404 [^"]+ Not Found"/i.test(text)) {
    return 'refused';
  }
  if (SOURCE_FAILED.test(text)) return 'failed';
  const isPlain = /^text\/plain\b/i.test(headers['content-type'] ?? '');
  return isPlain && /^\s*not found\b/i.test(text) ? 'not-there' : 'nothing';
}

/** Proxies may escape a path otherwise. */
function isAsAsked(url: string, asked: string): boolean {
  const [came, wanted] = [new URL(url), new URL(asked)];
  return came.host === wanted.host && decoded(came.pathname) === decoded(wanted.pathname);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
