import { createHash } from 'node:crypto';
import { baseAddress } from '../../model/address.ts';
import type { Login, Route, Routing, RoutingWorld } from '../../registries/route.ts';
import { identityOf } from '../fingerprint.ts';
import type { GoEnvironment } from './environment.ts';
import { readModuleGlobs } from './module-globs.ts';
import type { ListedProxy, ProxyList } from './proxy-list.ts';

/** What `GOSUMDB` comes to. */
export type ChecksumDatabase =
  /**
   * `key`: what signs its tree, with the name before it. `at`: the address that is written beside the name, which is
   * asked in the place of the usual one and of proxies.
   */
  | { readonly is: 'database'; readonly name: string; readonly key: string; readonly at?: string }
  | { readonly is: 'off' }
  /** Go refuses it. */
  | { readonly is: 'invalid' };

/**
 * Reads `GOSUMDB` as go does (cmd/go/internal/modfetch/sumdb.go, `dbDial`): a name that go has the key of, or a key,
 * and an address behind it. Never throws.
 */
export function readChecksumDatabase(text: string): ChecksumDatabase {
  const written = text.trim() === CHINA ? `${USUAL_DATABASE} https://${CHINA}` : text;
  if (written.trim() === 'off') return { is: 'off' };
  const [named = '', address, ...more] = written.trim().split(/\s+/);
  const key = named === USUAL_DATABASE ? USUAL_KEY : named;
  const name = nameOfKey(key);
  if (name === undefined || more.length > 0 || !isDatabaseName(name)) return { is: 'invalid' };
  if (address === undefined) return { is: 'database', name, key };
  const at = baseAddress(address);
  return at === undefined ? { is: 'invalid' } : { is: 'database', name, key, at };
}

/**
 * The name in a key of Ed25519's, `NAME+HASH+KEY`; `undefined` of what is none, as where the hash is of something else
 * (golang.org/x/mod/sumdb/note, `NewVerifier`).
 */
function nameOfKey(key: string): string | undefined {
  const [, name, hash, encoded = ''] = /^([^+]+)\+([\da-f]{8})\+([A-Za-z\d+/]+={0,2})$/.exec(key) ?? [];
  const raw = Buffer.from(encoded, 'base64');
  if (raw.length !== 33 || raw[0] !== 1) return undefined;
  const sum = createHash('sha256').update(`${name}\n`).update(raw).digest('hex');
  return sum.startsWith(hash ?? '-') ? name : undefined;
}

/**
 * Where the checksum database is asked about a module, and whether (cmd/go/internal/modfetch/sumdb.go, `initBase` and
 * `useSumDB`): at the first proxy that stands in for it, else at its own address. A proxy is marked by the path behind
 * its base; `isItself` marks the database. Where the setting stands in for all proxies, nobody else is asked.
 *
 * @param list what `GOPROXY`, or the setting, comes to
 */
export function checksumRouting(
  go: GoEnvironment,
  list: ProxyList,
  loginFor: (proxy: ListedProxy) => Login,
  world: RoutingWorld,
): (path: string) => Routing {
  const isUnchecked = readModuleGlobs(go.value('GONOSUMDB') ?? go.value('GOPRIVATE') ?? '');
  const routing = routingOf(go, list, loginFor, world);
  return path => (isUnchecked(path) ? UNNAMED : routing);
}

function routingOf(
  go: GoEnvironment,
  list: ProxyList,
  loginFor: (proxy: ListedProxy) => Login,
  world: RoutingWorld,
): Routing {
  const database = readChecksumDatabase(go.value('GOSUMDB') ?? USUAL_DATABASE);
  // Both are of older versions of go, which then believe whatever comes.
  const isInsecure = /(?:^|[\s'"])--?insecure(?:=(?:1|t|true))?(?:$|[\s'"])/i.test(go.value('GOFLAGS') ?? '');
  if (database.is === 'off' || isInsecure || go.value('GONOSUMCHECK') !== undefined) return UNNAMED;
  if (database.is === 'invalid') {
    world.log('`GOSUMDB` names no checksum database. Hashes in go.sum are not checked.');
    return UNREACHABLE;
  }
  if (list.is === 'invalid') return UNREACHABLE;
  const { name, key, at } = database;
  const signedTo = (proxy: ListedProxy) => signed(routeTo(proxy, loginFor, world), key, world);
  const itself = (base: string) => ({ ...signedTo({ base, nextIfFailing: false }), isItself: true as const });
  if (at !== undefined) return { open: true, route: itself(at) };
  const proxies = list.proxies.map(proxy => {
    const { base, ...route } = signedTo(proxy);
    return { ...route, base: `${base}/sumdb/${name}` };
  });
  const isSet = world.settings.registries.go !== undefined;
  // With nothing to download from, go has nothing to check; and what is behind files is not known.
  const isAsked = !isSet && (list.next === 'direct' || (list.next === 'nowhere' && proxies.length > 0));
  const routes: readonly Route[] = [...proxies, ...(isAsked ? [itself(`https://${name}`)] : [])];
  const last = routes.at(-1);
  if (last === undefined) return UNNAMED;
  return { open: true, route: { ...last, ...(routes.length > 1 ? { mirrors: routes.slice(0, -1) } : {}) } };
}

function routeTo(proxy: ListedProxy, loginFor: (proxy: ListedProxy) => Login, world: RoutingWorld): Route {
  const login: Login = EVERYBODYS.has(proxy.base) ? { is: 'anonymous' } : loginFor(proxy);
  return {
    base: proxy.base,
    identity: identityOf(login, world),
    ...(proxy.nextIfFailing ? { nextIfFailing: true } : {}),
    login: async () => login,
  };
}

/** What one key signed is kept apart from what another did. */
function signed(route: Route, key: string, { fingerprint }: RoutingWorld): Route {
  const identity = key === USUAL_KEY ? route.identity : fingerprint([route.identity, key]);
  return { ...route, identity, signedBy: key };
}

/** Where go itself asks nobody, nothing is left unchecked. */
export const UNNAMED: Routing = { open: false, why: 'unnamed' };
const UNREACHABLE: Routing = { open: false, why: 'unreachable' };

/** What go asks where nobody says anything else, and its name for what China reaches. */
const USUAL_DATABASE = 'sum.golang.org';
/** Go's own constant (cmd/go/internal/modfetch/key.go, `knownGOSUMDB`). */
const USUAL_KEY = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
const CHINA = 'sum.golang.google.cn';
/** Nobody has a login there. */
const EVERYBODYS: ReadonlySet<string> = new Set(['https://proxy.golang.org', `https://${USUAL_DATABASE}`]);

/** A host, with a path at most. */
function isDatabaseName(name: string): boolean {
  return /^[A-Za-z\d][A-Za-z\d.-]*(?::\d{1,5})?(?:\/[\w.~-]+)*$/.test(name);
}
