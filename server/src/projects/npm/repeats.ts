import path from 'node:path';
import { baseAddress } from '../../model/address.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import { wasStartedByManager } from '../manager-scripts.ts';
import { type AddressLayer, expandVariables, type OwnerOfVariable } from './address-layer.ts';
import { type NpmLayer, readProjectFiles } from './npmrc.ts';

/**
 * Tells the user's variables from the folder's. Whoever starts a script, npm, Yarn or pnpm, hands its configuration to
 * it as `npm_config_…`, the project's file included and its variables expanded (@npmcli/config, lib/set-envs.js). So
 * a registry of the folder's would pass for the user's own word there.
 *
 * @param folders the folders whose files are the project's; those from which the script was started count besides
 * @param others what the folder says by files of other kinds, among layers of the user's
 */
export async function ownerOfVariables(
  folders: readonly string[],
  others: readonly AddressLayer[],
  world: RoutingWorld,
): Promise<OwnerOfVariable> {
  const all = [...new Set([...folders, ...startedIn(world)])];
  const files = await readProjectFiles(all, userFileOf(world), world);
  const words = await Promise.all(files.map(file => wordsOf(file, world)));
  const theirs = others.filter(({ owner }) => owner === 'folder');
  const written = [
    ...files.map(({ values }) => values.get('registry')),
    ...theirs.map(({ addresses }) => addresses.get('')),
  ];
  const registries = new Set(written.flatMap(address => (address === undefined ? [] : spellingsOf(address, world))));
  const namesPlaces = words.some(its => !its.arePlain || PLACES.some(key => its.keys.has(key)));
  const namesRegistry =
    namesPlaces ||
    words.some(its => its.keys.has('registry')) ||
    theirs.some(layer => layer.broken !== undefined || layer.addresses.size > 0) ||
    (await otherFilesName(all, world));
  const isScript = wasStartedByManager(world);
  return (key, value) => {
    if (PLACES.includes(key)) return namesPlaces ? 'folder' : 'user';
    if (key !== 'registry') return 'user';
    if (spellingsOf(value, world).some(spelling => registries.has(spelling))) return 'folder';
    return isScript && namesRegistry ? 'untold' : 'user';
  };
}

/** Where npm would be sent for files of the user's and the machine's; one of them may decide about the others. */
const PLACES: readonly string[] = ['userconfig', 'globalconfig', 'prefix'];

/** The folders from which a script was started, if one was: npm's, Yarn's and pnpm's variables name them. */
function startedIn({ environment }: RoutingWorld): readonly string[] {
  const manifest = environment.npm_package_json;
  return [
    ...[environment.npm_config_local_prefix, environment.INIT_CWD, environment.PNPM_SCRIPT_SRC_DIR],
    ...[manifest === undefined ? undefined : path.dirname(manifest)],
  ].flatMap(folder => (folder !== undefined && path.isAbsolute(folder) ? [folder] : []));
}

/** What an `.npmrc` may speak of. */
interface Words {
  /** Its keys as npm's variables are called after them: in small letters, with `-` for `_`. */
  readonly keys: ReadonlySet<string>;
  /** False where npm may find other keys in it than we do: by escapes, quotes, variables or sections, or in bytes. */
  readonly arePlain: boolean;
}

async function wordsOf({ from, broken }: NpmLayer, world: RoutingWorld): Promise<Words> {
  const read = await world.ownership.configuration(from, 'folder');
  if (broken !== undefined || read.is === 'broken') return { keys: new Set(), arePlain: false };
  const lines = read.is === 'absent' ? [] : read.text.split(/[\r\n]+/).map(line => line.trim());
  const keys = lines
    .filter(line => line !== '' && !/^[;#]/.test(line))
    .map(line => (line.split('=')[0] ?? '').trim().replace(/\[\]$/, ''));
  return {
    keys: new Set(keys.map(key => key.toLowerCase().replaceAll('_', '-'))),
    arePlain: keys.every(key => /^[A-Za-z0-9@:/._-]+$/.test(key)),
  };
}

/** Whether files of Yarn 1 or pnpm speak of a registry anywhere: they know more ways to than are read here. */
async function otherFilesName(folders: readonly string[], { ownership }: RoutingWorld): Promise<boolean> {
  const files = folders.flatMap(folder => ['.yarnrc', 'pnpm-workspace.yaml'].map(name => path.join(folder, name)));
  const read = await Promise.all(files.map(file => ownership.configuration(file, 'folder')));
  return read.some(its => its.is === 'broken' || (its.is === 'text' && /registr/i.test(its.text)));
}

function userFileOf({ home }: RoutingWorld): string | undefined {
  return home === undefined ? undefined : path.join(home, '.npmrc');
}

/** An address as it is written and as it is meant, with and without what a parser adds. */
function spellingsOf(address: string, world: RoutingWorld): readonly string[] {
  const meant = expandVariables(address.trim(), world);
  return [address.trim(), meant, baseAddress(meant) ?? meant];
}
