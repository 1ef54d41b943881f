import path from 'node:path';
import { baseAddress } from '../model/address.ts';
import type { RoutingWorld } from '../registries/route.ts';
import { type AddressLayer, expandVariables } from './address-layer.ts';
import { readProjectFiles } from './npmrc.ts';

/**
 * Tells which of npm's variables only say again what the folder's own files say. Whoever starts a script, npm, Yarn or
 * pnpm, hands their configuration to it as `npm_config_…`, the project's file included and its variables expanded
 * (@npmcli/config, lib/set-envs.js). So there a registry of the folder's would pass for the user's own word.
 *
 * @param folders the folders whose files are the project's; those from which the script was started are looked for
 *   besides
 * @param others what the folder says by files of other kinds, among layers of the user's
 */
export async function folderSays(
  folders: readonly string[],
  others: readonly AddressLayer[],
  world: RoutingWorld,
): Promise<(key: string, value: string) => boolean> {
  const started = await startedIn(world);
  const files = await readProjectFiles([...new Set([...folders, ...started])], userFileOf(world), world);
  const written = [
    ...files.map(({ values }) => values.get('registry')),
    ...others.filter(({ owner }) => owner === 'folder').map(({ addresses }) => addresses.get('')),
  ];
  const registries = new Set(written.flatMap(address => (address === undefined ? [] : spellingsOf(address, world))));
  const places = new Set(PLACES.filter(key => files.some(({ values }) => values.has(key))));
  return (key, value) =>
    places.has(key) || (key === 'registry' && spellingsOf(value, world).some(spelling => registries.has(spelling)));
}

/**
 * Where npm would be sent for files of the user's and the machine's. npm makes the paths absolute before it hands them
 * on.
 */
const PLACES: readonly string[] = ['userconfig', 'globalconfig', 'prefix'];

/** The folder's folders from which a script was started, if one was: npm's, Yarn's and pnpm's variables name them. */
async function startedIn({ environment, ownership }: RoutingWorld): Promise<readonly string[]> {
  const manifest = environment.npm_package_json;
  const named = [
    ...[environment.npm_config_local_prefix, environment.INIT_CWD, environment.PNPM_SCRIPT_SRC_DIR],
    ...[manifest === undefined ? undefined : path.dirname(manifest)],
  ].flatMap(folder => (folder !== undefined && path.isAbsolute(folder) ? [folder] : []));
  const isFolders = await Promise.all(named.map(folder => ownership.isFolders(folder)));
  return named.filter((_, i) => isFolders[i]);
}

function userFileOf({ home }: RoutingWorld): string | undefined {
  return home === undefined ? undefined : path.join(home, '.npmrc');
}

/** An address as it is written and as it is meant, with and without what a parser adds. */
function spellingsOf(address: string, world: RoutingWorld): readonly string[] {
  const meant = expandVariables(address.trim(), world);
  return [address.trim(), meant, baseAddress(meant) ?? meant];
}
