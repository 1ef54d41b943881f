import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'smol-toml';
import { isObject } from '../../model/objects.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import { systemFile } from './system-files.ts';

/** One `[[registry]]` table: what the user's container tools do with the images whose names begin so. */
export interface ContainersRegistry {
  /** `host[:port][/namespace…]`, or `*.example.com`. Whole parts of a name match. */
  readonly prefix: string;
  /** Takes the prefix's place in the name; absent: the name stays. */
  readonly location?: string;
  /** Plain http may be used where there is no https. */
  readonly insecure: boolean;
  readonly blocked: boolean;
  /** Asked before the location, in this order. */
  readonly mirrors: readonly ContainersMirror[];
}

/** Another place of the same images; `serves` says which pulls may go there. */
export interface ContainersMirror {
  readonly location: string;
  readonly insecure: boolean;
  readonly serves: 'all' | 'digests' | 'tags';
}

/**
 * Reads what podman, skopeo and their kin are configured with (containers-registries.conf(5), version 2, and
 * containers-registries.conf.d(5); pkg/sysregistriesv2 of containers/image): the user's own file, or else the system's,
 * and the drop-in files of both. Never the workspace's. The longest prefix comes first. Files without sense are logged
 * and skipped; `undefined` where one is there and its text cannot be had, so that it may block or move any image.
 */
export async function readRegistriesConf(world: RoutingWorld): Promise<readonly ContainersRegistry[] | undefined> {
  const byPrefix = new Map<string, ContainersRegistry>();
  for (const file of await configurationFiles(world)) {
    const read = await world.ownership.configuration(file, 'user');
    if (read.is === 'broken') {
      world.log(`\`${file}\` ${read.detail}. Images that it may block or move are not asked about.`);
      return undefined;
    }
    const registries = read.is === 'absent' ? [] : registriesIn(read.text, file, world.log);
    for (const registry of registries) byPrefix.set(registry.prefix, registry);
  }
  return [...byPrefix.values()].sort((a, b) => b.prefix.length - a.prefix.length);
}

/** The table that decides about a name such as `docker.io/library/node`, with what the name says behind the prefix. */
export function registryOfName(
  registries: readonly ContainersRegistry[],
  name: string,
): { readonly registry: ContainersRegistry; readonly rest: string } | undefined {
  for (const registry of registries) {
    const rest = restBehind(name, registry.prefix);
    if (rest !== undefined) return { registry, rest };
  }
  return undefined;
}

async function configurationFiles(world: RoutingWorld): Promise<readonly string[]> {
  const { environment: env, home } = world;
  // A relative place would be the workspace's choice.
  const isOwn = (place: string | undefined) => place !== undefined && path.isAbsolute(place);
  const configHome = isOwn(env.XDG_CONFIG_HOME) ? env.XDG_CONFIG_HOME : home && path.join(home, '.config');
  const own = configHome && path.join(configHome, 'containers');
  const ownFile = own && path.join(own, 'registries.conf');
  const system = systemFile(world, 'containers');
  const ownDropIns = own ? await dropIns(path.join(own, 'registries.conf.d')) : [];
  const chosen = isOwn(env.CONTAINERS_REGISTRIES_CONF) ? env.CONTAINERS_REGISTRIES_CONF : undefined;
  if (chosen === undefined && ownFile && (await world.ownership.configuration(ownFile, 'user')).is !== 'absent') {
    return [ownFile, ...ownDropIns];
  }
  const systemDropIns = system === undefined ? [] : await dropIns(path.join(system, 'registries.conf.d'));
  const systemFiles = system === undefined ? [] : [path.join(system, 'registries.conf')];
  return [...(chosen === undefined ? systemFiles : [chosen]), ...systemDropIns, ...ownDropIns];
}

async function dropIns(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter(name => name.endsWith('.conf'))
      .sort()
      .map(name => path.join(folder, name));
  } catch {
    return [];
  }
}

function registriesIn(text: string, file: string, log: (line: string) => void): readonly ContainersRegistry[] {
  let tables: unknown;
  try {
    tables = parse(text).registry;
  } catch {
    log(`\`${file}\` is not TOML, so its registries are not used.`);
    return [];
  }
  if (!Array.isArray(tables)) return [];
  return tables.flatMap(table => {
    const registry = registryOfTable(table);
    if (registry === undefined)
      log(`\`${file}\` has a \`[[registry]]\` without a usable prefix and location, which is not used.`);
    return registry === undefined ? [] : [registry];
  });
}

function registryOfTable(table: unknown): ContainersRegistry | undefined {
  if (!isObject(table)) return undefined;
  const location = locationOf(table.location);
  const prefix = locationOf(table.prefix) ?? location;
  if (prefix === undefined) return undefined;
  // Only of a wildcard may the location stay open: each name keeps its own host.
  if (prefix.includes('*') ? !WILDCARD.test(prefix) : location === undefined) return undefined;
  const digestsOnly = table['mirror-by-digest-only'] === true;
  const mirrors = Array.isArray(table.mirror) ? table.mirror : [];
  return {
    prefix,
    ...(location === undefined ? {} : { location }),
    insecure: table.insecure === true,
    blocked: table.blocked === true,
    mirrors: mirrors.flatMap(mirror => {
      const place = isObject(mirror) ? locationOf(mirror.location) : undefined;
      if (place === undefined) return [];
      const serves = digestsOnly ? 'digests' : servesOf(mirror['pull-from-mirror']);
      return [{ location: place, insecure: mirror.insecure === true, serves }];
    }),
  };
}

const WILDCARD = /^\*\.[^*/:@]+$/;

function servesOf(value: unknown): ContainersMirror['serves'] {
  if (value === 'digest-only') return 'digests';
  return value === 'tag-only' ? 'tags' : 'all';
}

/** A host with an optional path, and no scheme. */
function locationOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const bare = value.trim().replace(/\/+$/, '');
  return bare === '' || bare.includes('://') ? undefined : bare;
}

function restBehind(name: string, prefix: string): string | undefined {
  if (prefix.startsWith('*.')) {
    const slash = name.indexOf('/');
    const host = slash < 0 ? name : name.slice(0, slash);
    return host.endsWith(prefix.slice(1)) ? name.slice(host.length) : undefined;
  }
  if (!name.startsWith(prefix)) return undefined;
  const rest = name.slice(prefix.length);
  return rest === '' || rest.startsWith('/') ? rest : undefined;
}
