import type { Dispatchers } from './dispatchers.ts';
import type { HttpOutcome, HttpRequest } from './http.ts';
import { bareHost } from './inward.ts';

/** One address on the way to an answer. */
export interface Hop {
  readonly url: URL;
  /** It was chosen by a host outside, so it must lie outside. */
  readonly outward: boolean;
  /** A redirect left the request's origin; from then on no credential is sent, not even back home. */
  readonly strayed: boolean;
  /** The origin that led here: this one itself, or the one whose redirect or realm named it. It has the blame. */
  readonly ledBy: string;
}

/** What is known of where hosts lie. */
export type Whereabouts = Pick<Dispatchers, 'isInward' | 'isProxied'>;

/** Where a request begins; a text says why it must not, and follows the host's name. */
export async function firstHop(request: HttpRequest, where: Whereabouts): Promise<Hop | string> {
  const url = new URL(request.url);
  const ledBy = request.namedBy === undefined ? url.origin : new URL(request.namedBy).origin;
  // Most requests go where the user's configuration points, and there is nothing more to look at.
  const outward = ledBy !== url.origin && isChosenOutside(request, url, where);
  const refusal = outward ? await refusalOf(request, url, where) : undefined;
  return refusal === undefined ? { url, outward, strayed: false, ledBy } : `is ${refusal}, named by a host outside`;
}

/** What is sent; not what is the first origin's alone, its login and what stands for its document, once it was left. */
export function headersFor(request: HttpRequest, { strayed }: Hop): Readonly<Record<string, string>> {
  const { headers = {}, authorization } = request;
  if (!strayed) return { ...headers, ...(authorization === undefined ? {} : { authorization }) };
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'if-none-match'));
}

/** A POST carries a secret to one place and is never sent on. */
export function redirectTarget(request: HttpRequest, outcome: HttpOutcome): string | undefined {
  if (request.method === 'POST' || outcome.is !== 'response') return undefined;
  return [301, 302, 303, 307, 308].includes(outcome.status) ? outcome.headers.location : undefined;
}

/** Checks where a redirect leads; a text says why it is not followed. */
export async function nextHop(
  request: HttpRequest,
  from: Hop,
  location: string,
  where: Whereabouts,
): Promise<Hop | string> {
  if (!URL.canParse(location, from.url.href)) return 'redirects to an invalid address';
  const url = new URL(location, from.url.href);
  const first = new URL(request.url);
  const away = url.origin !== first.origin;
  url.hash = '';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'redirects to something that is not http';
  if (url.username !== '' || url.password !== '') return 'redirects to an address with a password';
  if (from.url.protocol === 'https:' && url.protocol === 'http:') return 'redirects from https to http';
  if (away && request.redirects === 'same-origin') return 'redirects to another origin';
  const outward = isChosenOutside(request, url, where);
  const refusal = outward ? await refusalOf(request, url, where) : undefined;
  if (refusal !== undefined) return `redirects to ${refusal}`;
  const strayed = from.strayed || away;
  return { url, outward, strayed, ledBy: strayed ? trustedBy(request).origin : from.ledBy };
}

/** Whether an address was chosen by a host that is not inside either, and not by the user. */
function isChosenOutside(request: HttpRequest, url: URL, { isInward }: Whereabouts): boolean {
  const trusted = trustedBy(request);
  return url.origin !== trusted.origin && !isInward(trusted.hostname);
}

/** What a host that somebody outside chose is, where it must not be asked. */
async function refusalOf(
  request: HttpRequest,
  { hostname }: URL,
  { isInward, isProxied }: Whereabouts,
): Promise<string | undefined> {
  if (isInward(hostname)) return 'an address of an inner network';
  const labels = bareHost(hostname).split('.');
  // Some look such a name up as if the dots were one.
  if (labels.includes('')) return 'an address without a valid name';
  const isOfOwnEnding = labels.at(-1) === bareHost(trustedBy(request).hostname).split('.').at(-1);
  if (isProxied(hostname) && !isOfOwnEnding && !(await isOfTheWorld(hostname)))
    return 'a name that the proxy alone may know';
  return undefined;
}

/** An address, or a name with an ending of the Public Suffix List. A proxy inside knows names that nobody else does. */
async function isOfTheWorld(hostname: string): Promise<boolean> {
  // The list is long: few requests need it, and no start.
  const { parse } = await import('tldts');
  const { isIp, isIcann, isPrivate } = parse(hostname, { allowPrivateDomains: true });
  return isIp === true || isIcann === true || isPrivate === true;
}

/** Whom the user's configuration names. */
function trustedBy(request: HttpRequest): URL {
  return new URL(request.namedBy ?? request.url);
}
