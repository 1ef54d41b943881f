import type { HttpOutcome } from '../../http/http.ts';
import type { Ignorance } from '../../model/answer.ts';
import { type Freshness, freshnessIn } from '../freshness.ts';
import { parseJsonObject } from '../json.ts';

/** What an index sent, before anybody looked at what it says of a project. */
export type Reply =
  /** `isOwn`: it came from the address that was asked, and not from one that a redirect led to. */
  | ({ readonly is: 'json'; readonly document: Record<string, unknown>; readonly isOwn: boolean } & Freshness)
  | ({ readonly is: 'html'; readonly html: string; readonly isOwn: boolean } & Freshness)
  /** The head alone; `isSimple` where its type is one that nothing but an index sends. */
  | { readonly is: 'head'; readonly isSimple: boolean }
  | ({ readonly is: 'unchanged' } & Freshness)
  /**
   * 404 or 410. `says`: `nothing`, as any web server does; `not-its-own`, after a redirect; `refused`, in words by
   * which what is private is hidden from who may not see it.
   */
  | { readonly is: 'not-found'; readonly says: 'nothing' | 'not-its-own' | 'refused' }
  | { readonly is: 'failure'; readonly why: Ignorance; readonly detail: string };

/** Reads what came of one request by status and form. `asked` is its address. */
export function replyOf(outcome: HttpOutcome, asked: string): Reply {
  if (outcome.is === 'failure') return outcome;
  const { status, headers, bytes, url } = outcome;
  const where = new URL(url).host;
  const failure = (why: Ignorance, what: string): Reply => ({ is: 'failure', why, detail: `${where} ${what}` });
  const isOwn = isAsAsked(url, asked);
  if (status === 304) {
    return isOwn ? { is: 'unchanged', ...freshnessIn(headers) } : failure('garbled', 'answered 304 for another');
  }
  if (status === 401 || status === 403) return failure('refused', `answered ${status}`);
  if (status === 429) return failure('throttled', 'answered 429');
  if (status >= 500) return failure('unreachable', `answered ${status}`);
  if (status === 404 || status === 410) {
    if (outcome.isFailing) return failure('unreachable', `answered ${status} while it failed otherwise`);
    if (!isOwn) return { is: 'not-found', says: 'not-its-own' };
    return { is: 'not-found', says: isRefusal(bytes) ? 'refused' : 'nothing' };
  }
  if (status !== 200) return failure('garbled', `answered ${status}`);
  const type = headers['content-type'] ?? '';
  if (bytes.length === 0) return { is: 'head', isSimple: isOwn && /^application\/vnd\.pypi\.simple\./i.test(type) };
  const document = /\bjson\b/i.test(type) ? parseJsonObject(bytes) : undefined;
  if (document !== undefined) return { is: 'json', document, isOwn, ...freshnessIn(headers) };
  return /\bx?html\b/i.test(type)
    ? { is: 'html', html: Buffer.from(bytes).toString('utf8'), isOwn, ...freshnessIn(headers) }
    : failure('garbled', 'sent neither a JSON document nor a page of HTML');
}

/** More than any index says for an error, in bytes. */
const LONGEST_ERROR = 4096;

/** GitLab says `404 Project Not Found` of what is private, others that access is denied. */
function isRefusal(bytes: Uint8Array): boolean {
  if (bytes.length > LONGEST_ERROR) return false;
  const text = Buffer.from(bytes).toString('utf8');
  if (/\b(?:denied|unauthori[sz]ed|forbidden|not authorized|permission)\b/i.test(text)) return true;
  return /"404 [^"]+ Not Found"/.test(text);
}

/** Indexes send to the canonical spelling of a name, and proxies escape a path anew. */
function isAsAsked(url: string, asked: string): boolean {
  const [came, wanted] = [new URL(url), new URL(asked)];
  return came.host === wanted.host && came.pathname.replace(/\/$/, '') === wanted.pathname.replace(/\/$/, '');
}
