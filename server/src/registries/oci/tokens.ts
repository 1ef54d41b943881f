import type { Http, HttpOutcome } from '../../http/http.ts';
import type { Ignorance } from '../../model/answer.ts';
import { parseJsonObject } from '../json.ts';
import type { Login, Route } from '../route.ts';
import { withoutScopes } from './scopes.ts';
import { type Lending, lendingTo } from './token-services.ts';

/** A registry's wish for a token of its token service (distribution's docs/content/spec/auth/token.md). */
export interface TokenWish {
  /** Absolute address of the token service, as the challenge names it. */
  readonly realm: string;
  readonly service?: string;
  readonly scopes: readonly string[];
}

export type Token =
  | { readonly is: 'token'; readonly value: string; readonly fresh: boolean }
  | { readonly is: 'none'; readonly why: Ignorance; readonly detail: string };

/** Tokens of one process, in memory only. */
export interface Tokens {
  /** A kept token, or a new one. `renew` distrusts the kept one. Never rejects. */
  get(wish: TokenWish, route: Route, login: Login, asking: TokenAsking): Promise<Token>;
}

export interface TokenAsking {
  readonly now: number;
  readonly renew: boolean;
}

const LARGEST_ANSWER = 64 * 1024;
/** Where the service does not say (token.md, `expires_in`). */
const DEFAULT_LIFETIME_S = 60;
/** So long before its end a token counts as over. */
const EARLIER_MS = 10_000;
const MANY_TOKENS = 500;
const CLIENT_ID = 'registry-lens';

export function createTokens(http: Http): Tokens {
  const kept = new Map<string, { value: string; until: number }>();
  const underWay = new Map<string, Promise<Token>>();

  async function fetchToken(key: string, wish: TokenWish, route: Route, login: Login, now: number): Promise<Token> {
    if (!isFitRealm(wish.realm, route.base)) {
      const detail = 'no token: the registry names a token service that must not be asked';
      return { is: 'none', why: 'garbled', detail };
    }
    // As nobody, what is private would look as if it were missing. So nothing is asked where the login may not go.
    const lending: Lending = isSecret(login) ? await lendingTo(wish.realm, route) : { is: 'lent' };
    if (lending.is === 'withheld') return { is: 'none', why: 'refused', detail: lending.detail };
    const outcome = await request(http, wish, route, login);
    if (outcome.is === 'failure') return { is: 'none', why: outcome.why, detail: `no token: ${outcome.detail}` };
    const where = `the token service ${new URL(wish.realm).host} answered ${outcome.status}`;
    if (outcome.status >= 500) return { is: 'none', why: 'unreachable', detail: where };
    // ghcr.io refuses here what is private or does not exist, with 401 or 403 and the code DENIED.
    if (outcome.status >= 400) return { is: 'none', why: 'refused', detail: where };
    const document = outcome.status === 200 ? parseJsonObject(outcome.bytes) : undefined;
    const value = [document?.token, document?.access_token].find(text => typeof text === 'string' && text !== '');
    // Anything but visible ASCII is no token, and no header could carry it.
    if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) {
      return { is: 'none', why: 'garbled', detail: `${where}, without a token` };
    }
    const lifetime = typeof document?.expires_in === 'number' ? document.expires_in : DEFAULT_LIFETIME_S;
    if (kept.size >= MANY_TOKENS) forgetOld(kept, now);
    kept.set(key, { value, until: now + lifetime * 1000 - EARLIER_MS });
    return { is: 'token', value, fresh: true };
  }

  return {
    get(wish, route, login, { now, renew }) {
      const key = JSON.stringify([wish.realm, wish.service, wish.scopes, route.base, route.identity]);
      const known = kept.get(key);
      if (known && now < known.until && !renew)
        return Promise.resolve({ is: 'token', value: known.value, fresh: false });
      const running = underWay.get(key);
      if (running) return running;
      const started = fetchToken(key, wish, route, login, now).finally(() => underWay.delete(key));
      underWay.set(key, started);
      return started;
    },
  };
}

/** Asks the token service, to which the login may go. The user's name and password go here and nowhere else. */
async function request(http: Http, wish: TokenWish, route: Route, login: Login): Promise<HttpOutcome> {
  const url = withoutScopes(wish.realm);
  if (login.is === 'identity') {
    const outcome = await http.send({
      method: 'POST',
      url: url.href,
      namedBy: route.base,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        service: wish.service ?? '',
        client_id: CLIENT_ID,
        scope: wish.scopes.join(' '),
        refresh_token: login.token,
      }).toString(),
      maxBytes: LARGEST_ANSWER,
      redirects: 'same-origin',
    });
    // A service without the OAuth 2 form (distribution's docs/content/spec/auth/oauth.md) knows the GET only.
    if (outcome.is === 'failure' || ![404, 405].includes(outcome.status)) return outcome;
  }
  if (wish.service !== undefined) url.searchParams.set('service', wish.service);
  for (const scope of wish.scopes) url.searchParams.append('scope', scope);
  const authorization = basicOf(login);
  return http.send({
    method: 'GET',
    url: url.href,
    namedBy: route.base,
    headers: { accept: 'application/json' },
    ...(authorization === undefined ? {} : { authorization }),
    maxBytes: LARGEST_ANSWER,
    redirects: 'same-origin',
  });
}

/** The `authorization` of a name and password; `undefined` for a login that has neither. */
export function basicOf(login: Login): string | undefined {
  switch (login.is) {
    case 'basic':
      return `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
    case 'identity':
      return `Basic ${Buffer.from(`<token>:${login.token}`).toString('base64')}`;
    case 'anonymous':
    case 'bearer':
    case 'broken':
      return undefined;
  }
}

/** Whether a request for a token would carry something that is the user's alone. */
function isSecret(login: Login): boolean {
  switch (login.is) {
    case 'basic':
    case 'identity':
      return true;
    // A bearer token is the registry's own, and no token service is asked.
    case 'bearer':
    case 'anonymous':
    case 'broken':
      return false;
  }
}

/** https, but for a registry that is asked by http itself; that it does not lead inward is `namedBy`'s matter. */
function isFitRealm(realm: string, base: string): boolean {
  if (!URL.canParse(realm)) return false;
  const { protocol, username, password } = new URL(realm);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && base.startsWith('http:'));
}

function forgetOld(kept: Map<string, { until: number }>, now: number): void {
  for (const [key, token] of kept) if (token.until <= now) kept.delete(key);
  // All still good: the oldest goes.
  const [oldest] = kept.keys();
  if (kept.size >= MANY_TOKENS && oldest !== undefined) kept.delete(oldest);
}
