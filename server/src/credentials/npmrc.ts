import { realpath } from 'node:fs/promises';
import path from 'node:path';
import envReplace from '@npmcli/config/lib/env-replace.js';
import ini from 'ini';
import { readDocument } from '../files/document.ts';
import type { RoutingWorld } from '../registries/route.ts';

/** Keys and values of one layer of npm's configuration. */
export type NpmLayer = ReadonlyMap<string, string>;

export interface NpmLayers {
  /** `npm_config_…`, then the user's file, then the machine's: the user's own, highest first. */
  readonly own: readonly NpmLayer[];
  /** The folder's file, its `${…}` unexpanded. It may choose registries and nothing else. */
  readonly project: NpmLayer;
}

/**
 * Reads npm's configuration from where npm reads it (@npmcli/config, lib/index.js), but for three things. Variables in the
 * folder's file are not expanded, or a folder could send a secret to a host of its own. The folder's file is that of
 * the workspace folder itself, where npm looks for the nearest package.json and for the root of npm's workspaces. And what
 * comes built into an npm, such as a distributor's `prefix`, is not looked for.
 */
export async function readNpmLayers(world: RoutingWorld): Promise<NpmLayers> {
  const environment = environmentLayer(world);
  const userFile = absolute(environment.get('userconfig')) ?? path.join(world.home, '.npmrc');
  const user = await readLayer(userFile, world, true);
  const globalFile =
    absolute(environment.get('globalconfig')) ??
    absolute(user.get('globalconfig')) ??
    (await defaultGlobalFile(environment.get('prefix') ?? user.get('prefix'), world));
  const global = globalFile === undefined ? NOTHING : await readLayer(globalFile, world, true);
  const projectFile = world.root === undefined ? undefined : path.join(world.root, '.npmrc');
  const isUsers = projectFile === undefined || path.relative(projectFile, userFile) === '';
  return { own: [environment, user, global], project: isUsers ? NOTHING : await readLayer(projectFile, world, false) };
}

const NOTHING: NpmLayer = new Map();

/** As npm's `loadEnv`: any case, `_` inside as `-`, but keys of one registry as they are written. */
function environmentLayer({ environment }: RoutingWorld): NpmLayer {
  const layer = new Map<string, string>();
  for (const [name, value] of Object.entries(environment)) {
    if (!/^npm_config_/i.test(name) || value === undefined || value === '') continue;
    const written = name.slice('npm_config_'.length);
    const key = written.startsWith('//') ? written : written.replace(/(?!^)_/g, '-').toLowerCase();
    layer.set(key, envReplace(value.trim(), environment));
  }
  return layer;
}

async function readLayer(file: string, { environment, log }: RoutingWorld, expand: boolean): Promise<NpmLayer> {
  const read = await readDocument(file);
  switch (read.is) {
    case 'text':
      return parseNpmrc(read.text, text => (expand ? envReplace(text, environment) : text));
    case 'unreadable':
      if (read.detail !== 'ENOENT') log(`${file}: cannot be read (${read.detail}).`);
      return NOTHING;
    case 'too-large':
    case 'not-text':
      log(`${file}: is no configuration of npm's and is not read.`);
      return NOTHING;
  }
}

function parseNpmrc(text: string, expand: (text: string) => string): NpmLayer {
  const layer = new Map<string, string>();
  for (const [key, value] of Object.entries(ini.parse(text))) {
    if (typeof value === 'string') layer.set(expand(key), expand(value.trim()));
  }
  return layer;
}

/** A relative place would depend on the folder that is open. */
function absolute(file: string | undefined): string | undefined {
  return file !== undefined && path.isAbsolute(file) ? file : undefined;
}

/** `etc/npmrc` below the prefix, which is, unless it is set, the folder above that of `node`; on Windows npm's installer sets it. */
async function defaultGlobalFile(prefix: string | undefined, world: RoutingWorld): Promise<string | undefined> {
  const { environment } = world;
  const set = absolute(prefix) ?? absolute(environment.PREFIX);
  if (set !== undefined) return path.join(set, 'etc', 'npmrc');
  if (process.platform === 'win32') {
    return environment.APPDATA === undefined ? undefined : path.join(environment.APPDATA, 'npm', 'etc', 'npmrc');
  }
  for (const folder of (environment.PATH ?? '').split(path.delimiter)) {
    const node = path.isAbsolute(folder) ? await realPath(path.join(folder, 'node')) : undefined;
    if (node !== undefined) return path.join(path.dirname(path.dirname(node)), 'etc', 'npmrc');
  }
  return undefined;
}

async function realPath(file: string): Promise<string | undefined> {
  try {
    return await realpath(file);
  } catch {
    return undefined;
  }
}
