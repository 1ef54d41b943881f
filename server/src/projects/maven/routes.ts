import { existsSync } from 'node:fs';
import path from 'node:path';
import { plainText } from '../../model/plain-text.ts';
import type { Question } from '../../model/question.ts';
import { readName } from '../../registries/maven/coordinates.ts';
import { isCentral } from '../../registries/maven/well-known.ts';
import type { LoadRoutes, Login, Route, Routing, RoutingWorld } from '../../registries/route.ts';
import { identityOf } from '../fingerprint.ts';
import { expanded } from './address.ts';
import { initScriptWithRepositories } from './init-scripts.ts';
import { createLogins, type MavenLogins } from './logins.ts';
import { gradlePlan, mavenPlan, type Place, type Plan } from './plan.ts';
import { type MavenConfiguration, readConfiguration } from './settings.ts';
import { readMavenSource } from './source.ts';

/**
 * Routes to repositories as Maven chooses them, or Gradle: one after the other, and the first that has something
 * counts, so that Central does not hear what another one has. The setting stands in for Central, above its mirrors.
 *
 * Where a file of the configuration cannot be read, nobody is asked; where one of the repositories cannot be, nobody
 * behind it is: the name may be that one's.
 */
export const loadMavenRoutes: LoadRoutes = async world => {
  const configuration = await readConfiguration(world);
  if (configuration.broken !== undefined) world.log(plainText(configuration.broken));
  const initScript = await initScriptWithRepositories(world);
  const logins = createLogins(configuration.layers, world);
  const isInstalled = createInstalled(configuration, world);
  const said = new Set<string>();
  const say = (line: string) => {
    if (!said.has(line)) world.log(line);
    said.add(line);
  };
  const routings = new Map<string, Routing>();

  function routingOf(source: string | undefined, snapshots: boolean): Routing {
    const read = readMavenSource(source);
    const isGradle = read.client === 'gradle';
    if (!isGradle && configuration.broken !== undefined) return { open: false, why: 'unreachable' };
    if (isGradle && initScript !== undefined) {
      const why =
        'may name other repositories for all of Gradle’s builds. Artifacts of its scripts are not asked about.';
      say(plainText(`${initScript} ${why}`, 1_000));
      return { open: false, why: 'unreachable' };
    }
    const plan = isGradle ? gradlePlan(read, world) : mavenPlan(read, snapshots, configuration, world);
    if (plan.ends !== undefined) say(plainText(plan.ends.said, 1_000));
    const route = routeOf(plan, logins, world);
    if (route === undefined) return { open: false, why: plan.ends?.why ?? 'unreachable' };
    const isOffline = !isGradle && configuration.options.offline;
    return isOffline ? { open: false, why: 'offline', route } : { open: true, route };
  }

  return question => {
    if (!('registry' in question)) return { open: false, why: 'not-asked' };
    if (isInstalled(question.name)) {
      say('Artifacts that `mvn install` put into the local repository are not asked about.');
      return { open: false, why: 'blocked' };
    }
    const snapshots = wantsSnapshot(question);
    // Of which file a hash is asked for decides nothing.
    const source = question.source?.replace(/ hash=\S+$/, '');
    const key = `${snapshots} ${source ?? ''}`;
    const known = routings.get(key);
    if (known !== undefined) return known;
    const routing = routingOf(source, snapshots);
    if (routings.size >= MANY_SOURCES) routings.clear();
    routings.set(key, routing);
    return routing;
  };
};

/** Every look at an answer needs a route. Of more sources than people have, all are looked at anew. */
const MANY_SOURCES = 1_000;

function wantsSnapshot(question: Question): boolean {
  return question.ask === 'release' && /-SNAPSHOT$/i.test(question.version);
}

function routeOf({ places, hasCentral, ends }: Plan, logins: MavenLogins, world: RoutingWorld): Route | undefined {
  const routes = places.map(place => routeTo(place, logins, world));
  const last = routes.at(-1);
  if (last === undefined) return undefined;
  const mirrors = routes.slice(0, -1);
  return {
    ...last,
    ...(mirrors.length === 0 ? (isCentral(last.base) ? { wellKnown: true } : {}) : { mirrors }),
    ...(hasCentral ? {} : { isItself: true as const }),
    ...(ends === undefined ? {} : { goesOn: 'elsewhere' as const }),
  };
}

function routeTo({ base, id, login, loginWithheld }: Place, logins: MavenLogins, world: RoutingWorld): Route {
  const found: Login =
    login ?? (loginWithheld === true ? { is: 'anonymous', withheld: true } : logins.loginFor(base, id));
  return { base, identity: identityOf(found, world), login: async () => found };
}

/**
 * Tells whether an artifact was put into the user's local repository by hand, by `mvn install`: then Maven takes it
 * from there, it is nobody's to ask for, and mostly one's own.
 */
function createInstalled({ layers }: MavenConfiguration, world: RoutingWorld): (name: string) => boolean {
  const { home } = world;
  const [written] = layers.flatMap(({ owner, settings }) => (owner === 'user' ? (settings.localRepository ?? []) : []));
  const set = written === undefined ? undefined : expanded(written, 'user', world);
  const usual = home === undefined ? undefined : path.join(home, '.m2', 'repository');
  const repository = set !== undefined && path.isAbsolute(set) ? set : usual;
  const known = new Map<string, boolean>();
  return name => {
    const found = known.get(name);
    const artifact = readName(name);
    if (found !== undefined || repository === undefined || artifact === undefined) return found === true;
    const folder = path.join(repository, ...artifact.group.split('.'), artifact.artifact);
    // One look at the disk for a name: as much as a folder's own files cost, and nothing waits for it.
    const isThere = existsSync(path.join(folder, 'maven-metadata-local.xml'));
    known.set(name, isThere);
    return isThere;
  };
}
