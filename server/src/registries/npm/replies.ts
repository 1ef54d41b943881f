import type { HttpOutcome } from '../../http/http.ts';
import type { Ignorance } from '../../model/answer.ts';
import { type Freshness, freshnessIn } from '../freshness.ts';
import { parseJsonObject } from '../json.ts';
import { readNotFound, type SaysNotFound } from './not-found.ts';

/** What a registry sent, before anybody looked at the fields. */
export type NpmReply =
  /** `isOwn`: it came from the address that was asked, and not from one that a redirect led to. */
  | ({ readonly is: 'document'; readonly json: Record<string, unknown>; readonly isOwn: boolean } & Freshness)
  | ({ readonly is: 'unchanged' } & Freshness)
  /** 404. Its body may still say that the package once was; it is kept only where it is the registry's own. */
  | { readonly is: 'not-found'; readonly json: Record<string, unknown> | undefined; readonly says: SaysNotFound }
  /** The registry does not know this kind of request, or something in between answered with a page. */
  | { readonly is: 'unsupported'; readonly detail: string }
  | { readonly is: 'failure'; readonly why: Ignorance; readonly detail: string };

/**
 * Reads what came of one request by status and form; whose document it is, only its reader can tell. `asked` is its
 * address.
 */
export function replyOf(outcome: HttpOutcome, asked: string): NpmReply {
  if (outcome.is === 'failure') return outcome;
  const { status, headers, bytes, url } = outcome;
  const where = () => new URL(url).host;
  const failure = (why: Ignorance, what: string): NpmReply => ({ is: 'failure', why, detail: `${where()} ${what}` });
  const isOwn = isAsAsked(url, asked);
  if (status === 304) {
    // Whoever a redirect led to never sent what its validator stands for.
    return isOwn ? { is: 'unchanged', ...freshnessIn(headers) } : failure('garbled', 'answered 304 for another');
  }
  if (status === 401 || status === 403) return failure('refused', `answered ${status}`);
  if (status === 429) return failure('throttled', 'answered 429');
  if (status >= 500) return failure('unreachable', `answered ${status}`);
  if (status === 404 && outcome.isFailing) return failure('unreachable', 'answered 404 while it failed otherwise');
  if (status === 400 || status === 405) return { is: 'unsupported', detail: `${where()} answered ${status}` };
  if (status !== 200 && status !== 404) return failure('garbled', `answered ${status}`);
  // A proxy's or a portal's page, whatever its status.
  if (isHtml(headers, bytes)) return { is: 'unsupported', detail: `${where()} answered ${status} with a page of HTML` };
  if (status === 404 && !isOwn) return { is: 'not-found', json: undefined, says: 'not-its-own' };
  const json = parseJsonObject(bytes);
  if (status === 404) return { is: 'not-found', json, says: readNotFound(bytes) };
  return json === undefined
    ? failure('garbled', 'sent a body that is no JSON document')
    : { is: 'document', json, isOwn, ...freshnessIn(headers) };
}

/** A page of the same host, as of its maintenance, is another's too. Proxies escape a path anew. */
function isAsAsked(url: string, asked: string): boolean {
  if (url === asked) return true;
  const [came, wanted] = [new URL(url), new URL(asked)];
  return came.host === wanted.host && unescaped(came.pathname) === unescaped(wanted.pathname);
}

function unescaped(pathname: string): string {
  return pathname.replace(/%40/g, '@').replace(/%2f/gi, '/');
}

function isHtml(headers: Readonly<Record<string, string>>, bytes: Uint8Array): boolean {
  if (/\bx?html\b/i.test(headers['content-type'] ?? '')) return true;
  return /^\ufeff?\s*</.test(Buffer.from(bytes.subarray(0, 64)).toString('utf8'));
}
