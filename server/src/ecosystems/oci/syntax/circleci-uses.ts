import { yamlMap } from '../../../syntax/yaml-map.ts';
import type { YamlMap, YamlNode } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, textAt, type YamlFound } from '../../../syntax/yaml-paths.ts';

/** By the name of a job or an executor, what its uses give; in an orb of the file, by {@link nameIn}. */
export type Uses = Readonly<Record<'job' | 'executor', ReadonlyMap<string, ReadonlySet<Gives>>>>;

/** By the name of a parameter, its values. */
export type Gives = ReadonlyMap<string, readonly YamlFound[]>;

/** How people outside of an orb call what has a name in it. */
export function nameIn(orb: string | undefined, name: string): string {
  return orb === undefined || name.includes('/') ? name : `${orb}/${name}`;
}

/**
 * The uses that a configuration has of its jobs and executors (CircleCI, "Reusable configuration reference"): in
 * workflows, as `executor`, and by parameters of the type `executor`. Names in an inline orb are its own.
 */
export function usesIn(root: YamlNode | undefined): Uses {
  const [job, executor] = [new Map<string, Set<Gives>>(), new Map<string, Set<Gives>>()];
  // An anchor's use may be that of many: it is looked into once.
  const known = new Map<YamlNode | undefined, Gives>();
  const add = (to: typeof job, name: string, use: YamlNode | undefined) => {
    const gives = known.get(use) ?? givesOf(use);
    known.set(use, gives);
    const all = to.get(name) ?? new Set();
    to.set(name, all.add(gives));
  };
  const addExecutor = (orb: string | undefined, use: YamlNode | undefined) => {
    if (use?.kind === 'scalar') add(executor, nameIn(orb, use.value), undefined);
    else if (use?.kind === 'map') add(executor, nameIn(orb, textAt(use, 'name') ?? ''), use);
  };
  const scopes = scopesOf(root);
  for (const { orb, map } of scopes) {
    for (const { value: item } of findPath(map, '**.workflows.*.jobs[]')) {
      if (item?.kind === 'scalar') add(job, nameIn(orb, item.value), undefined);
      for (const { entry, value: use } of findPath(item, '*'))
        if (entry !== undefined) add(job, nameIn(orb, entry.key.value), use);
    }
    for (const { value: use } of findPath(map, '**.executor')) addExecutor(orb, use);
  }
  for (const { orb, map } of scopes) {
    for (const { entry, value } of findPath(map, 'jobs.*')) {
      const gives = [...(job.get(nameIn(orb, entry?.key.value ?? '')) ?? [])];
      for (const { entry: parameter, value: declared } of findPath(value, 'parameters.*')) {
        if (parameter === undefined || declared?.kind !== 'map' || textAt(declared, 'type') !== 'executor') continue;
        const { value: name } = parameter.key;
        for (const given of gives) for (const its of given.get(name) ?? []) addExecutor(undefined, its.value);
        if (gives.every(given => given.has(name)) && gives.length > 0) continue;
        addExecutor(orb, entryOf(declared, 'default')?.value);
      }
    }
  }
  return { job, executor };
}

/** A stretch of a configuration in which names mean the same. */
interface Scope {
  readonly orb: string | undefined;
  readonly map: YamlMap;
}

/** All but the orbs, and each of these. */
function scopesOf(root: YamlNode | undefined): Scope[] {
  if (root?.kind !== 'map') return [];
  const { span, flow, indent, entries, merges } = root;
  const own = entries.filter(({ key }) => key.value !== 'orbs');
  const orbs = findPath(root, 'orbs.*').flatMap(({ entry, value }): Scope[] =>
    value?.kind === 'map' ? [{ orb: entry?.key.value, map: value }] : [],
  );
  return [{ orb: undefined, map: yamlMap({ span, flow, indent, entries: own, merges }) }, ...orbs.slice(0, MOST_ORBS)];
}

function givesOf(use: YamlNode | undefined): Gives {
  const gives = new Map<string, readonly YamlFound[]>();
  for (const found of findPath(use, '*')) if (found.entry !== undefined) gives.set(found.entry.key.value, [found]);
  for (const { entry, value } of findPath(use, 'matrix.parameters.*'))
    if (entry !== undefined) gives.set(entry.key.value, findPath(value, '[]'));
  return gives;
}

// Each is gone through as a whole, and anchors may give thousands the same jobs.
const MOST_ORBS = 50;
