import type { RegistryId } from '../model/names.ts';
import { registryOf } from '../model/question.ts';
import type { LoadRoutes, Router, RoutingWorld } from '../registries/route.ts';
import { loadNpmRoutes } from './npm.ts';
import { loadOciRoutes } from './oci.ts';

export { ROUTE_FILES } from './npm-sources.ts';

/** How each registry's own client chooses where to ask, and as whom. */
const ROUTES: Readonly<Record<RegistryId, LoadRoutes>> = {
  oci: loadOciRoutes,
  npm: loadNpmRoutes,
};

/** Reads what the user's own tools are configured with, and routes every question by it. Never rejects. */
export async function loadRouter(world: RoutingWorld): Promise<Router> {
  const loaded = await Promise.all(Object.entries(ROUTES).map(async ([id, load]) => [id, await load(world)] as const));
  const routers = Object.fromEntries(loaded) as Record<RegistryId, Router>;
  return question => routers[registryOf(question)](question);
}
