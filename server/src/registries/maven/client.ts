import type { Http, HttpOutcome } from '../../http/http.ts';
import type { Asking } from '../registry.ts';
import type { Login, Route } from '../route.ts';
import { type MavenReply, replyOf } from './replies.ts';

/**
 * Asks one address of a repository. With an earlier answer's `validator`, the reply may be that nothing has changed.
 */
export type Get = (route: Route, path: string, how?: GetOptions) => Promise<MavenReply>;

interface GetOptions {
  readonly pastCaches?: boolean;
  readonly validator?: string | undefined;
  /** That it is there is enough. */
  readonly headOnly?: boolean;
}

/**
 * Which repositories wanted a login: Maven shows one to nobody who did not ask for it by a 401 (maven-wagon,
 * `HttpWagon`, without `preemptive`). As long as a client lives.
 */
export type Challenged = Set<string>;

/** Sends requests as Maven does. */
export function createGet(http: Http, challenged: Challenged, { signal, received }: Asking): Get {
  return async (route, path, { pastCaches, validator, headOnly } = {}) => {
    const login = await route.login();
    if (login.is === 'broken') return { is: 'failure', why: 'refused', detail: login.detail };
    const url = `${route.base}${path}`;
    const whom = `${route.base} ${route.identity}`;
    const authorization = authorizationOf(login);
    const send = (shown: string | undefined) =>
      http.send({
        method: headOnly === true ? 'HEAD' : 'GET',
        url,
        headers: {
          accept: '*/*',
          ...(pastCaches === true ? { 'cache-control': 'no-cache' } : {}),
          ...(validator === undefined ? {} : { 'if-none-match': validator }),
        },
        ...(shown === undefined ? {} : { authorization: shown }),
        maxBytes: LARGEST_FILE,
        redirects: 'anywhere',
        ...(signal === undefined ? {} : { signal }),
      });
    const wasChallenged = challenged.has(whom);
    let outcome = await send(wasChallenged ? authorization : undefined);
    if (!wasChallenged && authorization !== undefined && wantsLogin(outcome, url)) {
      challenged.add(whom);
      outcome = await send(authorization);
    }
    await received?.();
    const reply = replyOf(outcome, url);
    if (reply.is !== 'not-found' || login.is !== 'anonymous' || login.withheld !== true) return reply;
    const detail = `${new URL(url).host} answered 404 to nobody, and the credential that is configured is not used`;
    return { is: 'failure', why: 'refused', detail };
  };
}

/** 32 MiB: a hundred times the largest known metadata. */
const LARGEST_FILE = 32 * 1024 * 1024;

/** A 401 of the repository itself, that takes a user's name and password. */
function wantsLogin(outcome: HttpOutcome, asked: string): boolean {
  if (outcome.is === 'failure' || outcome.status !== 401) return false;
  const challenge = outcome.headers['www-authenticate'];
  const takesBasic = challenge === undefined || /(?:^|,)\s*basic\b/i.test(challenge);
  return takesBasic && new URL(outcome.url).origin === new URL(asked).origin;
}

function authorizationOf(login: Exclude<Login, { is: 'broken' }>): string | undefined {
  // `projects/maven` makes no others.
  if (login.is !== 'basic') return undefined;
  return `Basic ${Buffer.from(`${login.user}:${login.password}`, 'utf8').toString('base64')}`;
}
