import path from 'node:path';
import { realPath } from '../../files/folders-upward.ts';
import type { RoutingWorld } from '../../registries/route.ts';

/** What go is configured with, on this machine and by this user. No folder has a word in it. */
export interface GoEnvironment {
  /** The value of a variable; `undefined` where it is not set, or empty. */
  value(variable: string): string | undefined;
  /** Why a file of it cannot be read, as a sentence without its end; absent where all is well. */
  readonly broken?: string;
}

/** Of what the places of configuration are made. */
export type PlaceWorld = Pick<RoutingWorld, 'environment' | 'home'> & { readonly platform: NodeJS.Platform };

/**
 * Reads what `go env` reads: variables, then the file that `go env -w` writes, then the `go.env` of the installed go
 * (cmd/go/internal/cfg/cfg.go). Never rejects.
 */
export async function readGoEnvironment(world: RoutingWorld, platform: NodeJS.Platform): Promise<GoEnvironment> {
  const { environment, ownership } = world;
  const files = [environmentFile({ ...world, platform }), await installedFile(world, platform)];
  const read: (readonly [string, string])[] = [];
  let broken: string | undefined;
  for (const file of files) {
    if (file === undefined) continue;
    if (!pathOf(platform).isAbsolute(file)) {
      broken ??= `${file} is no absolute path`;
      continue;
    }
    const found = await ownership.configuration(file, 'user');
    if (found.is === 'broken') broken ??= `${file} ${found.detail}`;
    if (found.is === 'text')
      read.push(...[...variablesIn(found.text)].filter(([name]) => !read.some(([n]) => n === name)));
  }
  const written = new Map(read);
  return {
    value: variable => environment[variable] || written.get(variable) || undefined,
    ...(broken === undefined ? {} : { broken }),
  };
}

/** The file that `go env -w` writes; `undefined` where there is none. */
export function environmentFile({ environment, home, platform }: PlaceWorld): string | undefined {
  const { GOENV: set, XDG_CONFIG_HOME: xdg, AppData, APPDATA = AppData } = environment;
  if (set === 'off') return undefined;
  if (set) return set;
  const { join } = pathOf(platform);
  const inHome = (...names: string[]) => (home === undefined ? undefined : join(home, ...names, 'go', 'env'));
  switch (platform) {
    case 'win32':
      return APPDATA ? join(APPDATA, 'go', 'env') : undefined;
    case 'darwin':
      return inHome('Library', 'Application Support');
    default:
      return xdg ? join(xdg, 'go', 'env') : inHome('.config');
  }
}

/** Some distributions of go ask the origins alone, and say so in a file beside it. */
async function installedFile({ environment, ownership }: RoutingWorld, platform: NodeJS.Platform) {
  const { GOROOT, PATH = '' } = environment;
  if (GOROOT) return path.join(GOROOT, 'go.env');
  for (const folder of await ownership.programFolders(PATH.split(path.delimiter))) {
    const program = path.join(folder, platform === 'win32' ? 'go.exe' : 'go');
    if (await ownership.mayRun(program)) return path.join(path.dirname(await realPath(program)), '..', 'go.env');
  }
  return undefined;
}

/** Lines as in `GOPROXY=off`; of two, the last counts. */
function variablesIn(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap(line => {
      const [, name, value = ''] = /^([A-Z][^=]*)=(.*?)\r?$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value] as const];
    }),
  );
}

function pathOf(platform: NodeJS.Platform): path.PlatformPath {
  return platform === 'win32' ? path.win32 : path.posix;
}
