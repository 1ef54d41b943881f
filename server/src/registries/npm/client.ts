import type { Http, HttpRequest } from '../../http/http.ts';
import type { Asking } from '../registry.ts';
import type { Login } from '../route.ts';
import { type NpmReply, replyOf } from './replies.ts';

/** Asks one address. With an earlier answer's `validator`, the reply may be that nothing has changed. */
export type Get = (url: string, accept: string, how: How) => Promise<NpmReply>;

interface How {
  readonly pastCaches?: boolean;
  readonly validator?: string;
  /** The most that is worth reading, in bytes. */
  readonly maxBytes?: number;
  readonly redirects?: HttpRequest['redirects'];
}

/** As pacote asks for the short document; a registry that does not know it sends the long one. */
export const SHORT = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';
/** The document with dates, and the document of one version. */
export const LONG = 'application/json';

/** A login that can be tried. */
type UsableLogin = Exclude<Login, { is: 'broken' }>;

/** Sends requests with one login. */
export function createGet(http: Http, login: UsableLogin, { signal, received }: Asking): Get {
  const authorization = authorizationOf(login);
  return async (url, accept, how) => {
    const outcome = await http.send({
      method: 'GET',
      url,
      headers: {
        accept,
        ...(how.pastCaches === true ? { 'cache-control': 'no-cache' } : {}),
        ...(how.validator === undefined ? {} : { 'if-none-match': how.validator }),
      },
      ...(authorization === undefined ? {} : { authorization }),
      maxBytes: how.maxBytes ?? LARGEST_DOCUMENT,
      redirects: how.redirects ?? 'anywhere',
      ...(signal === undefined ? {} : { signal }),
    });
    await received?.();
    return replyOf(outcome, url);
  };
}

/** 64 MiB: several times the largest known package document. */
const LARGEST_DOCUMENT = 64 * 1024 * 1024;

function authorizationOf(login: UsableLogin): string | undefined {
  switch (login.is) {
    case 'anonymous':
      return undefined;
    case 'basic':
      return `Basic ${Buffer.from(`${login.user}:${login.password}`, 'utf8').toString('base64')}`;
    case 'bearer':
    case 'identity':
      return `Bearer ${login.token}`;
  }
}
