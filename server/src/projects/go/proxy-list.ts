import { baseAddress } from '../../model/address.ts';

/** Everybody's proxy, which go asks before the origin where nothing else is said. */
export const PUBLIC_PROXY = 'https://proxy.golang.org';

/** What `GOPROXY` is where nobody sets it (cmd/go/internal/cfg/cfg.go). */
export const USUAL_PROXIES = `${PUBLIC_PROXY},direct`;

/** One proxy that `GOPROXY` lists. */
export interface ListedProxy {
  /** As in `Route.base`. */
  readonly base: string;
  /** The login that is written in the address. A secret. */
  readonly login?: { readonly user: string; readonly password: string };
  /** It is followed by `|`, so that the next one is asked whatever goes wrong here. */
  readonly nextIfFailing: boolean;
}

/** What `GOPROXY` comes to. */
export type ProxyList =
  | {
      readonly is: 'proxies';
      readonly proxies: readonly ListedProxy[];
      /** Where go looks next: at the origin, at files of this machine, which are not looked at here, or nowhere. */
      readonly next: 'direct' | 'files' | 'nowhere';
    }
  /** Go refuses it; `why` is the rest of a sentence about it. */
  | { readonly is: 'invalid'; readonly why: string };

/** Reads `GOPROXY` as go does (cmd/go/internal/modfetch/proxy.go, `proxyList`). Never throws. */
export function readProxyList(text: string): ProxyList {
  const proxies: ListedProxy[] = [];
  for (const [, written = '', separator] of text.matchAll(/([^,|]*)([,|]|$)/g)) {
    const word = written.trim();
    if (word === '') continue;
    // Behind either, nothing counts.
    if (word === 'off') return { is: 'proxies', proxies, next: 'nowhere' };
    if (word === 'direct') return { is: 'proxies', proxies, next: 'direct' };
    const address = withScheme(word);
    if (/^file:/i.test(address)) return { is: 'proxies', proxies, next: 'files' };
    const proxy = proxyAt(address);
    if (typeof proxy === 'string') return { is: 'invalid', why: proxy };
    proxies.push({ ...proxy, nextIfFailing: separator === '|' });
  }
  if (proxies.length === 0) return { is: 'invalid', why: 'names no proxy' };
  return { is: 'proxies', proxies, next: 'nowhere' };
}

/** Go takes a host for https, and a path for a mistake. */
function withScheme(word: string): string {
  const isBare = /[.:/]/.test(word) && !word.includes(':/') && !word.startsWith('/');
  return isBare ? `https://${word}` : word;
}

function proxyAt(address: string): Omit<ListedProxy, 'nextIfFailing'> | string {
  if (!URL.canParse(address)) return 'names something that is no address';
  const url = new URL(address);
  const { protocol, username, password } = url;
  if (protocol !== 'https:' && protocol !== 'http:') return 'names an address that is neither http nor https';
  url.username = '';
  url.password = '';
  const base = baseAddress(url.href);
  if (base === undefined || url.search !== '' || url.hash !== '') return 'names an address that no proxy has';
  if (username === '' && password === '') return { base };
  if (protocol === 'http:') return 'has a login for an address without https, to which go sends none';
  return { base, login: { user: decoded(username), password: decoded(password) } };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
