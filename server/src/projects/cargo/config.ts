import { isObject } from '../../model/objects.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import type { CargoLayer, Table } from './config-files.ts';

/** What files say of registries and sources, merged as cargo merges them. */
export interface CargoConfig {
  /** `[registries.*]`, by name. */
  readonly registries: ReadonlyMap<string, Table>;
  /** `[registry]`. */
  readonly registry: Table;
  /** `[source.*]`, by name, in the order in which they are met. */
  readonly sources: ReadonlyMap<string, Table>;
  /**
   * The crates that `[patch]` has come from elsewhere, by their names in registries: each with the names of those
   * registries, or their addresses, as they are written.
   */
  readonly patched: ReadonlyMap<string, ReadonlySet<string>>;
  /** Why cargo would do nothing with these files, as a sentence without its end; absent where all is well. */
  readonly broken?: string;
}

/**
 * Merges files, the highest first (src/cargo/util/context/mod.rs, `ConfigValue::merge`): tables key by key, lists one
 * behind the other with the higher last, of anything else the higher alone.
 */
export function mergeLayers(layers: readonly CargoLayer[]): CargoConfig {
  const unreadable = layers.find(layer => layer.broken !== undefined);
  let broken = unreadable === undefined ? undefined : `${unreadable.from} ${unreadable.broken}`;
  let merged: Table = {};
  for (const { from, table } of [...layers].reverse()) {
    const next = Object.fromEntries(KEYS.flatMap(key => (Object.hasOwn(table, key) ? [[key, table[key]]] : [])));
    const both = mergedTables(merged, next);
    if (both === undefined) broken ??= `${from} does not go together with the files above it`;
    else merged = both;
  }
  const [registries, registry, sources] = KEYS.map(key => (Object.hasOwn(merged, key) ? merged[key] : {}));
  const tables = [registries, sources].map(tablesIn);
  if (tables.includes(undefined) || !isObject(registry)) {
    broken ??= 'a file of cargo’s configuration has something else where tables of registries or sources belong';
  }
  return {
    registries: tables[0] ?? new Map(),
    registry: isObject(registry) ? registry : {},
    sources: tables[1] ?? new Map(),
    patched: patchedBy(layers.map(({ table }) => table.patch)),
    ...(broken === undefined ? {} : { broken }),
  };
}

/** The variable that stands above a key of `[registries.NAME]`, as in `CARGO_REGISTRIES_MY_OWN_INDEX`. */
export function registryVariable(name: string, key: string, { environment }: Pick<RoutingWorld, 'environment'>) {
  return environment[`CARGO_REGISTRIES_${variablePart(name)}_${variablePart(key)}`];
}

/** A part of a key as it stands in the name of a variable. */
export function variablePart(text: string): string {
  return text.replaceAll('-', '_').toUpperCase();
}

/** The address of a registry's index, as it is written. */
export function registryIndex(
  name: string,
  { registries }: Pick<CargoConfig, 'registries'>,
  world: Pick<RoutingWorld, 'environment'>,
): string | undefined {
  const written = registryVariable(name, 'index', world) ?? registries.get(name)?.index;
  return typeof written === 'string' ? written : undefined;
}

/** The addresses of all registries that have a name, as they are written. */
export function registryIndexes(
  config: Pick<CargoConfig, 'registries'>,
  world: Pick<RoutingWorld, 'environment'>,
): readonly string[] {
  const variables = Object.entries(world.environment).flatMap(([key, value]) => {
    return /^CARGO_REGISTRIES_.+_INDEX$/.test(key) && value !== undefined ? [value] : [];
  });
  const named = [...config.registries.keys()].flatMap(name => registryIndex(name, config, world) ?? []);
  return [...variables, ...named];
}

/** Of `[patch.*]`: which of several files is heard decides what comes instead, and not that something does. */
function patchedBy(patches: readonly unknown[]): CargoConfig['patched'] {
  const patched = new Map<string, Set<string>>();
  for (const [source, crates] of patches.flatMap(entriesOf)) {
    for (const [key, value] of entriesOf(crates)) {
      const name = isObject(value) && typeof value.package === 'string' ? value.package : key;
      patched.set(name, (patched.get(name) ?? new Set()).add(source));
    }
  }
  return patched;
}

function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

const KEYS = ['registries', 'registry', 'source'] as const;

/** More than any key of cargo's has. */
const DEEPEST = 50;

function mergedTables(low: Table, high: Table, depth = 0): Table | undefined {
  if (depth > DEEPEST) return undefined;
  const merged = new Map(Object.entries(low));
  for (const [key, value] of Object.entries(high)) {
    const below = merged.get(key);
    const both = below === undefined ? value : mergedValues(below, value, depth);
    if (both === undefined) return undefined;
    merged.set(key, both);
  }
  return Object.fromEntries(merged);
}

function mergedValues(low: unknown, high: unknown, depth: number): unknown {
  if (Array.isArray(low) && Array.isArray(high)) return [...low, ...high];
  if (isObject(low) && isObject(high)) return mergedTables(low, high, depth + 1);
  return typeof low === typeof high && isObject(low) === isObject(high) ? high : undefined;
}

function tablesIn(value: unknown): ReadonlyMap<string, Table> | undefined {
  if (!isObject(value)) return undefined;
  const tables = new Map<string, Table>();
  for (const [name, table] of Object.entries(value)) {
    if (!isObject(table)) return undefined;
    tables.set(name, table);
  }
  return tables;
}
