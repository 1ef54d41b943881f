import type { HttpOutcome, HttpRequest } from './http.ts';

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

/** Whether a host lies inside an inner network, as far as is known. */
export type IsInward = (hostname: string) => boolean;

/** Where a request begins. */
export function firstHop(request: HttpRequest, isInward: IsInward): Hop {
  const url = new URL(request.url);
  const ledBy = new URL(request.namedBy ?? request.url).origin;
  return { url, outward: isChosenOutside(request, url, isInward), strayed: false, ledBy };
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
export function nextHop(request: HttpRequest, from: Hop, location: string, isInward: IsInward): Hop | string {
  if (!URL.canParse(location, from.url.href)) return 'redirects to an invalid address';
  const url = new URL(location, from.url.href);
  const first = new URL(request.url);
  const away = url.origin !== first.origin;
  url.hash = '';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'redirects to something that is not http';
  if (url.username !== '' || url.password !== '') return 'redirects to an address with a password';
  if (from.url.protocol === 'https:' && url.protocol === 'http:') return 'redirects from https to http';
  if (away && request.redirects === 'same-origin') return 'redirects to another origin';
  const outward = isChosenOutside(request, url, isInward);
  if (outward && isInward(url.hostname)) return 'redirects to an address of an inner network';
  const strayed = from.strayed || away;
  return { url, outward, strayed, ledBy: strayed ? new URL(request.namedBy ?? request.url).origin : from.ledBy };
}

/** Whether an address was chosen by somebody else than the user, who is not inside either. */
function isChosenOutside(request: HttpRequest, url: URL, isInward: IsInward): boolean {
  const trusted = new URL(request.namedBy ?? request.url);
  return url.origin !== trusted.origin && !isInward(trusted.hostname);
}
