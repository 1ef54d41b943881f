import type { YamlDocument, YamlMap } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { type Build, dockerfilePath, type GivenArgument, MOST_ARGUMENTS } from './build-arguments.ts';
import { isNull } from './written-image.ts';

/**
 * The builds of Dockerfiles that a file of Bake describes (buildx, docs/bake-reference.md, `target.args`,
 * `target.inherits`). A target that others inherit and that no group names is made for them, and is no build itself,
 * but for the one that is built where none is named. Paths begin where Bake runs, which is most often the folder of its
 * file.
 */
export function bakeBuilds({ root }: YamlDocument, file: string): Build[] {
  const targets = new Map<string, YamlMap>();
  for (const { entry, value } of findPath(root, 'target.*')) {
    if (entry !== undefined && value?.kind === 'map') targets.set(entry.key.value, value);
  }
  const inherited = textsOf(findPath(root, 'target.*.inherits[]'));
  const grouped = textsOf(findPath(root, 'group.*.targets[]'));
  // A group of that name comes first.
  if (findPath(root, 'group.default').length === 0) grouped.add('default');
  let left = MOST_ARGUMENTS;
  return [...targets].flatMap(([name, target]): Build[] => {
    if (left < 0 || (inherited.has(name) && !grouped.has(name))) return [];
    const chain = chainOf(target, targets);
    if (chain.some(map => entryOf(map, 'dockerfile-inline') !== undefined)) return [];
    const [context, dockerfile] = [settingOf(chain, 'context', '.'), settingOf(chain, 'dockerfile', 'Dockerfile')];
    if (context === undefined || dockerfile === undefined) return [];
    const path = dockerfilePath(file, context, dockerfile);
    if (path === undefined) return [];
    const gives = new Map<string, GivenArgument>();
    for (const map of [...chain].reverse()) {
      for (const found of findPath(map, 'args.*')) {
        left -= 1;
        // What is null is taken from the environment, or from the Dockerfile.
        const isNothing = found.value?.kind === 'scalar' && !found.value.isString && isNull(found.value.value);
        if (found.entry !== undefined && !isNothing) gives.set(found.entry.key.value, { ...found, prefix: '' });
      }
    }
    return [{ dockerfile: path, gives }];
  });
}

/** A target and those that it inherits, itself first and then the last named, as each counts before the next. */
function chainOf(target: YamlMap, targets: ReadonlyMap<string, YamlMap>): YamlMap[] {
  const chain = new Set<YamlMap>();
  const ahead = [target];
  for (let next = ahead.pop(); next !== undefined && chain.size < LONGEST_CHAIN; next = ahead.pop()) {
    if (chain.has(next)) continue;
    chain.add(next);
    for (const name of textsOf(findPath(next, 'inherits[]'))) {
      const base = targets.get(name);
      if (base !== undefined) ahead.push(base);
    }
  }
  return [...chain];
}

/** What the first of a chain says that says anything; `undefined` where that must be computed. */
function settingOf(chain: readonly YamlMap[], key: string, without: string): string | undefined {
  const first = chain.find(map => entryOf(map, key) !== undefined);
  if (first === undefined) return without;
  const value = entryOf(first, key)?.value;
  return value?.kind === 'scalar' && value.isString ? value.value : undefined;
}

function textsOf(places: readonly YamlFound[]): Set<string> {
  return new Set(places.flatMap(({ value }) => (value?.kind === 'scalar' ? [value.value] : [])));
}

const LONGEST_CHAIN = 16;
