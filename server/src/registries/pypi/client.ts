import type { Http, HttpRequest } from '../../http/http.ts';
import type { Asking } from '../registry.ts';
import type { Login } from '../route.ts';
import { type Reply, replyOf } from './replies.ts';

/** Asks one address. With an earlier answer's `validator`, the reply may be that nothing has changed. */
export type Get = (url: string, how: How) => Promise<Reply>;

interface How {
  readonly pastCaches?: boolean;
  readonly validator?: string;
  /** The head of the answer is enough. */
  readonly headOnly?: boolean;
  /** The most that is worth reading, in bytes. */
  readonly maxBytes?: number;
  /** Another type than that of pages. */
  readonly accept?: string;
  readonly redirects?: HttpRequest['redirects'];
}

/** As PEP 691 advises: JSON, else the same in HTML, else what any server calls HTML. */
const ACCEPT = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01';

/** 64 MiB: the page of a project is a few at most. */
const LARGEST_PAGE = 64 * 1024 * 1024;

/** Sends requests with one login. */
export function createGet(http: Http, login: Exclude<Login, { is: 'broken' }>, { signal, received }: Asking): Get {
  const authorization = authorizationOf(login);
  return async (
    url,
    { pastCaches, validator, headOnly, maxBytes = LARGEST_PAGE, accept = ACCEPT, redirects = 'anywhere' },
  ) => {
    const outcome = await http.send({
      method: headOnly === true ? 'HEAD' : 'GET',
      url,
      headers: {
        accept,
        ...(pastCaches === true ? { 'cache-control': 'no-cache' } : {}),
        ...(validator === undefined ? {} : { 'if-none-match': validator }),
      },
      ...(authorization === undefined ? {} : { authorization }),
      maxBytes,
      redirects,
      ...(signal === undefined ? {} : { signal }),
    });
    await received?.();
    return replyOf(outcome, url);
  };
}

function authorizationOf(login: Exclude<Login, { is: 'broken' }>): string | undefined {
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
