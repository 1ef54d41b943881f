import path from 'node:path';
import { type CachePlace, cacheFolder } from './cache-folder.ts';
import { holds } from './folders-upward.ts';

/**
 * The folder for what must outlive the process and must not lie in the cache, an absolute path: where the system keeps
 * the state of programs (XDG Base Directory Specification; macOS's `Library/Application Support`; Windows'
 * `LOCALAPPDATA`). A relative path in a variable is not obeyed. Absent where there is no such place, or the cache lies
 * around it.
 */
export function stateFolder(place: CachePlace): string | undefined {
  const folder = placed(place);
  if (folder === undefined) return undefined;
  const cache = cacheFolder(place);
  return cache !== undefined && holds(cache, folder) ? undefined : folder;
}

function placed({ environment, home, platform }: CachePlace): string | undefined {
  const inHome = (...parts: readonly string[]) => (home === undefined ? undefined : path.join(home, ...parts));
  if (platform === 'darwin') return inHome('Library', 'Application Support', 'registry-lens');
  const base =
    platform === 'win32'
      ? (absolute(environment.LOCALAPPDATA) ?? inHome('AppData', 'Local'))
      : (absolute(environment.XDG_STATE_HOME) ?? inHome('.local', 'state'));
  return base === undefined ? undefined : path.join(base, 'registry-lens');
}

function absolute(value: string | undefined): string | undefined {
  return value !== undefined && path.isAbsolute(value) ? value : undefined;
}
