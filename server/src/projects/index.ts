import { lstat } from 'node:fs/promises';
import path from 'node:path';
import type { RegistryId } from '../model/names.ts';
import { registryOf } from '../model/question.ts';
import type { LoadRoutes, Router, RoutingWorld } from '../registries/route.ts';
import { findProject } from './npm/project.ts';
import { loadNpmRoutes } from './npm/routes.ts';
import { ROUTE_FILES } from './npm/sources.ts';
import { loadOciRoutes } from './oci/routes.ts';

export { ROUTE_FILES };

/** How each registry's own client chooses where to ask, and as whom. */
const ROUTES: Readonly<Record<RegistryId, LoadRoutes>> = {
  oci: loadOciRoutes,
  npm: loadNpmRoutes,
};

/**
 * Whose client reads configuration in the project. The others' belongs to the user and the machine, whatever the
 * directory.
 */
const BY_PROJECT: ReadonlySet<RegistryId> = new Set(['npm']);

/**
 * Reads what the user's own tools are configured with, and routes every question by it. Never rejects.
 *
 * @param around the router of a folder that the world's root lies in: what does not depend on the project goes by it,
 *   so that nothing is read, and no credential helper runs, once for each project
 */
export async function loadRouter(world: RoutingWorld, around?: Router): Promise<Router> {
  const loaded = await Promise.all(
    Object.entries(ROUTES).map(async ([id, load]) => {
      const router = around === undefined || BY_PROJECT.has(id as RegistryId) ? await load(world) : around;
      return [id, router] as const;
    }),
  );
  const routers = Object.fromEntries(loaded) as Record<RegistryId, Router>;
  return question => routers[registryOf(question)](question);
}

/**
 * Whether a directory itself holds one of {@link ROUTE_FILES}, so that a project of its own may begin there. Never
 * rejects.
 */
export async function holdsRouteFile(directory: string): Promise<boolean> {
  const found = await Promise.all(ROUTE_FILES.map(name => exists(path.join(directory, name))));
  return found.includes(true);
}

/**
 * What the manifests in and above a folder say of who reads which configuration there. A value to compare: where it
 * differs, routes that were loaded before may be wrong. Never rejects.
 */
export async function projectState(world: Pick<RoutingWorld, 'root' | 'home' | 'ownership'>): Promise<string> {
  if (world.root === undefined) return '';
  const { tool, npmFolder, pnpmFolder } = await findProject(world.root, world);
  return JSON.stringify([tool, npmFolder, pnpmFolder]);
}

async function exists(file: string): Promise<boolean> {
  try {
    // A link that leads nowhere is a file that cannot be read, and may map anything.
    await lstat(file);
    return true;
  } catch {
    return false;
  }
}
