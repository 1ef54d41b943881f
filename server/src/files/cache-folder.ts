import path from 'node:path';
import { ownershipOf } from './ownership.ts';

/** What the place of the cache is chosen by. */
export interface CachePlace {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** An absolute path; absent where there is none. */
  readonly home: string | undefined;
  readonly platform: NodeJS.Platform;
}

/**
 * The folder in which answers outlive the process, an absolute path: `REGISTRY_LENS_CACHE` where it is set, else where
 * the system keeps caches (XDG Base Directory Specification; macOS's `Library/Caches`; Windows' `LOCALAPPDATA`). A
 * relative path in a variable is not obeyed, as the specification says. `undefined` where there is neither a variable
 * nor a home.
 */
export function cacheFolder({ environment, home, platform }: CachePlace): string | undefined {
  const named = absolute(environment.REGISTRY_LENS_CACHE);
  if (named !== undefined) return named;
  const [place, ...below] = usualPlace({ environment, home, platform });
  return place === undefined ? undefined : path.join(place, ...below);
}

/**
 * Whether answers may be kept in a folder: what is checked must not hold it, or whoever wrote that could have put
 * answers there. Never rejects.
 *
 * @param folders the opened folders, absolute paths
 */
export async function mayKeepIn(cache: string, folders: readonly string[], home: string | undefined): Promise<boolean> {
  return !(await (await ownershipOf(folders, home)).isFolders(cache));
}

function usualPlace({ environment, home, platform }: CachePlace): readonly [string | undefined, ...string[]] {
  const below = (...names: string[]) => home && path.join(home, ...names);
  switch (platform) {
    case 'darwin':
      return [below('Library', 'Caches'), 'registry-lens'];
    case 'win32':
      return [absolute(environment.LOCALAPPDATA) ?? below('AppData', 'Local'), 'registry-lens', 'Cache'];
    default:
      return [absolute(environment.XDG_CACHE_HOME) ?? below('.cache'), 'registry-lens'];
  }
}

function absolute(value: string | undefined): string | undefined {
  return value !== undefined && path.isAbsolute(value) ? value : undefined;
}
