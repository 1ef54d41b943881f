import type { Span } from '../model/span.ts';
import type { YamlEntry, YamlMap } from './yaml-nodes.ts';

/**
 * Makes a map that finds its keys by name: a large one is asked about many of them, or about one that it has many
 * times.
 */
export function yamlMap(fields: Omit<YamlMap, 'kind' | 'named'>): YamlMap {
  return new IndexedMap(fields);
}

/** A map and what is merged into it, what counts more first. Each once, so that merges of merges end. */
export function withMerges(map: YamlMap): Iterable<YamlMap> {
  if (map.merges.length === 0) return [map];
  const all = new Set([map]);
  for (const one of all) {
    for (const merged of one.merges) all.add(merged);
    if (all.size > MOST_MERGED) break;
  }
  return all;
}

// A chain of merges, asked at each of its maps, costs the square of its length.
const MOST_MERGED = 64;

class IndexedMap implements YamlMap {
  readonly kind = 'map';
  readonly span: Span;
  readonly flow: boolean;
  readonly indent: number;
  readonly entries: readonly YamlEntry[];
  readonly merges: readonly YamlMap[];
  #byName: Map<string, YamlEntry[]> | undefined;

  constructor({ span, flow, indent, entries, merges }: Omit<YamlMap, 'kind' | 'named'>) {
    this.span = span;
    this.flow = flow;
    this.indent = indent;
    this.entries = entries;
    this.merges = merges;
  }

  named(name: string): readonly YamlEntry[] {
    // Most maps are small, and asked about one key or two.
    if (this.entries.length <= FEW) return this.entries.filter(({ key }) => key.value === name);
    this.#byName ??= byNameOf(this.entries);
    return this.#byName.get(name) ?? [];
  }
}

function byNameOf(entries: readonly YamlEntry[]): Map<string, YamlEntry[]> {
  const byName = new Map<string, YamlEntry[]>();
  for (const entry of entries) {
    const before = byName.get(entry.key.value);
    if (before === undefined) byName.set(entry.key.value, [entry]);
    else before.push(entry);
  }
  return byName;
}

const FEW = 8;
