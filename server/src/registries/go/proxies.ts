import type { Http } from '../../http/http.ts';
import type { Ignorance } from '../../model/answer.ts';
import type { Asking } from '../registry.ts';
import type { Login, Route } from '../route.ts';
import { type Reply, replyOf } from './replies.ts';

/** What the proxies of a route say of one file. */
export type Told =
  | Exclude<Reply, { is: 'not-found' }>
  /** Each of them was asked twice. */
  | { readonly is: 'absent' };

/** Asks for a file by its path below the proxies' bases. With a `validator`, the reply may be that it is unchanged. */
export type Ask = (path: string, validator?: string) => Promise<Told>;

/**
 * Asks the proxies of a route as go does (cmd/go/internal/modfetch/proxy.go, `TryProxies`), for each file anew: the
 * first that has it counts. Where one does not have it, the next is asked, and where one fails only if it is followed
 * by `|`; what failed so is no answer, if none of the others has it.
 */
export function createAsk(http: Http, route: Route, asking: Asking): Ask {
  const proxies = [...(route.mirrors ?? []), route];
  return async (path, validator) => {
    let failure: Extract<Reply, { is: 'failure' }> | undefined;
    for (const proxy of proxies) {
      // One validator cannot confirm what several proxies say.
      const told = await askOne(http, proxy, asking, path, proxies.length === 1 ? validator : undefined);
      if (told.is === 'not-found') continue;
      if (told.is !== 'failure') return told;
      failure = told;
      if (proxy.nextIfFailing !== true) break;
    }
    return failure ?? { is: 'absent' };
  };
}

async function askOne(
  http: Http,
  { base, login: loginOf }: Route,
  { signal, received }: Asking,
  path: string,
  validator: string | undefined,
): Promise<Reply> {
  const login = await loginOf();
  if (login.is === 'broken') return failure('refused', login.detail);
  const authorization = authorizationOf(login);
  const url = `${base}${path}`;
  const get = async (headers: Readonly<Record<string, string>>): Promise<Reply> => {
    const outcome = await http.send({
      method: 'GET',
      url,
      headers,
      ...(authorization === undefined ? {} : { authorization }),
      maxBytes: LARGEST_FILE,
      redirects: 'anywhere',
      ...(signal === undefined ? {} : { signal }),
    });
    await received?.();
    return replyOf(outcome, url);
  };
  const first = await get(validator === undefined ? {} : { 'if-none-match': validator });
  if (first.is !== 'not-found') return first;
  if (login.is === 'anonymous' && login.withheld === true) {
    return failure('refused', `${first.detail} to nobody, and the credential that is configured is not used`);
  }
  return get({ 'cache-control': 'no-cache' });
}

function failure(why: Ignorance, detail: string): Extract<Reply, { is: 'failure' }> {
  return { is: 'failure', why, detail };
}

/** 16 MiB: more than go takes for a `go.mod`, and no list comes near it. */
const LARGEST_FILE = 16 * 1024 * 1024;

/** `projects/go` makes no other logins than those with a password. */
function authorizationOf(login: Exclude<Login, { is: 'broken' }>): string | undefined {
  if (login.is !== 'basic') return undefined;
  return `Basic ${Buffer.from(`${login.user}:${login.password}`, 'utf8').toString('base64')}`;
}
