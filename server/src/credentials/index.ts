import type { RegistryId } from '../model/names.ts';
import { registryOf } from '../model/question.ts';
import type { LoadRoutes, Router, RoutingWorld } from '../registries/route.ts';
import { loadNpmRoutes } from './npm.ts';
import { loadOciRoutes } from './oci.ts';

/** How each registry's own client chooses where to ask, and as whom. */
const ROUTES: Readonly<Record<RegistryId, LoadRoutes>> = {
  oci: loadOciRoutes,
  npm: loadNpmRoutes,
};

/** Reads what the user's own tools are configured with, and routes every question by it. Never rejects. */
export async function loadRouter(world: RoutingWorld): Promise<Router> {
  const [oci, npm] = await Promise.all([ROUTES.oci(world), ROUTES.npm(world)]);
  const routers: Readonly<Record<RegistryId, Router>> = { oci, npm };
  return question => routers[registryOf(question)](question);
}
