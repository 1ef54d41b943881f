import path from 'node:path';
import type { RoutingWorld } from '../../registries/route.ts';

/** Of what the places of configuration are made. */
export type PlaceWorld = Pick<RoutingWorld, 'environment' | 'home' | 'systemFolder'> & {
  readonly platform: NodeJS.Platform;
};

/** The machine's files and the user's, absolute paths. */
export interface Places {
  /** Lowest first, as they override each other. */
  readonly system: readonly string[];
  readonly user: readonly string[];
}

/**
 * Where pip looks, but for the virtual environment and `PIP_CONFIG_FILE` (pip/_internal/configuration.py, appdirs.py).
 */
export function pipPlaces(world: PlaceWorld): Places {
  const { platform, home } = world;
  const { join } = pathOf(platform);
  const inHome = (...parts: string[]) => (home === undefined ? [] : [join(home, ...parts)]);
  switch (platform) {
    case 'win32':
      return {
        system: [join(programData(world), 'pip', 'pip.ini')],
        user: [...inHome('pip', 'pip.ini'), ...folder(world, 'APPDATA').map(at => join(at, 'pip', 'pip.ini'))],
      };
    case 'darwin':
      return {
        system: [join(world.systemFolder ?? '/Library/Application Support', 'pip', 'pip.conf')],
        // The first is looked at where its folder is there, the second elsewhere; hardly anybody has both.
        user: [
          ...inHome('.pip', 'pip.conf'),
          ...inHome('.config', 'pip', 'pip.conf'),
          ...inHome('Library', 'Application Support', 'pip', 'pip.conf'),
        ],
      };
    default:
      return {
        system: [
          ...systemXdg(world).map(at => join(at, 'pip', 'pip.conf')),
          join(world.systemFolder ?? '/etc', 'pip.conf'),
        ],
        user: [...inHome('.pip', 'pip.conf'), ...userXdg(world).map(at => join(at, 'pip', 'pip.conf'))],
      };
  }
}

/**
 * Where uv looks besides the project (uv, crates/uv-dirs/src/lib.rs): of the machine's, the first that is there counts.
 */
export function uvPlaces(world: PlaceWorld): Places {
  const { platform } = world;
  const { join } = pathOf(platform);
  const file = (at: string) => join(at, 'uv', 'uv.toml');
  if (platform === 'win32') return { system: [file(programData(world))], user: folder(world, 'APPDATA').map(file) };
  return {
    system: [...systemXdg(world).map(file), file(world.systemFolder ?? '/etc')],
    user: userXdg(world).map(file),
  };
}

/** Where Poetry keeps `config.toml` and `auth.toml` (poetry/src/poetry/locations.py). */
export function poetryFolder(world: PlaceWorld): string | undefined {
  const { environment, platform } = world;
  const set = environment.POETRY_CONFIG_DIR;
  if (set !== undefined && set !== '') return set;
  return appFolder(world, platform === 'win32' ? folder(world, 'APPDATA') : [], ['pypoetry']);
}

/** PDM's own files (pdm/src/pdm/project/config.py). */
export function pdmPlaces(world: PlaceWorld): Places {
  const { environment, platform } = world;
  const { join } = pathOf(platform);
  const set = environment.PDM_CONFIG_FILE;
  const own = appFolder(world, folder(world, 'LOCALAPPDATA'), platform === 'win32' ? ['pdm', 'pdm'] : ['pdm']);
  const users = set !== undefined && set !== '' ? [set] : own === undefined ? [] : [join(own, 'config.toml')];
  switch (platform) {
    case 'win32':
      return { system: [join(programData(world), 'pdm', 'pdm', 'config.toml')], user: users };
    case 'darwin':
      return {
        system: [join(world.systemFolder ?? '/Library/Application Support', 'pdm', 'config.toml')],
        user: users,
      };
    default:
      return { system: systemXdg(world).map(at => join(at, 'pdm', 'config.toml')), user: users };
  }
}

/** Where logins by host are kept; the first that is there counts (requests, `get_netrc_auth`). */
export function netrcPlaces({ environment, home, platform }: PlaceWorld): readonly string[] {
  const { join } = pathOf(platform);
  const set = environment.NETRC;
  if (set !== undefined) return [set];
  return home === undefined ? [] : [join(home, '.netrc'), join(home, '_netrc')];
}

function appFolder(world: PlaceWorld, onWindows: readonly string[], names: readonly string[]): string | undefined {
  const { home, platform } = world;
  const { join } = pathOf(platform);
  switch (platform) {
    case 'win32':
      return onWindows[0] === undefined ? undefined : join(onWindows[0], ...names);
    case 'darwin':
      return home === undefined ? undefined : join(home, 'Library', 'Application Support', ...names);
    default:
      return userXdg(world).map(at => join(at, ...names))[0];
  }
}

/** A folder that a variable names; a relative one is none. */
function folder({ environment, platform }: PlaceWorld, variable: string): readonly string[] {
  const set = environment[variable];
  return set !== undefined && pathOf(platform).isAbsolute(set) ? [set] : [];
}

function userXdg(world: PlaceWorld): readonly string[] {
  const set = folder(world, 'XDG_CONFIG_HOME');
  if (set.length > 0 || world.home === undefined) return set;
  return [pathOf(world.platform).join(world.home, '.config')];
}

/** Lowest first, as pip goes through them. */
function systemXdg({ environment, systemFolder, platform }: PlaceWorld): readonly string[] {
  const { isAbsolute, join } = pathOf(platform);
  const set = (environment.XDG_CONFIG_DIRS ?? '').split(':').filter(at => isAbsolute(at));
  return set.length > 0 ? set : [join(systemFolder ?? '/etc', 'xdg')];
}

function programData({ environment, systemFolder }: PlaceWorld): string {
  return systemFolder ?? environment.PROGRAMDATA ?? environment.ProgramData ?? 'C:\\ProgramData';
}

function pathOf(platform: NodeJS.Platform): path.PlatformPath {
  return platform === 'win32' ? path.win32 : path.posix;
}
