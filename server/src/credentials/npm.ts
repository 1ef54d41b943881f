import { createHash } from 'node:crypto';
import npa from 'npm-package-arg';
import getAuth from 'npm-registry-fetch/lib/auth.js';
import defaults from 'npm-registry-fetch/lib/default-opts.js';
import { isLoopbackHost } from '../http/inward.ts';
import type { LoadRoutes, Login, Route, Routing, RoutingWorld } from '../registries/route.ts';
import { baseAddress } from '../settings.ts';
import { type NpmLayer, type NpmLayers, readNpmLayers } from './npmrc.ts';

/**
 * Routes to npm registries as npm chooses them: the scope's registry, else the default one (npm-registry-fetch,
 * `pickRegistry`). The setting stands in for the default one only, so a scope that lives elsewhere is asked there.
 *
 * Credentials come from the user's own layers alone, by npm's walk up the address's path. Client certificates and npm's own
 * settings for proxies and authorities are not used; the log says so.
 */
export const loadNpmRoutes: LoadRoutes = async world => {
  const layers = await readNpmLayers(world);
  logUnsupported(layers, world);
  const places = new Map<string, Place>();
  const routings = new Map<string, Routing>();
  return question => {
    if (!('registry' in question)) return { open: false, why: 'not-asked' };
    const { name } = question;
    const known = routings.get(name);
    if (known !== undefined) return known;
    const scope = name.startsWith('@') ? name.slice(0, Math.max(name.indexOf('/'), 0)) : '';
    const place = places.get(scope) ?? placeOf(scope, layers, world);
    places.set(scope, place);
    const routing = routingTo(place, name, layers);
    routings.set(name, routing);
    return routing;
  };
};

/** Where the packages of a scope live. */
type Place =
  | { readonly is: 'address'; readonly base: string }
  /** The configuration names an address that is not followed; the names stay inside, as another registry is not theirs. */
  | { readonly is: 'nowhere'; readonly routing: Routing };

function placeOf(scope: string, layers: NpmLayers, world: RoutingWorld): Place {
  const own = scope === '' ? undefined : named(`${scope}:registry`, layers, world);
  if (own !== undefined) return own;
  const set = world.settings.registries.npm;
  if (set !== undefined) return { is: 'address', base: set };
  return named('registry', layers, world) ?? { is: 'address', base: withoutSlash(defaults.registry) };
}

/** By npm's order of layers: the environment, the folder, the user, the machine. */
function named(key: string, { own, project }: NpmLayers, { log }: RoutingWorld): Place | undefined {
  const [environment, ...files] = own;
  for (const layer of [environment, project, ...files]) {
    const value = layer?.get(key);
    if (value === undefined || value === '') continue;
    if (layer === project && value.includes('${')) {
      log(
        `The folder's .npmrc takes \`${key}\` from a variable, which is not expanded: its packages are not asked about.`,
      );
      return { is: 'nowhere', routing: { open: false, why: 'untrusted' } };
    }
    const base = baseAddress(value);
    if (base !== undefined) return { is: 'address', base };
    log(`npm's \`${key}\` must be an http or https address without a password: its packages are not asked about.`);
    return { is: 'nowhere', routing: { open: false, why: 'unreachable' } };
  }
  return undefined;
}

function routingTo(place: Place, name: string, layers: NpmLayers): Routing {
  if (place.is === 'nowhere') return place.routing;
  const { base } = place;
  const login = loginFor(base, name, layers);
  const route: Route = { base, identity: identityOf(login), login: async () => login };
  return { open: true, route };
}

function loginFor(base: string, name: string, layers: NpmLayers): Login {
  const address = `${base}/${escaped(name)}`;
  const isOwn = namesAddress(layers.own, base);
  // npm falls back on the credential of the default registry where that is on the same host. A folder could use that to have
  // a credential sent to a path of its own.
  const fallback = isOwn ? registryOption(layers) : {};
  const { token, auth } = getAuth(address, { ...optionsOf([...layers.own].reverse()), ...fallback });
  const login = loginOf(token, auth);
  const isPlain = base.startsWith('http:') && !isLoopbackHost(new URL(base).hostname);
  // Credentials are named by host, not by protocol, so a folder could have one sent in the clear.
  if (login !== undefined && (isOwn || !isPlain)) return login;
  const folders = getAuth(address, optionsOf([layers.project]));
  const isWithheld = token !== null || auth !== null || folders.token !== null || folders.auth !== null;
  return { is: 'anonymous', ...(isWithheld ? { withheld: true } : {}) };
}

/** Whether the user's own configuration names this very address; a setting may be the workspace's. */
function namesAddress(own: readonly NpmLayer[], base: string): boolean {
  return own.some(layer =>
    [...layer].some(([key, value]) => /(?:^|:)registry$/.test(key) && baseAddress(value) === base),
  );
}

/** A token with a variable that is not set is none; npm would send the placeholder and be refused for every package. */
function loginOf(token: string | null, auth: string | null): Login | undefined {
  if (token !== null) return /\$\{[^}]+\}/.test(token) ? undefined : { is: 'bearer', token };
  if (auth === null) return undefined;
  const [user = '', ...password] = Buffer.from(auth, 'base64').toString('utf8').split(':');
  return { is: 'basic', user, password: password.join(':') };
}

/** npm's options by registry, without certificates: `getAuth` would open the files that they name. */
function optionsOf(lowestFirst: readonly NpmLayer[]): Record<string, string> {
  const entries = lowestFirst.flatMap(layer => [...layer].filter(([key]) => CREDENTIAL.test(key)));
  return Object.fromEntries(entries);
}

const CREDENTIAL = /^\/\/.*:(?:_authToken|_auth|username|_password)$/;

function registryOption({ own }: NpmLayers): { registry?: string } {
  const registry = own.map(layer => layer.get('registry')).find(value => value !== undefined);
  return registry !== undefined && URL.canParse(registry) ? { registry } : {};
}

function escaped(name: string): string {
  try {
    return npa.resolve(name, '*', '/').escapedName ?? '';
  } catch {
    return '';
  }
}

/** Sixteen digits of a hash over the whole credential; they tell it from others and say nothing of it. */
function identityOf(login: Login): string {
  switch (login.is) {
    case 'anonymous':
      return login.withheld === true ? 'withheld' : '';
    case 'broken':
      return 'broken';
    case 'basic':
    case 'bearer':
    case 'identity':
      return createHash('sha256').update(JSON.stringify(login)).digest('hex').slice(0, 16);
  }
}

const UNSUPPORTED = ['proxy', 'https-proxy', 'noproxy', 'cafile', 'ca', 'strict-ssl'];

function logUnsupported({ own }: NpmLayers, { log }: RoutingWorld): void {
  const keys = new Set(own.slice(1).flatMap(layer => [...layer.keys()]));
  for (const key of keys) {
    if (UNSUPPORTED.includes(key)) {
      log(`npm's \`${key}\` is not used here. Set HTTPS_PROXY, NO_PROXY or NODE_EXTRA_CA_CERTS instead.`);
    } else if (/^\/\/.*:(?:certfile|keyfile)$/.test(key)) {
      log(`npm's \`${key}\` is not used: client certificates are not supported.`);
    }
  }
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
