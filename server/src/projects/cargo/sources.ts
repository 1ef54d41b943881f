import type { RoutingWorld } from '../../registries/route.ts';
import { type CargoConfig, registryIndex, registryIndexes } from './config.ts';
import type { Table } from './config-files.ts';
import { addressKey, readIndexAddress } from './index-address.ts';

/** Where crates are to be had. */
export type CargoPlace =
  /** The base of a sparse index. */
  | { readonly is: 'index'; readonly base: string }
  /** Everybody's default registry. */
  | { readonly is: 'crates-io' }
  /** On this machine, whatever a registry has. */
  | { readonly is: 'here' }
  /** Nowhere that may be asked; `why` is for the log, the rest of a sentence about these crates. */
  | { readonly is: 'nowhere'; readonly why: string };

/** Where cargo finds crates, whatever stands in for what. */
export interface CargoSources {
  /** Of crates of which a manifest says nothing else. */
  usual(): CargoPlace;
  /** Of a registry that is configured under this name. */
  named(name: string): CargoPlace;
  /** Of the registry with this index, as it is written. */
  at(index: string): CargoPlace;
  /**
   * Whether an index is anything that is configured: crates.io, a registry, a source, or what stands in for one.
   *
   * @param base one more base of an index that is
   */
  isNamed(index: string, base: string | undefined): boolean;
  /**
   * One text for what a name stands for before anything stands in for it, or an address that is written in its place.
   */
  keyOf(nameOrIndex: string): string;
}

/** crates.io under its name in `[source.*]`, in `[patch.*]`, and as a registry. */
export const CRATES_IO = 'crates-io';
const CRATES_IO_INDEX = 'sparse+https://index.crates.io/';

/**
 * Follows `replace-with` as cargo does (src/cargo/sources/config.rs, `SourceConfigMap`): what stands in for a source is
 * found by the source's address, whichever name a manifest has for it, and may be a registry.
 */
export function createSources(config: CargoConfig, world: Pick<RoutingWorld, 'environment'>): CargoSources {
  const definitions = defineSources(config.sources);
  // Cargo asks nobody then (src/cargo/core/source_id.rs, `crates_io`): who still has it has a default of their own.
  const isOldDefault = config.registry.index !== undefined || world.environment.CARGO_REGISTRY_INDEX !== undefined;
  const indexOf = (name: string) => (name === CRATES_IO ? CRATES_IO_INDEX : registryIndex(name, config, world));

  function load(index: string): CargoPlace {
    if (config.broken !== undefined) return nowhere(config.broken);
    if (definitions.is === 'wrong') return nowhere(definitions.why);
    let name = definitions.names.get(addressKey(index));
    const met = new Set<string>();
    for (; name !== undefined && !met.has(name); ) {
      met.add(name);
      const source = definitions.sources.get(name);
      if (source === undefined) {
        const other = indexOf(name);
        return other === undefined
          ? nowhere(`\`replace-with\` names \`${name}\`, which is configured nowhere`)
          : placeAt(other);
      }
      if (source.replaceWith === undefined) return source.index === undefined ? { is: 'here' } : placeAt(source.index);
      name = source.replaceWith;
    }
    return name === undefined ? placeAt(index) : nowhere('`replace-with` leads back to where it began');
  }

  return {
    usual: () =>
      isOldDefault ? nowhere('cargo refuses `registry.index`, which once replaced the default') : load(CRATES_IO_INDEX),
    named(name) {
      const index = indexOf(name);
      if (index !== undefined) return load(index);
      return nowhere(config.broken ?? `the registry \`${name}\` is configured nowhere`);
    },
    at: load,
    isNamed(index, base) {
      const key = addressKey(index);
      if (definitions.is === 'wrong' || definitions.names.has(key) || key === `sparse+${base}`) return true;
      return registryIndexes(config, world).some(each => addressKey(each) === key);
    },
    keyOf: nameOrIndex => addressKey(indexOf(nameOrIndex) ?? nameOrIndex),
  };
}

/** One `[source.*]`. */
interface Source {
  /** As it is written; absent of a folder, of a local registry, and of a git repository of crates. */
  readonly index?: string;
  readonly replaceWith?: string;
}

type Definitions =
  | {
      readonly is: 'defined';
      readonly sources: ReadonlyMap<string, Source>;
      /** By {@link addressKey}. */
      readonly names: ReadonlyMap<string, string>;
    }
  | { readonly is: 'wrong'; readonly why: string };

const PLACES = ['registry', 'local-registry', 'directory', 'git'] as const;

/** Cargo refuses to work with any of them where one is wrong. */
function defineSources(tables: ReadonlyMap<string, Table>): Definitions {
  const sources = new Map<string, Source>([[CRATES_IO, { index: CRATES_IO_INDEX }]]);
  const names = new Map([[addressKey(CRATES_IO_INDEX), CRATES_IO]]);
  for (const [name, table] of tables) {
    const source = sourceOf(name, table);
    if (source === undefined) return { is: 'wrong', why: `\`[source.${name}]\` is not what cargo takes for a source` };
    sources.set(name, source);
    if (source.index === undefined) continue;
    const key = addressKey(source.index);
    if ((names.get(key) ?? name) !== name) {
      return { is: 'wrong', why: `\`[source.${name}]\` and \`[source.${names.get(key)}]\` are one registry` };
    }
    names.set(key, name);
  }
  return { is: 'defined', sources, names };
}

function sourceOf(name: string, table: Table): Source | undefined {
  const replaceWith = table['replace-with'];
  const places = PLACES.filter(key => table[key] !== undefined);
  const [place] = places;
  const isSound = places.length === 1 || (places.length === 0 && name === CRATES_IO);
  if (!isSound || (place !== undefined && typeof table[place] !== 'string')) return undefined;
  if (replaceWith !== undefined && typeof replaceWith !== 'string') return undefined;
  const index = place === undefined ? CRATES_IO_INDEX : place === 'registry' ? String(table.registry) : undefined;
  return { ...(index === undefined ? {} : { index }), ...(replaceWith === undefined ? {} : { replaceWith }) };
}

function placeAt(written: string): CargoPlace {
  const address = readIndexAddress(written);
  switch (address.is) {
    case 'sparse':
      return { is: 'index', base: address.base };
    case 'crates-io':
      return { is: 'crates-io' };
    case 'not-asked':
      return nowhere('their index is a git repository, or files of this machine');
    case 'invalid':
      return nowhere(`their index ${address.why}`);
  }
}

function nowhere(why: string): CargoPlace {
  return { is: 'nowhere', why };
}
