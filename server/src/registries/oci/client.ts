import type { Http, HttpOutcome } from '../../http/http.ts';
import type { Ignorance } from '../../model/answer.ts';
import { isEmptyObject } from '../json.ts';
import type { Login, Route } from '../route.ts';
import { parseChallenges } from './challenge.ts';
import { pullScope, scopeBesides } from './scopes.ts';
import { type PullPurpose, sparedPull } from './thrift.ts';
import { basicOf, createTokens } from './tokens.ts';

/** Sends requests to registries, signed in as far as they ask for it. */
export interface OciClient {
  send(request: OciRequest): Promise<OciReply>;
  /**
   * Whether the base address is a registry at all, by its root `/v2/`: it names the version of its API, wants to know
   * who asks, or sends `{}` (distribution, registry/handlers/app.go). A gateway says `{"status":"ok"}` of anything.
   * What cannot be told is no.
   */
  isRegistry(place: OciPlace): Promise<boolean>;
}

/** The repository that is asked about, and how its registry is reached. */
export interface OciPlace {
  readonly route: Route;
  readonly repository: string;
  /** The current time in milliseconds since the epoch. */
  readonly now: number;
  readonly signal?: AbortSignal;
  /** Another address is asked after this one, so that something is missing here need not be made sure of. */
  readonly isMirror?: true;
  /** What downloads of manifests are for, where they may be left out when few are left; absent: they are needed. */
  readonly pullsFor?: PullPurpose;
}

/** A request below one repository. */
export interface OciRequest {
  readonly place: OciPlace;
  readonly method: 'GET' | 'HEAD';
  /** Below `/v2/<repository>/`, as in `manifests/latest`. */
  readonly path: string;
  readonly accept: string;
  readonly maxBytes: number;
  /** Whether a redirect to another origin is followed; absent: `anywhere`. */
  readonly redirects?: 'same-origin';
  /**
   * Passes all caches, and signs in even where the registry lets anybody in: a private image may look missing to
   * nobody.
   */
  readonly recheck?: boolean;
}

export type OciReply = Response | { readonly is: 'unknown'; readonly why: Ignorance; readonly detail: string };
type Response = Extract<HttpOutcome, { is: 'response' }>;

/** What a registry asked for last time, so that the round trip of being refused first is paid once. */
type Wanted =
  | { readonly is: 'bearer'; readonly realm: string; readonly service?: string; readonly scope?: string }
  | { readonly is: 'basic' };

/** What may be sent as `authorization`. */
type Permit =
  | { readonly is: 'permit'; readonly value?: string; readonly freshToken?: boolean }
  | { readonly is: 'unknown'; readonly why: Ignorance; readonly detail: string };

export function createOciClient(http: Http): OciClient {
  const tokens = createTokens(http);
  const wantedBy = new Map<string, Wanted>();
  const provenRegistries = new Set<string>();
  /** What tokens of an address must be good for besides the repository. */
  const scopesAlso = new Map<string, string>();
  /** Addresses that turned out to speak plain http only, with what is asked in their place. */
  const plain = new Map<string, string>();

  async function permitFor(place: OciPlace, login: Login, scopes: readonly string[], renew: boolean): Promise<Permit> {
    const { route } = place;
    if (login.is === 'broken') return { is: 'unknown', why: 'refused', detail: login.detail };
    if (login.is === 'bearer') return { is: 'permit', value: `Bearer ${login.token}` };
    const wanted = wantedBy.get(route.base);
    if (wanted === undefined) return { is: 'permit' };
    switch (wanted.is) {
      case 'basic': {
        const value = login.is === 'basic' ? basicOf(login) : undefined;
        if (value !== undefined) return { is: 'permit', value };
        return { is: 'unknown', why: 'refused', detail: `${hostOf(route.base)} wants a name and a password` };
      }
      case 'bearer': {
        const token = await tokens.get({ ...wanted, scopes }, route, login, { now: place.now, renew });
        if (token.is === 'none') return { is: 'unknown', why: token.why, detail: token.detail };
        return { is: 'permit', value: `Bearer ${token.value}`, freshToken: token.fresh };
      }
    }
  }

  /** Where nothing speaks https and the user's own configuration allows it, plain http is tried and remembered. */
  async function send(request: OciRequest): Promise<OciReply> {
    const { route } = request.place;
    if (route.plainHttpToo !== true) return sendTo(request);
    const known = plain.get(route.base);
    if (known !== undefined) return sendTo(at(request, known));
    const secure = await sendTo(request);
    if (secure.is === 'response' || secure.why !== 'unreachable') return secure;
    const base = route.base.replace(/^https:/, 'http:');
    const insecure = await sendTo(at(request, base));
    if (insecure.is === 'response') plain.set(route.base, base);
    return insecure.is === 'response' ? insecure : secure;
  }

  async function sendTo(request: OciRequest): Promise<OciReply> {
    const { place } = request;
    const spared = sparedPull(request, http);
    if (spared !== undefined) return { is: 'unknown', why: 'throttled', detail: spared };
    const { base, identity } = place.route;
    const login: Login = identity === '' ? { is: 'anonymous' } : await place.route.login();
    if (request.recheck && (login.is === 'basic' || login.is === 'identity') && !wantedBy.has(base)) await ping(place);

    const ownScope = pullScope(place.repository);
    const also = scopesAlso.get(base);
    let permit = await permitFor(place, login, also === undefined ? [ownScope] : [also, ownScope], false);
    let added: string | undefined;
    for (let tries = 1; ; tries += 1) {
      if (permit.is === 'unknown') return permit;
      const outcome = await http.send(toHttp(request, permit.value));
      if (outcome.is === 'failure' || outcome.status !== 401) {
        if (added !== undefined) scopesAlso.set(base, added);
        return replyOf(outcome);
      }
      const wanted = wantedOf(outcome, base);
      if (wanted === undefined || tries === MOST_TRIES) return replyOf(outcome);
      wantedBy.set(base, wanted);
      // What is asked for although there is a token must be in the token too.
      added = permit.value === undefined ? undefined : otherScope(wanted, added);
      // A token of this very moment was refused, and nothing else was asked for: another one like it changes nothing.
      if (permit.freshToken && added === undefined) return replyOf(outcome);
      const scopes = added === undefined ? [ownScope] : [added, ownScope];
      const better = await permitFor(place, login, scopes, permit.value !== undefined);
      if (better.is === 'permit' && (better.value === undefined || better.value === permit.value)) {
        return replyOf(outcome);
      }
      permit = better;
    }
  }

  /** Asks the registry's root what it wants of its callers, and remembers it. */
  async function ping(place: OciPlace): Promise<HttpOutcome> {
    const { base } = place.route;
    const outcome = await http.send({
      method: 'GET',
      url: `${base}/v2/`,
      headers: { accept: 'application/json' },
      maxBytes: SMALL_ANSWER,
      redirects: 'same-origin',
      ...(place.signal === undefined ? {} : { signal: place.signal }),
    });
    const wanted = outcome.is === 'response' && outcome.status === 401 ? wantedOf(outcome, base) : undefined;
    if (wanted) wantedBy.set(base, wanted);
    return outcome;
  }

  return {
    send,
    async isRegistry(asked) {
      const known = plain.get(asked.route.base);
      const place = known === undefined ? asked : placeAt(asked, known);
      const { base } = place.route;
      if (provenRegistries.has(base)) return true;
      const outcome = await ping(place);
      // What a redirect led to is a page, whatever it says.
      if (outcome.is === 'failure' || !isRootOf(base, outcome.url)) return false;
      const proven =
        (outcome.status === 200 && (API_VERSION in outcome.headers || isEmptyObject(outcome.bytes))) ||
        (outcome.status === 401 && wantedOf(outcome, base) !== undefined);
      if (proven) provenRegistries.add(base);
      return proven;
    },
  };
}

/** Without a token, with one, and with one that is good for what the registry asked for besides. */
const MOST_TRIES = 3;
const API_VERSION = 'docker-distribution-api-version';
const SMALL_ANSWER = 64 * 1024;

function toHttp(request: OciRequest, authorization: string | undefined): Parameters<Http['send']>[0] {
  const { place } = request;
  return {
    method: request.method,
    url: `${place.route.base}/v2/${place.repository}/${request.path}`,
    headers: { accept: request.accept, ...(request.recheck ? { 'cache-control': 'no-cache' } : {}) },
    ...(authorization === undefined ? {} : { authorization }),
    maxBytes: request.maxBytes,
    // Blobs lie in storage elsewhere, and registry.k8s.io sends even for manifests to the nearest region.
    redirects: request.redirects ?? 'anywhere',
    ...(place.signal === undefined ? {} : { signal: place.signal }),
  };
}

function at(request: OciRequest, base: string): OciRequest {
  return { ...request, place: placeAt(request.place, base) };
}

function placeAt(place: OciPlace, base: string): OciPlace {
  return { ...place, route: { ...place.route, base } };
}

/** Sorts out what says nothing about the image. */
function replyOf(outcome: HttpOutcome): OciReply {
  if (outcome.is === 'failure') return { is: 'unknown', why: outcome.why, detail: outcome.detail };
  const detail = `${hostOf(outcome.url)} answered ${outcome.status}`;
  if (outcome.status === 401 || outcome.status === 403) return { is: 'unknown', why: 'refused', detail };
  if (outcome.status >= 500 && outcome.status !== 501) return { is: 'unknown', why: 'unreachable', detail };
  if (outcome.status === 404 && outcome.isFailing) {
    return { is: 'unknown', why: 'unreachable', detail: `${detail} while it failed otherwise` };
  }
  return outcome;
}

/** What a 401 of the registry itself wants; one that a redirect led to is another host's, and gets nothing from us. */
function wantedOf(response: Response, base: string): Wanted | undefined {
  if (new URL(response.url).origin !== new URL(base).origin) return undefined;
  const challenges = parseChallenges(response.headers['www-authenticate'] ?? '');
  const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.realm !== undefined);
  const { realm, service, scope } = bearer?.parameters ?? {};
  if (realm !== undefined) {
    return {
      is: 'bearer',
      realm,
      ...(service === undefined ? {} : { service }),
      ...(scope === undefined ? {} : { scope }),
    };
  }
  return challenges.some(({ scheme }) => scheme === 'basic') ? { is: 'basic' } : undefined;
}

function isRootOf(base: string, address: string): boolean {
  return `${new URL(address).href.replace(/\/$/, '')}/` === new URL(`${base}/v2/`).href;
}

/** A scope that a challenge asks for besides the pull, and that was not tried yet. */
function otherScope(wanted: Wanted, tried: string | undefined): string | undefined {
  const scope = wanted.is === 'bearer' ? scopeBesides(wanted.scope) : undefined;
  return scope === tried ? undefined : scope;
}

function hostOf(address: string): string {
  return new URL(address).host;
}
