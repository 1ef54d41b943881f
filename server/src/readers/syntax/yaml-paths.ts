import type { YamlEntry, YamlList, YamlMap, YamlNode } from './yaml-nodes.ts';

/** What a path led to. */
export interface YamlFound {
  /** Absent where nothing is written. */
  readonly value?: YamlNode;
  /** Whether the value is written elsewhere, at an anchor. */
  readonly isAlias: boolean;
  /** The entry whose value it is, where it is no item of a list. */
  readonly entry?: YamlEntry;
  /** The map that holds the entry; for a merged entry the one that it is written in. */
  readonly map?: YamlMap;
  /** The map that was asked, into which the entry may be merged. */
  readonly owner?: YamlMap;
  /** The list that holds the value. */
  readonly list?: YamlList;
}

/**
 * Visits what a path names, such as `jobs.*.container.image` or `spec.containers[].image`: names of keys with dots between, `*` for any
 * key, `[]` behind a step for every item of the list there, `**` for any number of keys and items, as in `**.step.image`. A key that is
 * written twice is visited twice, because it is being typed; keys of `<<` count where the map itself has none of that name. Each node is
 * visited once for each path, whichever aliases lead there.
 */
export function visitPath(root: YamlNode | undefined, path: string, visit: (found: YamlFound) => void): void {
  if (root === undefined) return;
  const steps = path === '' ? [] : path.replaceAll('[]', '.[]').replace(/^\./, '').split('.');
  // How far on the path a node was reached: aliases make one node many places, and a chain of them makes it billions.
  const reached = steps.map(() => new Set<unknown>()).concat(new Set<unknown>());

  function go(found: YamlFound, index: number): void {
    const mark = found.value ?? found.entry ?? found;
    const seen = reached[index];
    if (seen === undefined || seen.has(mark)) return;
    seen.add(mark);
    const step = steps[index];
    if (step === undefined) {
      visit(found);
      return;
    }
    const { value } = found;
    if (step === '**') {
      go(found, index + 1);
      if (value?.kind === 'list') for (const item of value.items) go({ ...item, list: value }, index);
      else if (value?.kind === 'map') for (const place of placesOf(value)) go(place, index);
      return;
    }
    if (step === '[]' && value?.kind === 'list') {
      for (const item of value.items) go({ ...item, list: value }, index + 1);
    } else if (step !== '[]' && value?.kind === 'map') {
      for (const place of placesIn(value, step)) go(place, index + 1);
    }
  }

  go({ value: root, isAlias: false }, 0);
}

/** All that a path names, in the order of the walk. */
export function findPath(root: YamlNode | undefined, path: string): YamlFound[] {
  const found: YamlFound[] = [];
  visitPath(root, path, place => found.push(place));
  return found;
}

/** The entry of a key: its last one, or a merged one. */
export function entryOf(map: YamlMap, key: string): YamlFound | undefined {
  return placesIn(map, key).at(-1);
}

/** The text of a key's value; absent where it is no scalar. */
export function textAt(map: YamlMap, key: string): string | undefined {
  const value = entryOf(map, key)?.value;
  return value?.kind === 'scalar' ? value.value : undefined;
}

/** Every entry of a map, merged ones too. */
export function placesOf(map: YamlMap): YamlFound[] {
  return placesIn(map, '*');
}

function placesIn(owner: YamlMap, step: string): YamlFound[] {
  const places: YamlFound[] = [];
  const names = new Set<string>();
  for (const map of withMerges(owner)) {
    const here = map.entries.filter(({ key }) => (step === '*' || key.value === step) && !names.has(key.value));
    for (const entry of here) {
      names.add(entry.key.value);
      const { value, isAlias } = entry;
      places.push({ ...(value === undefined ? {} : { value }), isAlias, entry, map, owner });
    }
    if (step !== '*' && names.size > 0) break;
  }
  return places;
}

// A chain of merges, asked at each of its maps, costs the square of its length.
const MOST_MERGED = 64;

/** A map and what is merged into it, what counts more first. Each once, so that merges of merges end. */
function withMerges(map: YamlMap): Iterable<YamlMap> {
  if (map.merges.length === 0) return [map];
  const all = new Set([map]);
  for (const one of all) {
    for (const merged of one.merges) all.add(merged);
    if (all.size > MOST_MERGED) break;
  }
  return all;
}
