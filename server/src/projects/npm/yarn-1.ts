import path from 'node:path';
import type { Owner } from '../../model/ownership.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import type { AddressLayer } from './address-layer.ts';

/**
 * What Yarn 1 reads below npm's own files: `.yarnrc` of the folder, of those above it, and of the user's home
 * (yarn, src/registries/npm-registry.js `getRegistry` and yarn-registry.js). It keeps no logins there.
 *
 * @param folders the folder and those above it, nearest first, real paths
 * @param home the user's home, a real path, if there is one
 */
export async function readYarn1(
  folders: readonly string[],
  home: string | undefined,
  world: RoutingWorld,
): Promise<readonly AddressLayer[]> {
  const projects = folders.filter(folder => folder !== home);
  return Promise.all([
    ...projects.map(folder => readLayer(folder, 'folder', world)),
    ...(home === undefined ? [] : [readLayer(home, 'user', world)]),
  ]);
}

async function readLayer(folder: string, owner: Owner, world: RoutingWorld): Promise<AddressLayer> {
  const layer = { from: path.join(folder, '.yarnrc'), owner, addresses: new Map<string, string>() };
  const read = await world.ownership.configuration(layer.from, owner);
  if (read.is === 'broken') return { ...layer, broken: read.detail };
  if (read.is === 'absent') return layer;
  for (const line of read.text.split(/\r?\n/)) {
    // A key and a value, as in Yarn's lockfile; `yarn config set` puts quotes around what needs them.
    const [, scope, address] = /^"?(?:(@[^":\s]+):)?registry"?:?\s+"?([^"\s]+)"?\s*$/.exec(line) ?? [];
    if (address !== undefined) layer.addresses.set(scope ?? '', address);
  }
  return layer;
}
