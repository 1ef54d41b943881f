import { plainText } from '../../model/plain-text.ts';
import type { LoadRoutes, Login, Route, Routing, RoutingWorld } from '../../registries/route.ts';
import { identityOf } from '../fingerprint.ts';
import { mergeLayers } from './config.ts';
import { readCargoFiles } from './config-files.ts';
import { CRATES_IO_BASE } from './index-address.ts';
import { createLogins } from './login.ts';
import { type CargoPlace, type CargoSources, CRATES_IO, createSources } from './sources.ts';

/**
 * Routes to registries of crates as cargo chooses them: what a manifest names, else crates.io, each through the
 * `replace-with` of the configuration. The setting stands in for crates.io alone, above what replaces it.
 *
 * Where a file of the configuration cannot be read, or a manifest names a registry that is configured nowhere, nobody
 * is asked: another registry would hear of a name that is not its own. Nor is one that only a lockfile names: cargo
 * goes where its configuration says, and lets such an entry go.
 */
export const loadCargoRoutes: LoadRoutes = async world => {
  const files = await readCargoFiles(world);
  const config = mergeLayers(files.layers);
  if (config.broken !== undefined) {
    world.log(`${config.broken}. Crates that cargo’s configuration may map to a registry are not asked about.`);
  }
  const sources = createSources(config, world);
  const loginAt = createLogins(files, config, world);
  const routings = new Map<string, Routing>();

  function routingOf(source: string): Routing {
    if (isRecorded(source) && !sources.isNamed(nameOrIndexIn(source), world.settings.registries.cargo)) {
      if (config.broken !== undefined) return { open: false, why: 'unreachable' };
      if (!source.endsWith(MAY_BE_NAMED)) return { open: false, why: 'unnamed' };
      world.log(LOCKED_FOR_OTHERS);
      return { open: false, why: 'unreachable' };
    }
    const place = placeOf(source, sources, world);
    const what = source === '' ? 'Crates' : `Crates of \`${plainText(source)}\``;
    switch (place.is) {
      case 'here':
        world.log(
          `${what} are not asked about: they come from a folder or a git repository that stands in for a registry.`,
        );
        return { open: false, why: 'blocked' };
      case 'nowhere':
        if (config.broken === undefined) world.log(`${what} are not asked about: ${plainText(place.why)}.`);
        return { open: false, why: 'unreachable' };
      case 'crates-io':
        return { open: true, route: routeTo(CRATES_IO_BASE, { is: 'anonymous' }, world) };
      case 'index': {
        const { login, says } = loginAt(place.base);
        if (says !== undefined)
          world.log(`${place.base} ${plainText(says)}. What it shows to its users alone cannot be checked.`);
        return { open: true, route: routeTo(place.base, login, world) };
      }
    }
  }

  if (config.patched.size > 0) {
    world.log('Crates that `[patch]` of cargo’s configuration has come from elsewhere are not asked about.');
  }

  return question => {
    if (!('registry' in question)) return { open: false, why: 'not-asked' };
    const source = question.source ?? '';
    const patches = [...(config.patched.get(question.name) ?? [])];
    if (patches.some(patched => sources.keyOf(patched) === sources.keyOf(nameOrIndexIn(source)))) {
      return { open: false, why: 'blocked' };
    }
    const known = routings.get(source);
    if (known !== undefined) return known;
    const routing = routingOf(source);
    if (routings.size >= MANY_SOURCES) routings.clear();
    routings.set(source, routing);
    return routing;
  };
};

const MAY_BE_NAMED = ' may-be-named=1';

const LOCKED_FOR_OTHERS =
  'A lockfile has crates of a registry that only another registry, or a git repository, may name. They are not asked about.';

/** Every look at an answer needs a route. Of more sources than people have, all are looked at anew. */
const MANY_SOURCES = 1_000;

/**
 * A manifest says `registry=NAME` or `index=ADDRESS`, blanks in either of them escaped; or nothing. A lockfile says
 * `recorded=ADDRESS`, and `may-be-named=1` behind it where what it has from elsewhere may name that.
 */
function placeOf(source: string, sources: CargoSources, { settings }: RoutingWorld): CargoPlace {
  const place = writtenPlace(source, sources);
  if (settings.registries.cargo === undefined) return place;
  // The setting takes the place of the default, whatever the configuration makes of that.
  const isDefault = place.is === 'crates-io' || isUsual(source);
  return isDefault ? { is: 'index', base: settings.registries.cargo } : place;
}

function writtenPlace(source: string, sources: CargoSources): CargoPlace {
  if (isUsual(source)) return sources.usual();
  if (source.startsWith('registry=')) return sources.named(nameOrIndexIn(source));
  if (source.startsWith('index=') || isRecorded(source)) return sources.at(nameOrIndexIn(source));
  return { is: 'nowhere', why: 'where they are to be had cannot be understood' };
}

function nameOrIndexIn(source: string): string {
  if (isUsual(source)) return CRATES_IO;
  const [word = ''] = source.split(' ', 1);
  const written = word.slice(word.indexOf('=') + 1);
  return source.startsWith('registry=') ? unescaped(written) : written;
}

function isRecorded(source: string): boolean {
  return source.startsWith('recorded=');
}

function isUsual(source: string): boolean {
  return source === '' || source === 'registry=crates-io';
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function routeTo(base: string, login: Login, { fingerprint }: RoutingWorld): Route {
  return {
    base,
    identity: identityOf(login, { fingerprint }),
    ...(base === CRATES_IO_BASE ? { wellKnown: true } : {}),
    login: async () => login,
  };
}
