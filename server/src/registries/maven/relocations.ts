import type { Relocation, Standing } from '../../model/answer.ts';
import type { Asking } from '../registry.ts';
import type { Route } from '../route.ts';
import { type FoundIn, findPom, repositoriesOf } from './asking.ts';
import type { Coordinates } from './coordinates.ts';
import type { Pom } from './pom.ts';
import type { Scene } from './repository.ts';
import { isPublic } from './well-known.ts';

/** What a POM says of where the artifact went, as far as it can be followed. */
export type Whither = { readonly is: 'told'; readonly standing: Standing } | { readonly is: 'unclear' };

/**
 * Follows relocations to their end, as Maven's resolver does (`DefaultArtifactDescriptorReader`): in a circle that is
 * where it came by twice, which may be where it began. Where a POM on the way cannot be had, the last that is known is
 * the end: Maven needs none of it either.
 *
 * @param found the POM that was asked for
 */
export async function followRelocations(
  scene: Scene,
  route: Route,
  at: Coordinates,
  found: Extract<FoundIn<Pom>, { is: 'found' }>,
  asking: Asking,
): Promise<Whither> {
  const visited = new Set([keyOf(at)]);
  let { document, from } = found;
  let end: Relocation | undefined;
  for (;;) {
    const { relocation } = document;
    if (relocation.is === 'unclear') return { is: 'unclear' };
    if (relocation.is === 'none') return { is: 'told', standing: standingOf(end) };
    const { to } = relocation;
    if (keyOf(to) === keyOf(at)) return { is: 'told', standing: standingOf(undefined) };
    if (visited.size > LONGEST_CHAIN) return { is: 'unclear' };
    // What its author says of the first step is meant for who asks for that.
    const message = end === undefined ? relocation.message : end.message;
    const name = `${to.group}:${to.artifact}`;
    end = { name, version: to.version, ...(message === undefined ? {} : { message }) };
    if (visited.has(keyOf(to))) return { is: 'told', standing: standingOf(end) };
    visited.add(keyOf(to));
    const next = await findPom(scene, routeFrom(from, route), to, asking);
    if (next.is !== 'found') return { is: 'told', standing: standingOf(end) };
    ({ document, from } = next);
  }
}

/** More steps than anybody takes. */
const LONGEST_CHAIN = 10;

function standingOf(end: Relocation | undefined): Standing {
  return end === undefined ? { is: 'live' } : { is: 'relocated', to: end };
}

/** What a private repository names is told to none behind it. */
function routeFrom(from: Route, route: Route): Route {
  if (isPublic(from.base)) return route;
  const all = repositoriesOf(route);
  return {
    ...from,
    mirrors: all.slice(
      0,
      all.findIndex(({ base }) => base === from.base),
    ),
  };
}

function keyOf({ group, artifact, version }: Coordinates): string {
  return `${group}:${artifact}:${version}`;
}
