import { realpath } from 'node:fs/promises';
import path from 'node:path';
import ini from 'ini';
import { realPath } from '../../files/folders-upward.ts';
import type { Owner } from '../../model/ownership.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import { wasStartedByManager } from '../manager-scripts.ts';
import { type AddressLayer, expandVariables, type OwnerOfVariable, UNTOLD } from './address-layer.ts';

/** One layer of npm's configuration. */
export interface NpmLayer {
  /** Where it stands, for the log. */
  readonly from: string;
  readonly values: ReadonlyMap<string, string>;
  /** See `AddressLayer.broken`. */
  readonly broken?: string;
  /** See `AddressLayer.untold`. */
  readonly untold?: string;
}

/** What npm is configured with, by who may say what. */
export interface NpmLayers {
  /**
   * `npm_config_…`, pnpm's `auth.ini` where asked for, then the user's file, then the machine's, then pnpm's `rc`
   * where asked for: the user's own, highest first.
   */
  readonly own: readonly NpmLayer[];
  /** The project's files, their `${…}` unexpanded. They may choose registries and nothing else. */
  readonly project: readonly NpmLayer[];
}

/** Which files besides the usual ones are read. */
export interface NpmFiles {
  /** The folders whose `.npmrc` is the project's, nearest first: one for npm. Absolute paths. */
  readonly folders: readonly string[];
  /** Those of them, of folders above the project, that the project's package manager passes by. */
  readonly passedBy?: readonly string[];
  /** A file of the user's that goes before `~/.npmrc`. An absolute path. */
  readonly authFile?: string;
  /** One of the user's that goes behind all others. An absolute path. */
  readonly lastFile?: string;
}

/**
 * Reads npm's configuration from where npm reads it (@npmcli/config, lib/index.js), but for three things. Variables in
 * the project's file are not expanded, or a folder could send a secret to a host of its own. What a script's
 * environment repeats of the folder is not the user's. And what comes built into an npm, such as a distributor's
 * `prefix`, is not looked for.
 *
 * @param ownerOf whose word one of npm's variables is
 */
export async function readNpmLayers(
  files: NpmFiles,
  world: RoutingWorld,
  ownerOf: OwnerOfVariable,
): Promise<NpmLayers> {
  const environment = environmentLayer(world, ownerOf);
  const userFile = absolute(environment.values.get('userconfig')) ?? (world.home && path.join(world.home, '.npmrc'));
  const project = await readProjectFiles(files.folders, userFile, world);
  const passedBy = files.passedBy?.map(folder => path.join(folder, '.npmrc'));
  const theirs = project.filter(({ from }) => passedBy?.includes(from) !== true);
  const user = await readUserFile(userFile, theirs, world);
  const globalFile =
    absolute(environment.values.get('globalconfig')) ??
    absolute(user.values.get('globalconfig')) ??
    (await defaultGlobalFile(environment.values.get('prefix') ?? user.values.get('prefix'), world));
  const rest = [
    ...(files.authFile === undefined ? [] : [await readLayer(files.authFile, 'user', world)]),
    user,
    ...(globalFile === undefined ? [] : [await readLayer(globalFile, 'user', world)]),
    ...(files.lastFile === undefined ? [] : [await readLayer(files.lastFile, 'user', world)]),
  ];
  return { own: [environment, ...rest], project };
}

/** Files of the user's in the form of `.npmrc`. */
export function readUsersFiles(files: readonly string[], world: RoutingWorld): Promise<readonly NpmLayer[]> {
  return Promise.all(files.map(file => readLayer(file, 'user', world)));
}

/**
 * The `.npmrc` of folders, as far as they are not the user's own file: their texts as they stand, nothing in them
 * expanded.
 */
export async function readProjectFiles(
  folders: readonly string[],
  userFile: string | undefined,
  world: RoutingWorld,
): Promise<readonly NpmLayer[]> {
  const usersReal =
    userFile !== undefined && !(await world.ownership.isFolders(userFile)) && (await realPath(userFile));
  const project: NpmLayer[] = [];
  for (const folder of folders) {
    const file = path.join(folder, '.npmrc');
    if ((await realPath(file)) !== usersReal) project.push(await readLayer(file, 'folder', world));
  }
  return project;
}

/**
 * Where the variable for the user's file names the project's own, the file speaks as the project's and is not read
 * again.
 */
async function readUserFile(
  file: string | undefined,
  project: readonly NpmLayer[],
  world: RoutingWorld,
): Promise<NpmLayer> {
  const isProjects = file !== undefined && project.some(({ from }) => path.relative(from, file) === '');
  if (file === undefined || isProjects) return { from: file ?? '~/.npmrc', values: new Map() };
  return readLayer(file, 'user', world);
}

/** Where packages live by npm's order of layers: the environment, the project, the user, the machine. */
export function npmAddresses({ own, project }: NpmLayers): readonly AddressLayer[] {
  const [environment, ...files] = own.map(layer => addressesOf(layer, 'user'));
  const folders = project.map(layer => addressesOf(layer, 'folder'));
  return [...(environment === undefined ? [] : [environment]), ...folders, ...files];
}

/** One setting of npm's by the same order; what is empty is not set. A variable in the project's is not expanded. */
export function npmSetting({ own, project }: NpmLayers, key: string): string | undefined {
  const [environment, ...files] = own;
  const layers = [...(environment === undefined ? [] : [environment]), ...project, ...files];
  return layers.map(({ values }) => values.get(key)).find(value => value !== undefined && value !== '');
}

function addressesOf({ from, values, broken, untold }: NpmLayer, owner: Owner): AddressLayer {
  const addresses = new Map<string, string>();
  for (const [key, value] of values) {
    const [, scope] = /^(?:(@[^:]+):)?registry$/.exec(key) ?? [undefined, undefined];
    if (scope !== undefined || key === 'registry') addresses.set(scope ?? '', value);
  }
  return {
    ...{ from, owner, addresses },
    ...(broken === undefined ? {} : { broken }),
    ...(untold === undefined ? {} : { untold }),
  };
}

/** As npm's `loadEnv`: any case, `_` inside as `-`, but keys of one registry as they are written. */
function environmentLayer(world: RoutingWorld, ownerOf: OwnerOfVariable): NpmLayer {
  // What a package manager hands on is expanded already, and a second time is once too often.
  const isFinal = wasStartedByManager(world);
  let untold: string | undefined;
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(world.environment)) {
    if (!/^npm_config_/i.test(name) || value === undefined || value === '') continue;
    const written = name.slice('npm_config_'.length);
    const key = written.startsWith('//') ? written : written.replace(/(?!^)_/g, '-').toLowerCase();
    const meant = isFinal ? value.trim() : expandVariables(value.trim(), world);
    switch (ownerOf(key, meant)) {
      case 'user':
        values.set(key, meant);
        break;
      case 'untold':
        untold = UNTOLD;
        break;
      case 'folder':
        break;
    }
  }
  return { from: 'npm_config_registry', values, ...(untold === undefined ? {} : { untold }) };
}

async function readLayer(file: string, owner: Owner, world: RoutingWorld): Promise<NpmLayer> {
  const read = await world.ownership.configuration(file, owner);
  const expand = (text: string) => (owner === 'user' ? expandVariables(text, world) : text);
  switch (read.is) {
    case 'text':
      return { from: file, values: parseNpmrc(read.text, expand) };
    case 'absent':
      return { from: file, values: new Map() };
    case 'broken':
      return { from: file, values: new Map(), broken: read.detail };
  }
}

function parseNpmrc(text: string, expand: (text: string) => string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [key, value] of Object.entries(ini.parse(text))) {
    if (typeof value === 'string') values.set(expand(key), expand(value.trim()));
  }
  return values;
}

/** A relative place would depend on the folder that is open. */
function absolute(file: string | undefined): string | undefined {
  return file !== undefined && path.isAbsolute(file) ? file : undefined;
}

/**
 * `etc/npmrc` below the prefix, which is, unless it is set, the folder above that of `node`; on Windows npm's installer
 * sets it.
 */
async function defaultGlobalFile(prefix: string | undefined, world: RoutingWorld): Promise<string | undefined> {
  const { environment, ownership } = world;
  const set = absolute(prefix) ?? absolute(environment.PREFIX);
  if (set !== undefined) return path.join(set, 'etc', 'npmrc');
  if (process.platform === 'win32') {
    return environment.APPDATA === undefined ? undefined : path.join(environment.APPDATA, 'npm', 'etc', 'npmrc');
  }
  for (const folder of await ownership.programFolders((environment.PATH ?? '').split(path.delimiter))) {
    const node = await existing(path.join(folder, 'node'));
    if (node !== undefined && (await ownership.mayRun(node)))
      return path.join(path.dirname(path.dirname(node)), 'etc', 'npmrc');
  }
  return undefined;
}

async function existing(file: string): Promise<string | undefined> {
  try {
    return await realpath(file);
  } catch {
    return undefined;
  }
}
