import path from 'node:path';
import { parse } from 'smol-toml';
import { foldersUpward, realPath } from '../../files/folders-upward.ts';
import { readInside } from '../../files/inside.ts';
import { asConfiguration } from '../../files/ownership.ts';
import { isObject } from '../../model/objects.ts';
import type { ConfigurationText, Owner } from '../../model/ownership.ts';
import type { RoutingWorld } from '../../registries/route.ts';

/** A table of TOML, as its parser gives it. */
export type Table = Readonly<Record<string, unknown>>;

/** One file of cargo's configuration, or what it includes. */
export interface CargoLayer {
  /** Where it stands, for the log. */
  readonly from: string;
  readonly owner: Owner;
  readonly table: Table;
  /**
   * It is there and cannot be read as cargo reads it, so it may map any name; the rest of a sentence that begins with
   * the file. Cargo does nothing at all then.
   */
  readonly broken?: string;
}

/** Cargo's configuration files, the highest first, and the user's own tokens. */
export interface CargoFiles {
  readonly layers: readonly CargoLayer[];
  /** `credentials.toml` in cargo's home; empty where there is none that is the user's. */
  readonly credentials: CargoLayer;
}

/** Names in the folder `.cargo` of a project. Where both are there, cargo reads the first, and warns. */
export const CONFIG_NAMES = ['config', 'config.toml'] as const;

/**
 * Reads the files that cargo reads (src/cargo/util/context/mod.rs, `walk_tree` and `load_file`): `.cargo/config.toml`
 * of the folder and of all above it, then that of cargo's home, where it was not among them. The home's is the user's
 * own; all others choose registries and no credentials. Never rejects.
 */
export async function readCargoFiles(world: RoutingWorld): Promise<CargoFiles> {
  const home = await cargoHome(world);
  // Cargo goes past the user's home, up to the top of the disk.
  const folders = world.root === undefined ? [] : await foldersUpward(world.root, undefined);
  const places = folders.map(folder => path.join(folder, '.cargo'));
  const reals = await Promise.all(places.map(realPath));
  const isHome = (i: number) => home !== undefined && reals[i] === home.real;
  const found = await Promise.all(
    places.map((place, i) => (isHome(i) && home !== undefined ? readHome(home, world) : readFolder(place, world))),
  );
  const last = home === undefined || places.some((_, i) => isHome(i)) ? [] : await readHome(home, world);
  return { layers: [...found.flat(), ...last], credentials: await readCredentials(home, world) };
}

interface CargoHome {
  readonly place: string;
  readonly real: string;
  readonly owner: Owner;
}

/** `CARGO_HOME`, else `.cargo` in the user's home. One in what is checked speaks as the folder does. */
async function cargoHome({ environment, home, root, ownership }: RoutingWorld): Promise<CargoHome | undefined> {
  const set = environment.CARGO_HOME;
  const usual = home === undefined ? undefined : path.join(home, '.cargo');
  // Cargo takes a relative one from where it is started.
  const place = set ? (root === undefined && !path.isAbsolute(set) ? undefined : path.resolve(root ?? '', set)) : usual;
  if (place === undefined) return undefined;
  const isFolders = (await ownership.isFolders(set && !path.isAbsolute(set) ? set : place)) === true;
  return { place, real: await realPath(place), owner: isFolders ? 'folder' : 'user' };
}

function readHome({ place, owner }: CargoHome, world: RoutingWorld): Promise<readonly CargoLayer[]> {
  return owner === 'folder' ? readFolder(place, world) : readFirst(place, 'user', usersFile(world));
}

async function readFolder(place: string, { ownership }: RoutingWorld): Promise<readonly CargoLayer[]> {
  // The folder itself may be a link, so it is held against what lies around it.
  const edge = await ownership.edgeOf(path.dirname(place));
  return readFirst(place, 'folder', file => readWithin(edge, file));
}

async function readCredentials(home: CargoHome | undefined, world: RoutingWorld): Promise<CargoLayer> {
  const from = path.join(home?.place ?? '~/.cargo', 'credentials.toml');
  if (home === undefined || home.owner === 'folder') return { from, owner: 'user', table: {} };
  const names = ['credentials', 'credentials.toml'].map(name => path.join(home.place, name));
  for (const file of names) {
    const layer = layerOf(file, 'user', await world.ownership.configuration(file, 'user'));
    if (layer !== undefined) return layer;
  }
  return { from, owner: 'user', table: {} };
}

type ReadText = (file: string) => Promise<ConfigurationText>;

function usersFile({ ownership }: RoutingWorld): ReadText {
  return file => ownership.configuration(file, 'user');
}

async function readWithin(edge: string, file: string): Promise<ConfigurationText> {
  return asConfiguration(await readInside(edge, file));
}

/** The one file of a folder that cargo reads, above what it includes. */
async function readFirst(place: string, owner: Owner, readText: ReadText): Promise<readonly CargoLayer[]> {
  for (const name of CONFIG_NAMES) {
    const file = path.join(place, name);
    const layer = layerOf(file, owner, await readText(file));
    if (layer !== undefined) return withIncluded(layer, readText, new Set([file]));
  }
  return [];
}

function layerOf(from: string, owner: Owner, read: ConfigurationText): CargoLayer | undefined {
  switch (read.is) {
    case 'absent':
      return undefined;
    case 'broken':
      return { from, owner, table: {}, broken: read.detail };
    case 'text':
      try {
        // As cargo, which passes over a mark of byte order.
        return { from, owner, table: parse(read.text.replace(/^\ufeff/, '')) };
      } catch {
        return { from, owner, table: {}, broken: 'cannot be understood' };
      }
  }
}

/** As many files as one may include, together with those that they include. */
const MOST_INCLUDED = 50;

/**
 * A file with those that it names under `include` (cargo's book, config.md, “Including extra configuration files”):
 * the file itself counts before them, and of them the last.
 */
async function withIncluded(layer: CargoLayer, readText: ReadText, read: Set<string>): Promise<readonly CargoLayer[]> {
  const included = includedFiles(layer);
  if (included === undefined) return [{ ...layer, broken: 'has an `include` that cannot be understood' }];
  const below: CargoLayer[] = [];
  for (const { file, isOptional } of [...included].reverse()) {
    if (read.has(file) || read.size > MOST_INCLUDED) {
      return [{ ...layer, broken: 'includes itself, or more files than people write' }];
    }
    read.add(file);
    const found = layerOf(file, layer.owner, await readText(file));
    if (found !== undefined) below.push(...(await withIncluded(found, readText, read)));
    else if (!isOptional)
      below.push({ from: file, owner: layer.owner, table: {}, broken: 'is included and not there' });
  }
  return [layer, ...below];
}

interface Included {
  readonly file: string;
  readonly isOptional: boolean;
}

function includedFiles({ from, table }: CargoLayer): readonly Included[] | undefined {
  const { include } = table;
  if (include === undefined) return [];
  if (!Array.isArray(include)) return undefined;
  const files = include.map((item: unknown): Included | undefined => {
    const written = isObject(item) ? item.path : item;
    if (typeof written !== 'string' || !written.endsWith('.toml')) return undefined;
    return { file: path.resolve(path.dirname(from), written), isOptional: isObject(item) && item.optional === true };
  });
  return files.every(file => file !== undefined) ? files : undefined;
}
