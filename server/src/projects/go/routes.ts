import path from 'node:path';
import type { LoadRoutes, Login, Route, Routing, RoutingWorld } from '../../registries/route.ts';
import { identityOf } from '../fingerprint.ts';
import { checksumRouting, UNNAMED } from './checksum-database.ts';
import { type GoEnvironment, readGoEnvironment } from './environment.ts';
import { readLogins } from './logins.ts';
import { readModuleGlobs } from './module-globs.ts';
import { type ListedProxy, type ProxyList, PUBLIC_PROXY, readProxyList, USUAL_PROXIES } from './proxy-list.ts';
import { modulesOfWorkspaceFile } from './workspace-modules.ts';

/**
 * Routes to the proxies that go would ask, or to the one of the setting. What `GONOPROXY`, else `GOPRIVATE`, lists is
 * asked nowhere, nor what the workspace of `GOWORK` has on the disk; and neither is anything where a file cannot be
 * read that may say so. The checksum database is asked about nothing of all that either.
 */
export const loadGoRoutes: LoadRoutes = async world => {
  const go = await readGoEnvironment(world, process.platform);
  const own = await ownModules(go, world);
  const broken = go.broken ?? (typeof own === 'string' ? own : undefined);
  if (broken !== undefined || typeof own === 'string') {
    world.log(`${broken}. Go modules are not asked about, as it may say that some are private.`);
    return () => ({ open: false, why: 'unreachable' });
  }
  const isPrivate = readModuleGlobs(go.value('GONOPROXY') ?? go.value('GOPRIVATE') ?? '');
  const list = listOf(go, world);
  const loginFor = await readLogins(go, world, process.platform);
  const routing = routingOf(list, loginFor, world);
  const checksums = checksumRouting(go, list, loginFor, world);
  return question => {
    if (!('registry' in question)) return { open: false, why: 'not-asked' };
    const isClosed = isPrivate(question.name) || own.has(question.name);
    if (question.source === CHECKSUM_DATABASE) return isClosed ? UNNAMED : checksums(question.name);
    return isClosed ? { open: false, why: 'blocked' } : routing;
  };
};

/** As the room of readers puts it into a question about hashes. */
const CHECKSUM_DATABASE = 'checksum-database';

/**
 * What variables have go take from folders, wherever it is run (the Go Modules Reference, "Environment variables"); or
 * what keeps that from being known, as a sentence without its end.
 */
async function ownModules(
  go: GoEnvironment,
  { environment, log }: RoutingWorld,
): Promise<ReadonlySet<string> | string> {
  // Another file is read then in the place of each go.mod, and which one it is depends on where go is run.
  if (/(?:^|[\s'"])--?modfile=/.test(go.value('GOFLAGS') ?? '')) return '`GOFLAGS` names another file than go.mod';
  const { GOWORK: file = '' } = environment;
  if (file === '' || file === 'off') return new Set();
  const modules = path.isAbsolute(file) ? await modulesOfWorkspaceFile(file, log) : undefined;
  return modules ?? `${file}, which \`GOWORK\` names, cannot be read`;
}

function routingOf(list: ProxyList, loginFor: (proxy: ListedProxy) => Login, world: RoutingWorld): Routing {
  if (list.is === 'invalid') {
    world.log(`\`GOPROXY\` ${list.why}. Go modules are not asked about.`);
    return { open: false, why: 'unreachable' };
  }
  const routes = list.proxies.map(proxy => routeTo(proxy, loginFor, world));
  const last = routes.at(-1);
  if (last === undefined) {
    world.log('`GOPROXY` names no proxy that could be asked. Go modules are not asked about.');
    return { open: false, why: 'blocked' };
  }
  const { nextIfFailing: _, ...route } = last;
  const mirrors = routes.slice(0, -1);
  return {
    open: true,
    route: {
      ...route,
      ...(mirrors.length > 0 ? { mirrors } : route.base === PUBLIC_PROXY ? { wellKnown: true } : {}),
      ...goesOn(list, route.base === world.settings.registries.go),
    },
  };
}

/** The setting stands above what `GOPROXY` names, as that does above everybody's proxy. */
function listOf(go: GoEnvironment, { settings }: RoutingWorld): ProxyList {
  const list = readProxyList(go.value('GOPROXY') ?? USUAL_PROXIES);
  const base = settings.registries.go;
  if (base === undefined) return list;
  const isDirect = list.is === 'proxies' && list.next === 'direct';
  return { is: 'proxies', proxies: [{ base, nextIfFailing: false }], next: isDirect ? 'direct' : 'nowhere' };
}

/**
 * Everybody's proxy, or what the setting has in its place, has what is public, so that its word is worth telling though
 * go would look at the origin next. A proxy of somebody's own may well be there for a few modules alone.
 */
function goesOn({ next, proxies }: Extract<ProxyList, { is: 'proxies' }>, isSet: boolean): Pick<Route, 'goesOn'> {
  if (next === 'nowhere') return {};
  const isEverybodys = next === 'direct' && (isSet || proxies.at(-1)?.base === PUBLIC_PROXY);
  return { goesOn: isEverybodys ? true : 'elsewhere' };
}

function routeTo(proxy: ListedProxy, loginFor: (proxy: ListedProxy) => Login, world: RoutingWorld): Route {
  const login: Login = proxy.base === PUBLIC_PROXY ? { is: 'anonymous' } : loginFor(proxy);
  return {
    base: proxy.base,
    identity: identityOf(login, world),
    ...(proxy.nextIfFailing ? { nextIfFailing: true } : {}),
    login: async () => login,
  };
}
