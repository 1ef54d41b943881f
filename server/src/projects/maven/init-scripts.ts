import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { RoutingWorld } from '../../registries/route.ts';

/**
 * The script of the user's that Gradle runs before all builds (docs.gradle.org, "Initialization Scripts"), where one
 * may name other repositories for all of them: where names are asked then, nobody knows who does not run it.
 */
export async function initScriptWithRepositories(world: RoutingWorld): Promise<string | undefined> {
  const { environment, home, ownership } = world;
  const set = environment.GRADLE_USER_HOME;
  const folder = set !== undefined && set !== '' ? set : home === undefined ? undefined : path.join(home, '.gradle');
  if (folder === undefined) return undefined;
  const inside = await readdir(path.join(folder, 'init.d')).catch((): string[] => []);
  const files = [
    ...['init.gradle', 'init.gradle.kts'].map(name => path.join(folder, name)),
    ...inside.filter(name => /\.gradle(?:\.kts)?$/.test(name)).map(name => path.join(folder, 'init.d', name)),
  ];
  for (const file of files.slice(0, MOST_SCRIPTS)) {
    const read = await ownership.configuration(file, 'user');
    if (read.is === 'broken' || (read.is === 'text' && /repositor/i.test(read.text))) return file;
  }
  return files.length > MOST_SCRIPTS ? folder : undefined;
}

/** People have one or two. */
const MOST_SCRIPTS = 50;
