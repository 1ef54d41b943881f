import type { Http } from '../../http/http.ts';
import type { Ignorance } from '../../model/answer.ts';
import type { Asking } from '../registry.ts';
import type { Login, Route } from '../route.ts';
import type { Proofs } from './proofs.ts';
import { type Reply, replyOf } from './replies.ts';

/** What the proxies of a route say of one file. */
export type Told =
  | Exclude<Reply, { is: 'not-found' }>
  /** Each of them was asked twice. */
  | { readonly is: 'absent' };

/** Asks for a file by its path below the proxies' bases. With a `validator`, the reply may be that it is unchanged. */
export type Ask = (path: string, validator?: string) => Promise<Told>;

type NotFound = Extract<Reply, { is: 'not-found' }>;

/**
 * Asks the proxies of a route as go does (cmd/go/internal/modfetch/proxy.go, `TryProxies`), for each file anew: the
 * first that has it counts. Where one does not have it, the next is asked, and where one fails only if it is followed
 * by `|`; what failed so is no answer, if none of the others has it. Nor is a 404 that may be any server's.
 */
export function createAsk(http: Http, proofs: Proofs, route: Route, asking: Asking): Ask {
  const proxies = [...(route.mirrors ?? []), route].map(proxy => ({ ...proxy, get: getterOf(http, proxy, asking) }));

  /** Why it is nothing that a proxy did not have it; absent where that counts. */
  async function doubt({ base, get }: (typeof proxies)[number], { says, detail }: NotFound) {
    if (says === 'refused') return failure('refused', `${detail}, as of what is private`);
    if (says === 'failed') return failure('unreachable', `${detail}, as it could not look`);
    const isKnown =
      says === 'not-there' || (await proofs.isProxy(base, asking.now, async path => textOf(await get(path))));
    return isKnown ? undefined : failure('garbled', `${detail}, which may be any server’s`);
  }

  return async (path, validator) => {
    let untold: Failure | undefined;
    const missing: (readonly [(typeof proxies)[number], NotFound])[] = [];
    for (const proxy of proxies) {
      // One validator cannot confirm what several proxies say.
      const told = await proxy.get(path, proxies.length === 1 ? validator : undefined);
      if (told.is === 'text') proofs.came(proxy.base, path, told.text);
      if (told.is === 'text' || told.is === 'unchanged') return told;
      if (told.is === 'not-found') missing.push([proxy, told]);
      else untold = told;
      if (told.is === 'failure' && proxy.nextIfFailing !== true) break;
    }
    for (const [proxy, told] of missing) untold ??= await doubt(proxy, told);
    return untold ?? { is: 'absent' };
  };
}

function textOf(reply: Reply): string | undefined {
  return reply.is === 'text' ? reply.text : undefined;
}

/** Asks one server: a second time, past all caches, where it says that it does not have something. */
export function getterOf(http: Http, { base, login: loginOf }: Route, { signal, received }: Asking) {
  return async (path: string, validator?: string): Promise<Reply> => {
    const login = await loginOf();
    if (login.is === 'broken') return failure('refused', login.detail);
    const authorization = authorizationOf(login);
    const url = `${base}${path}`;
    const send = async (headers: Readonly<Record<string, string>>): Promise<Reply> => {
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
    const first = await send(validator === undefined ? {} : { 'if-none-match': validator });
    if (first.is !== 'not-found') return first;
    if (login.is === 'anonymous' && login.withheld === true) {
      return failure('refused', `${first.detail} to nobody, and the credential that is configured is not used`);
    }
    return send({ 'cache-control': 'no-cache' });
  };
}

type Failure = Extract<Reply, { is: 'failure' }>;

function failure(why: Ignorance, detail: string): Failure {
  return { is: 'failure', why, detail };
}

/** 1 MiB: several times what the longest lists and the largest `go.mod` have. */
const LARGEST_FILE = 1024 * 1024;

/** `projects/go` makes no other logins than those with a password. */
function authorizationOf(login: Exclude<Login, { is: 'broken' }>): string | undefined {
  if (login.is !== 'basic') return undefined;
  return `Basic ${Buffer.from(`${login.user}:${login.password}`, 'utf8').toString('base64')}`;
}
