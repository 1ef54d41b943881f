import { withMerges } from './yaml-map.ts';
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
 * Visits what a path names, such as `jobs.*.container.image` or `spec.containers[].image`: names of keys with dots
 * between, `*` for any key, `[]` behind a step for every item of the list there, `**` for any number of keys and items,
 * as in `**.step.image`. A key that is written twice is visited twice, because it is being typed; keys of `<<` count
 * where the map itself has none of that name. Each node is visited once for each path, whichever aliases lead there.
 */
export function visitPath(root: YamlNode | undefined, path: string, visit: (found: YamlFound) => void): void {
  if (root === undefined) return;
  const steps = stepsOf(path);
  if (endsAt(root, steps[0])) return;
  // How far on the path a node was reached: aliases make one node many places, and a chain of them makes it billions.
  const reached: Set<unknown>[] = [];

  function go(found: YamlFound, index: number): void {
    const step = steps[index];
    // No alias leads back to the node from which all begins.
    if (found.value !== root) {
      reached[index] ??= new Set();
      const mark = found.value ?? found.entry ?? found;
      if (reached[index].has(mark)) return;
      reached[index].add(mark);
    }
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

function stepsOf(path: string): readonly string[] {
  if (path === '') return [];
  // Most are a key.
  if (!/[.[]/.test(path)) return [path];
  return path.replaceAll('[]', '.[]').replace(/^\./, '').split('.');
}

/** Whether a step leads nowhere, as most paths end where they begin. */
function endsAt(root: YamlNode, step: string | undefined): boolean {
  if (step === undefined || step === '**') return false;
  if (step === '[]') return root.kind !== 'list';
  return root.kind !== 'map' || (step !== '*' && root.merges.length === 0 && root.named(step).length === 0);
}

/** All that a path names, in the order of the walk. */
export function findPath(root: YamlNode | undefined, path: string): YamlFound[] {
  const found: YamlFound[] = [];
  visitPath(root, path, place => found.push(place));
  return found;
}

/** The entry of a key: its last one, or a merged one. */
export function entryOf(owner: YamlMap, key: string): YamlFound | undefined {
  for (const map of withMerges(owner)) {
    const entry = map.named(key).at(-1);
    if (entry !== undefined) return placeOf(entry, map, owner);
  }
  return undefined;
}

/** The text of a key's value; absent where it is no scalar. */
export function textAt(map: YamlMap, key: string): string | undefined {
  const value = entryOf(map, key)?.value;
  return value?.kind === 'scalar' ? value.value : undefined;
}

/** Every entry of a map, merged ones too. */
export function placesOf(owner: YamlMap): YamlFound[] {
  const places: YamlFound[] = [];
  const names = new Set<string>();
  for (const map of withMerges(owner)) {
    const here = map.entries.filter(({ key }) => !names.has(key.value));
    for (const entry of here) {
      names.add(entry.key.value);
      places.push(placeOf(entry, map, owner));
    }
  }
  return places;
}

function placesIn(owner: YamlMap, step: string): YamlFound[] {
  if (step === '*') return placesOf(owner);
  for (const map of withMerges(owner)) {
    const here = map.named(step);
    if (here.length > 0) return here.map(entry => placeOf(entry, map, owner));
  }
  return [];
}

function placeOf(entry: YamlEntry, map: YamlMap, owner: YamlMap): YamlFound {
  const { value, isAlias } = entry;
  return { ...(value === undefined ? {} : { value }), isAlias, entry, map, owner };
}
