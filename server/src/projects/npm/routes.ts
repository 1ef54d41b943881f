import defaults from 'npm-registry-fetch/lib/default-opts.js';
import { baseAddress } from '../../model/address.ts';
import { LargeMap } from '../../model/large-map.ts';
import type { LoadRoutes, Login, Route, Routing, RoutingWorld } from '../../registries/route.ts';

import { identityOf } from '../fingerprint.ts';
import { type AddressLayer, type FoundLogin, hasVariable } from './address-layer.ts';
import { type NpmSources, readNpmSources } from './sources.ts';

/**
 * Routes to npm registries as the project's own package manager chooses them: the scope's registry, else the default
 * one. The setting stands in for the default one only, so a scope that lives elsewhere is asked there.
 *
 * A name is never asked at the default registry where something that might map it could not be read, or where only a
 * package manager that is not the project's, or a folder above the project, maps its scope: that would tell a private
 * name and mistake it for missing.
 */
export const loadNpmRoutes: LoadRoutes = async world => {
  const sources = await readNpmSources(world);
  for (const { from, broken } of sources.layers) {
    if (broken !== undefined)
      world.log(`${from}: ${broken}. Packages that it may map to a registry are not asked about.`);
  }
  const places = new Map<string, Place>();
  const routes = createRoutes(sources, world);
  const routings = new LargeMap<Routing>();
  return question => {
    if (!('registry' in question)) return { open: false, why: 'not-asked' };
    const { name } = question;
    const recorded = recordedHost(question.source);
    const published = publishedAt(question.source);
    const where = published === undefined ? recorded : question.source;
    const key = where === undefined ? name : `${name} ${where}`;
    const known = routings.get(key);
    if (known !== undefined) return known;
    const scope = name.startsWith('@') ? name.slice(0, Math.max(name.indexOf('/'), 0)) : '';
    if (published !== undefined) {
      const routing = routingTo(placeToPublish(published, scope, sources, world), name, routes);
      routings.set(key, routing);
      return routing;
    }
    const place = places.get(scope) ?? placeOf(scope, sources, world);
    places.set(scope, place);
    const usual = routingTo(place, name, routes);
    const routing = recorded === undefined ? usual : whereRecorded(recorded, usual, name, { sources, world, routes });
    routings.set(key, routing);
    return routing;
  };
};

/**
 * Where a manifest's own package is published that names a registry (npm/cli, lib/commands/publish.js, which puts
 * `publishConfig` above the configuration; npm-registry-fetch, `pickRegistry`): what is said of the scope goes before
 * what is said of all. The setting stands in for the default registry here as well.
 */
function placeToPublish(
  { base, isOfScope }: Published,
  scope: string,
  sources: NpmSources,
  world: RoutingWorld,
): Place {
  const configured = isOfScope || scope === '' ? undefined : named(scope, sources, world);
  if (configured !== undefined) return configured;
  const set = world.settings.registries.npm;
  return { is: 'address', base: base === DEFAULT_BASE && set !== undefined ? set : base };
}

interface Published {
  readonly base: string;
  readonly isOfScope: boolean;
}

/** As the reader of manifests puts it into the source of its own package. */
function publishedAt(source: string | undefined): Published | undefined {
  const [, isOfScope, written] = /^publishes(-scope)? (\S+)$/.exec(source ?? '') ?? [];
  const base = baseAddress(written);
  return base === undefined ? undefined : { base, isOfScope: isOfScope !== undefined };
}

/**
 * Where an entry of a lockfile is asked that records a host. npm and its like record the default registry's and install
 * from the configured one, which Yarn's own address stands for as well; npm may be told to do so with other hosts'
 * entries. What came from another host is asked at the address that the configuration names there, and nowhere else: a
 * name that is one registry's is not told to another. So a scope's is asked where the scope lives also where npm itself
 * asks the registry for all other names.
 */
function whereRecorded(host: string, usual: Routing, name: string, { sources, world, routes }: Known): Routing {
  if (host === hostOf(DEFAULT_BASE) || host === YARN_HOST || isReplaced(host, sources.replaces)) return usual;
  if (!usual.open || hostOf(usual.route.base) === host) return usual;
  // One host may have several: what holds for all names goes before what holds for a scope.
  const bases = [
    world.settings.registries.npm,
    ...sources.layers.map(({ addresses }) => addresses.get('')),
    ...sources.layers.flatMap(({ addresses }) => [...addresses.values()]),
  ];
  const base = bases
    .map(value => (value === undefined ? undefined : baseAddress(value)))
    .find(each => each !== undefined && hostOf(each) === host);
  if (base !== undefined) return routingTo({ is: 'address', base }, name, routes);
  return { open: false, why: mayBeNamed(host, sources) ? 'unreachable' : 'unnamed' };
}

/**
 * Whether npm's `replace-registry-host` has it install from the configured registry what a lockfile records of a host:
 * `always`, a host, with its port or without, or an address (@npmcli/arborist, lib/arborist/reify.js,
 * `#registryResolved`; pacote, lib/remote.js). Of an address the path counts as well, which is not known here.
 */
function isReplaced(host: string, replaces: string | undefined): boolean {
  if (replaces === undefined) return false;
  if (replaces === 'always' || replaces.toLowerCase() === host) return true;
  const address = `https://${host}`;
  const hostname = URL.canParse(address) ? new URL(address).hostname : host;
  const replaced = /^https?:/i.test(replaces) && URL.canParse(replaces) ? new URL(replaces).hostname : replaces;
  return hostname === replaced;
}

/** Whether what could not be read may name a host, or what the project's own package manager does not read. */
function mayBeNamed(host: string, { layers, others, passedBy, replaces = '' }: NpmSources): boolean {
  if (hasVariable(replaces)) return true;
  const isUntold = ({ broken, untold, addresses }: AddressLayer) =>
    broken !== undefined || untold !== undefined || [...addresses.values()].some(hasVariable);
  const isNamedBy = ({ addresses }: AddressLayer) =>
    [...addresses.values()].some(value => {
      const base = baseAddress(value);
      return base !== undefined && hostOf(base) === host;
    });
  return layers.some(isUntold) || [...others, ...passedBy].some(isNamedBy);
}

function recordedHost(source: string | undefined): string | undefined {
  return source === undefined ? undefined : RECORDED.exec(source)?.[1];
}

function hostOf(base: string): string {
  return new URL(base).host;
}

/** As the readers of lockfiles and manifests put it into a subject's source, of a manifest behind the client. */
const RECORDED = /(?:^| )recorded (\S+)$/;

/** Yarn 1's own name for npm's registry (yarnpkg/yarn, src/constants.js, `YARN_REGISTRY`). */
const YARN_HOST = 'registry.yarnpkg.com';

const DEFAULT_BASE = defaults.registry.replace(/\/+$/, '');

/** The scope under which JSR serves its packages to npm's clients (jsr.io, "npm compatibility"). */
const JSR = '@jsr';

/** Where the packages of a scope live. */
type Place =
  | { readonly is: 'address'; readonly base: string }
  /**
   * The configuration names an address that is not followed; the names stay inside, as another registry is not theirs.
   */
  | { readonly is: 'nowhere'; readonly routing: Routing };

function placeOf(scope: string, sources: NpmSources, world: RoutingWorld): Place {
  const own = scope === '' ? undefined : named(scope, sources, world);
  if (own !== undefined) return own;
  // Only JSR's own registry has what it has, whatever stands in for npm's.
  if (scope === JSR) return nowhere('unreachable');
  const set = world.settings.registries.npm;
  if (set !== undefined) return { is: 'address', base: set };
  const place = named('', sources, world) ?? { is: 'address', base: DEFAULT_BASE };
  if (scope === '') return place;
  const isDefault = place.is === 'address' && place.base === DEFAULT_BASE;
  const other = [...sources.others, ...(isDefault ? sources.passedBy : [])].find(layer => mapsAway(scope, layer));
  if (other === undefined) return place;
  world.log(
    `${other.from}: maps \`${scope}\`, but the package manager of this folder does not read it. Its packages are not asked about.`,
  );
  return nowhere('unreachable');
}

function mapsAway(scope: string, { addresses }: AddressLayer): boolean {
  const address = addresses.get(scope) ?? '';
  return address !== '' && baseAddress(address) !== DEFAULT_BASE;
}

/** The highest layer that says where a scope lives, or might. */
function named(scope: string, { layers }: NpmSources, { log }: RoutingWorld): Place | undefined {
  const what = scope === '' ? 'the registry' : `the registry of \`${scope}\``;
  for (const { from, owner, addresses, broken, untold } of layers) {
    if (broken !== undefined) return nowhere('unreachable');
    if (scope === '' && untold !== undefined) {
      log(`${from}: ${what} ${untold}. Packages are not asked about.`);
      return nowhere('untrusted');
    }
    const value = addresses.get(scope);
    if (value === undefined || value === '') continue;
    if (hasVariable(value)) {
      const reason = owner === 'folder' ? 'which is not expanded' : 'which is not set';
      log(`${from}: takes ${what} from a variable, ${reason}: its packages are not asked about.`);
      return nowhere(owner === 'folder' ? 'untrusted' : 'unreachable');
    }
    const base = baseAddress(value);
    if (base !== undefined) return { is: 'address', base };
    log(`${from}: ${what} must be an http or https address without a password: its packages are not asked about.`);
    return nowhere('unreachable');
  }
  return undefined;
}

function nowhere(why: 'unreachable' | 'untrusted'): Place {
  return { is: 'nowhere', routing: { open: false, why } };
}

/** What routes are made of. */
interface Known {
  readonly sources: NpmSources;
  readonly world: RoutingWorld;
  readonly routes: Routes;
}

/** The way to an address for a name. */
type Routes = (base: string, name: string) => Routing;

/** Of ten thousand names most go one way, which is made once. */
function createRoutes(sources: NpmSources, world: RoutingWorld): Routes {
  const made = new Map<string, Routing>();
  return (base, name) => {
    const login = loginOf(sources.login({ base, name }));
    const identity = identityOf(login, world);
    const key = JSON.stringify([base, identity]);
    const known = login.is === 'broken' ? undefined : made.get(key);
    if (known !== undefined) return known;
    const wellKnown = base === DEFAULT_BASE;
    const route: Route = { base, identity, ...(wellKnown ? { wellKnown } : {}), login: async () => login };
    const routing: Routing = { open: true, route };
    made.set(key, routing);
    return routing;
  };
}

function routingTo(place: Place, name: string, routes: Routes): Routing {
  return place.is === 'nowhere' ? place.routing : routes(place.base, name);
}

function loginOf(found: FoundLogin): Login {
  if (found === 'none') return { is: 'anonymous' };
  return found === 'withheld' ? { is: 'anonymous', withheld: true } : found;
}
