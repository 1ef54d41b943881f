import type { HttpOutcome } from '../../http/http.ts';
import type { Ignorance } from '../../model/answer.ts';
import { type Freshness, freshnessIn } from '../freshness.ts';

/** What came of one request, by status and address alone. */
export type CargoReply =
  | ({ readonly is: 'body'; readonly bytes: Uint8Array } & Freshness)
  | ({ readonly is: 'unchanged' } & Freshness)
  /** 404, 410 or 451, each of which cargo takes for “no such crate”, from the address that was asked. */
  | { readonly is: 'not-found'; readonly detail: string }
  /** 401: a token is wanted, or another one. */
  | { readonly is: 'unauthorized'; readonly detail: string }
  | { readonly is: 'failure'; readonly why: Ignorance; readonly detail: string };

/** Reads what came of one request. `asked` is its address. */
export function replyOf(outcome: HttpOutcome, asked: string): CargoReply {
  if (outcome.is === 'failure') return outcome;
  const { status, headers, bytes, url } = outcome;
  const detail = `${new URL(url).host} answered ${status}`;
  const failure = (why: Ignorance, what = detail): CargoReply => ({ is: 'failure', why, detail: what });
  // Whoever a redirect led to speaks for itself: its 404 is not the index's, nor its word that nothing changed.
  const isOwn = isAsAsked(url, asked);
  if (status === 200) return { is: 'body', bytes, ...freshnessIn(headers) };
  if (status === 304) return isOwn ? { is: 'unchanged', ...freshnessIn(headers) } : failure('garbled');
  if (status === 401) return { is: 'unauthorized', detail };
  if (status === 403) return failure('refused');
  if (status === 429) return failure('throttled');
  if (status >= 500) return failure('unreachable');
  if (status !== 404 && status !== 410 && status !== 451) return failure('garbled');
  if (outcome.isFailing) return failure('unreachable', `${detail} while it failed otherwise`);
  return isOwn ? { is: 'not-found', detail } : failure('garbled', `${detail} for an address that it was led to`);
}

function isAsAsked(url: string, asked: string): boolean {
  const [came, wanted] = [new URL(url), new URL(asked)];
  return came.host === wanted.host && came.pathname === wanted.pathname;
}
