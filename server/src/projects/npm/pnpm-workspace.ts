import path from 'node:path';
import type { Owner } from '../../model/ownership.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import { type AddressLayer, expandVariables, type OwnerOfVariable, UNTOLD } from './address-layer.ts';
import { asYamlMap, readYamlMap } from './yaml-map.ts';

/** pnpm's own settings above those of `.npmrc` (pnpm, config/reader/src/index.ts). */
export interface PnpmLayers {
  /** The variables, which go before the files, as far as they are the user's word. */
  environment(ownerOf: OwnerOfVariable): readonly AddressLayer[];
  /** Highest first. */
  readonly files: readonly AddressLayer[];
}

/** Reads what pnpm is configured with. */
export async function readPnpmLayers(workspace: string | undefined, world: RoutingWorld): Promise<PnpmLayers> {
  const own = pnpmConfigFolder(world);
  const files = [
    ...(workspace === undefined
      ? []
      : [{ file: path.join(workspace, 'pnpm-workspace.yaml'), owner: 'folder' as const }]),
    ...(own === undefined ? [] : [{ file: path.join(own, 'config.yaml'), owner: 'user' as const }]),
  ];
  const layers = await Promise.all(files.map(({ file, owner }) => readLayer(file, owner, world)));
  const { from, addresses, owner } = environmentLayer(world);
  return {
    files: layers,
    environment: ownerOf => {
      const owners = new Map([...addresses].map(([scope, address]) => [scope, ownerOf('registry', address)]));
      const own = [...addresses].filter(([scope]) => owners.get(scope) === 'user');
      const untold = [...owners.values()].includes('untold') ? { untold: UNTOLD } : {};
      return [{ from, owner, addresses: new Map(own), ...untold }];
    },
  };
}

/**
 * Where pnpm keeps the user's `config.yaml` and `auth.ini` (pnpm, config/reader/src/dirs.ts). An absolute path;
 * `undefined` without a home.
 */
export function pnpmConfigFolder({ environment, home }: RoutingWorld): string | undefined {
  const { XDG_CONFIG_HOME: xdg, LOCALAPPDATA: local } = environment;
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, 'pnpm');
  if (process.platform === 'win32' && local !== undefined && path.isAbsolute(local)) {
    return path.join(local, 'pnpm', 'config');
  }
  if (home === undefined) return undefined;
  switch (process.platform) {
    case 'darwin':
      return path.join(home, 'Library', 'Preferences', 'pnpm');
    default:
      return path.join(home, '.config', 'pnpm');
  }
}

function environmentLayer({ environment }: RoutingWorld): AddressLayer {
  const set = Object.entries(environment).find(([name]) => /^pnpm_config_registry$/i.test(name))?.[1];
  return { from: 'pnpm_config_registry', owner: 'user', addresses: new Map(set ? [['', set]] : []) };
}

async function readLayer(file: string, owner: Owner, world: RoutingWorld): Promise<AddressLayer> {
  const layer = { from: file, owner, addresses: new Map<string, string>() };
  const read = await world.ownership.configuration(file, owner);
  if (read.is === 'absent') return layer;
  if (read.is === 'broken') return { ...layer, broken: read.detail };
  const registries = registriesIn(read.text);
  if (registries === undefined) return { ...layer, broken: 'cannot be understood' };
  for (const [scope, address] of registries) {
    layer.addresses.set(scope === 'default' ? '' : scope, owner === 'user' ? expandVariables(address, world) : address);
  }
  return layer;
}

function registriesIn(text: string): readonly (readonly [string, string])[] | undefined {
  const whole = readYamlMap(text);
  const registries = whole && asYamlMap(whole.registries);
  if (registries === undefined) return undefined;
  const entries: [string, string][] = [];
  for (const [scope, address] of Object.entries(registries)) {
    if (typeof address !== 'string') return undefined;
    entries.push([scope, address]);
  }
  return entries;
}
