import type { HttpOutcome } from '../../http/http.ts';
import type { Ignorance } from '../../model/answer.ts';
import { type Freshness, freshnessIn } from '../freshness.ts';

/** What came of one request, by status and address alone. */
export type MavenReply =
  | ({
      readonly is: 'body';
      readonly bytes: Uint8Array;
      /** `Last-Modified`, ISO 8601. */
      readonly modified?: string;
    } & Freshness)
  | ({ readonly is: 'unchanged' } & Freshness)
  /** 404 or 410, from the address that was asked. */
  | { readonly is: 'not-found' }
  | { readonly is: 'failure'; readonly why: Ignorance; readonly detail: string };

/** Reads what came of one request. `asked` is its address. */
export function replyOf(outcome: HttpOutcome, asked: string): MavenReply {
  if (outcome.is === 'failure') return outcome;
  const { status, headers, bytes, url } = outcome;
  const detail = `${new URL(url).host} answered ${status}`;
  const failure = (why: Ignorance, what = detail): MavenReply => ({ is: 'failure', why, detail: what });
  // Whoever a redirect led to speaks for itself: its 404 is not the repository's, nor its word that nothing changed.
  const isOwn = isAsAsked(url, asked);
  if (status === 200) return { is: 'body', bytes, ...modifiedIn(headers), ...freshnessIn(headers) };
  if (status === 304) return isOwn ? { is: 'unchanged', ...freshnessIn(headers) } : failure('garbled');
  if (status === 401 || status === 403) return failure('refused');
  if (status === 429) return failure('throttled');
  if (status >= 500) return failure('unreachable');
  if (status !== 404 && status !== 410) return failure('garbled');
  if (outcome.isFailing) return failure('unreachable', `${detail} while it failed otherwise`);
  if (!isOwn) return failure('garbled', `${detail} for an address that it was led to`);
  return isRefusal(bytes) ? failure('refused', `${detail}, as it does of what is private`) : { is: 'not-found' };
}

function isAsAsked(url: string, asked: string): boolean {
  const [came, wanted] = [new URL(url), new URL(asked)];
  return came.host === wanted.host && came.pathname === wanted.pathname;
}

/** More than any repository says for an error, in bytes. */
const LONGEST_ERROR = 4096;

/** Some hide what is private from who may not see it, in such words. */
function isRefusal(bytes: Uint8Array): boolean {
  if (bytes.length > LONGEST_ERROR) return false;
  const text = Buffer.from(bytes).toString('utf8');
  return /\b(?:denied|unauthori[sz]ed|forbidden|not authorized|permission)\b|"404 [^"]+ Not Found"/i.test(text);
}

function modifiedIn(headers: Readonly<Record<string, string>>): { readonly modified?: string } {
  const time = Date.parse(headers['last-modified'] ?? '');
  return Number.isNaN(time) ? {} : { modified: new Date(time).toISOString() };
}
