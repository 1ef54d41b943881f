import type { Ignorance } from '../../model/answer.ts';
import type { LoadRoutes, Login, Route, Routing, RoutingWorld } from '../../registries/route.ts';
import { identityOf } from '../fingerprint.ts';
import { baseOf, PYPI, readAddress } from './address.ts';
import { closedByLinks, type NamedIndex } from './plan.ts';
import { readPythonSource, UNKNOWN_INDEX } from './source.ts';
import { type PythonSources, readPythonSources } from './sources.ts';

/**
 * Routes to indexes of Python packages as the client that reads the file chooses them: pip, uv, Poetry, PDM or Pipenv.
 * The setting stands in for PyPI and for what a tool says in its place; an index that a name is bound to stands above.
 *
 * Where one of the indexes that a client would ask cannot be followed, or a file that may name one cannot be read,
 * nobody is asked: the name may be private, and PyPI would be told of it.
 */
export const loadPypiRoutes: LoadRoutes = async world => {
  const sources = await readPythonSources(world, process.platform);
  const said = new Set<string>();
  const say = (line: string) => {
    if (!said.has(line)) world.log(line);
    said.add(line);
  };
  const routings = new Map<string, Routing>();
  return question => {
    if (!('registry' in question)) return { open: false, why: 'not-asked' };
    const key = `${question.name} ${question.source ?? ''}`;
    const known = routings.get(key);
    if (known !== undefined) return known;
    const routing = routingOf(question.name, question.source, sources, { ...world, log: say });
    routings.set(key, routing);
    return routing;
  };
};

function routingOf(name: string, source: string | undefined, sources: PythonSources, world: RoutingWorld): Routing {
  const from = readPythonSource(source);
  const plan = sources.plan(name, from);
  if (plan.is === 'closed') {
    world.log(plan.said);
    return { open: false, why: plan.why };
  }
  if (from.recorded !== undefined) {
    const index = recordedIndex(from.recorded, plan.rounds.flat(), sources, world);
    if (index === 'unreadable') {
      world.log(LOCKED_SOMEWHERE);
      return { open: false, why: 'unreachable' };
    }
    if (index === undefined && from.mayBeNamed) {
      world.log(LOCKED_FOR_OTHERS);
      return { open: false, why: 'unreachable' };
    }
    if (index === undefined) return { open: false, why: 'unnamed' };
    if (index !== 'usual') return routingTo(index, sources, world);
  }
  const rounds: Route[] = [];
  const asked = new Set<string>();
  for (const round of plan.rounds) {
    const together: Route[] = [];
    for (const index of round) {
      const place = placeOf(index, world);
      if (place.is === 'nowhere') return { open: false, why: place.why };
      if (asked.has(place.base)) continue;
      asked.add(place.base);
      together.push(routeTo(place.base, sources.logins.loginFor(place.base, index), world));
    }
    const [first, ...beside] = together;
    if (first !== undefined) rounds.push(beside.length === 0 ? first : { ...first, beside });
  }
  if (from.lockedAt !== undefined && !isAsked(from.lockedAt, asked)) {
    world.log(from.lockedAt === UNKNOWN_INDEX ? LOCKED_SOMEWHERE : LOCKED_ELSEWHERE);
    return { open: false, why: 'unreachable' };
  }
  const last = rounds.at(-1);
  if (last === undefined) return { open: false, why: 'unreachable' };
  const mirrors = rounds.slice(0, -1);
  if (mirrors.length > 0) return { open: true, route: { ...last, mirrors } };
  const isPypi = last.base === PYPI && last.beside === undefined;
  return { open: true, route: isPypi ? { ...last, wellKnown: true } : last };
}

/**
 * The index that an entry of a lockfile came from, as a configuration names it: each tool asks there again, and nowhere
 * else (uv, `Source::Registry`; Poetry, `source_reference`; Pipenv, `index`). What is everybody's may be had wherever
 * else the tool asks in its place. `undefined` where nothing names it: a name that is one index's is told to no other.
 */
function recordedIndex(
  recorded: string,
  asked: readonly NamedIndex[],
  { indexes }: PythonSources,
  { settings }: RoutingWorld,
): NamedIndex | 'usual' | 'unreadable' | undefined {
  const address = readAddress(recorded);
  // Pipenv writes variables down as they are: a configuration may well name what they stand for.
  if (address.is !== 'address') return 'unreadable';
  const { base } = address;
  if (base === PYPI) return asked.find(index => index.isDefault === true || baseOf(index) === PYPI) ?? 'usual';
  const named = [...asked, ...indexes].find(index => baseOf(index) === base);
  if (named !== undefined || settings.registries.pypi !== base) return named;
  return { from: 'the setting', owner: 'user', url: base };
}

function routingTo(index: NamedIndex, { logins }: PythonSources, world: RoutingWorld): Routing {
  if (index.isFlat === true) {
    const { said, why } = closedByLinks(index.from);
    world.log(said);
    return { open: false, why };
  }
  const place = placeOf(index, world);
  if (place.is === 'nowhere') return { open: false, why: place.why };
  const route = routeTo(place.base, logins.loginFor(place.base, index), world);
  return { open: true, route: route.base === PYPI ? { ...route, wellKnown: true } : route };
}

/** Whether the index that a lockfile has a name from is one that its tool would ask by its configuration. */
function isAsked(index: string, asked: ReadonlySet<string>): boolean {
  if (index === UNKNOWN_INDEX) return !asked.has(PYPI);
  const address = readAddress(index);
  return address.is === 'address' && asked.has(address.base);
}

const LOCKED_SOMEWHERE =
  'A lockfile does not say from which index it has Python packages, or cannot be read. They may be private, and PyPI is not asked about them.';

const LOCKED_ELSEWHERE =
  'A lockfile has Python packages from an index that nothing else names here. They may be private, and are not asked about.';

const LOCKED_FOR_OTHERS =
  'A lockfile has Python packages from an index that only another project of its workspace, or a script, may name. They are not asked about.';

type Place = { readonly is: 'at'; readonly base: string } | { readonly is: 'nowhere'; readonly why: Ignorance };

function placeOf(index: NamedIndex, { settings, log }: RoutingWorld): Place {
  const set = settings.registries.pypi;
  if (set !== undefined && index.isDefault === true) return { is: 'at', base: set };
  const address = readAddress(index.url);
  const what = index.name === undefined ? 'an index' : `the index \`${index.name}\``;
  switch (address.is) {
    case 'address':
      return { is: 'at', base: set !== undefined && address.base === PYPI ? set : address.base };
    case 'variable': {
      const reason = index.owner === 'folder' ? 'which is not expanded' : 'which is not set';
      log(
        `${index.from}: takes ${what} from a variable, ${reason}. Python packages that it may have are not asked about.`,
      );
      return { is: 'nowhere', why: index.owner === 'folder' ? 'untrusted' : 'unreachable' };
    }
    case 'other':
      log(
        `${index.from}: ${what} must be an http or https address. Python packages that it may have are not asked about.`,
      );
      return { is: 'nowhere', why: 'unreachable' };
  }
}

function routeTo(base: string, login: Login, world: RoutingWorld): Route {
  return { base, identity: identityOf(login, world), login: async () => login };
}
