import path from 'node:path';

/** What the place of the cache is chosen by. */
export interface CachePlace {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** An absolute path. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/**
 * The folder in which answers outlive the process, an absolute path: `REGISTRY_LENS_CACHE` where it is set, else where the
 * system keeps caches (XDG Base Directory Specification; macOS's `Library/Caches`; Windows' `LOCALAPPDATA`). A relative
 * path in a variable is not obeyed, as the specification says.
 */
export function cacheFolder({ environment, home, platform }: CachePlace): string {
  const named = absolute(environment.REGISTRY_LENS_CACHE);
  if (named !== undefined) return named;
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'registry-lens');
  if (platform === 'win32') {
    return path.join(
      absolute(environment.LOCALAPPDATA) ?? path.join(home, 'AppData', 'Local'),
      'registry-lens',
      'Cache',
    );
  }
  return path.join(absolute(environment.XDG_CACHE_HOME) ?? path.join(home, '.cache'), 'registry-lens');
}

function absolute(value: string | undefined): string | undefined {
  return value !== undefined && path.isAbsolute(value) ? value : undefined;
}
