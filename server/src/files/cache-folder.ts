import path from 'node:path';
import type { Ownership } from '../model/ownership.ts';
import { holds, realOrNearest } from './folders-upward.ts';

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

/** The folders that may be written to, of those that are the user's usual ones. */
export interface KeptFolders {
  readonly cacheFolder?: string;
  readonly stateFolder?: string;
}

/**
 * Leaves out what must not be written to: neither may lie in what is checked, nor what is checked in the cache, or
 * whoever wrote that could have put answers there; and the secret must not lie in the cache, links followed. Never
 * rejects.
 *
 * @param usual where the system keeps such things
 * @param folders the opened folders, absolute paths
 * @param ownership of these folders
 */
export async function keptFolders(
  usual: { readonly cacheFolder: string | undefined; readonly stateFolder: string | undefined },
  folders: readonly string[],
  ownership: Pick<Ownership, 'isFolders'>,
): Promise<KeptFolders> {
  const { cacheFolder: cache, stateFolder: state } = usual;
  const real = (folder: string | undefined) => folder && realOrNearest(folder);
  const [realCache, realState, ...opened] = await Promise.all([cache, state, ...folders].map(real));
  const isChecked = opened.some(folder => folder && realCache && holds(realCache, folder));
  const mayCache = cache !== undefined && !isChecked && !(await ownership.isFolders(cache));
  const isInCache = realCache && realState ? holds(realCache, realState) : false;
  const mayState = state !== undefined && !isInCache && !(await ownership.isFolders(state));
  return { ...(mayCache ? { cacheFolder: cache } : {}), ...(mayState ? { stateFolder: state } : {}) };
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
