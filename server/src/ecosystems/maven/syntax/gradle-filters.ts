import type { GradleLink, GradleStatement, GradleValue } from './gradle-nodes.ts';
import { literalOf } from './gradle-walk.ts';

/** Some modules: by group, where a star stands for any text, or by group and name. */
export type ModuleFilter = { readonly group: string; readonly artifact?: string };

/** Which modules are looked for in a repository; absent: all, and none that are left out. */
export interface Filters {
  readonly only?: readonly ModuleFilter[];
  readonly not?: readonly ModuleFilter[];
}

/** What is looked for in a repository; `undefined` where that cannot be told. */
export function filtersIn(
  inside: readonly GradleStatement[],
  textOf: (value: GradleValue) => string | undefined,
): Filters | undefined {
  const blocks = inside.flatMap(({ chain }) =>
    chain.filter(({ name }) => name === 'content' || name === 'mavenContent'),
  );
  // Only blocks that cannot change where it looks are passed over.
  const isOdd = inside.some(({ chain }) => !ITS_WORDS.has(chain[0]?.name ?? ''));
  if (isOdd) return undefined;
  return filterStatements(
    blocks.flatMap(link => link.block ?? blockOf(link) ?? []),
    textOf,
  );
}

const ITS_WORDS = new Set([
  ...['url', 'setUrl', 'name', 'content', 'mavenContent', 'credentials', 'authentication', 'metadataSources'],
  ...['allowInsecureProtocol', 'isAllowInsecureProtocol', 'setAllowInsecureProtocol'],
]);

/** The same for what stands in a block of filters. */
export function filterStatements(
  statements: readonly GradleStatement[],
  textOf: (value: GradleValue) => string | undefined,
): Filters | undefined {
  const only: ModuleFilter[] = [];
  const not: ModuleFilter[] = [];
  for (const { chain, assigned } of statements) {
    const [link, ...more] = chain;
    if (link === undefined || more.length > 0 || assigned !== undefined) return undefined;
    const filters = filtersOf(link, textOf);
    if (filters === undefined) return undefined;
    (link.name.startsWith('include') ? only : not).push(...filters);
  }
  return { ...(only.length === 0 ? {} : { only }), ...(not.length === 0 ? {} : { not }) };
}

function filtersOf(
  { name, given = [] }: GradleLink,
  textOf: (value: GradleValue) => string | undefined,
): readonly ModuleFilter[] | undefined {
  const texts = given.map(({ value }) => literalOf(value) ?? textOf(value));
  const [group, artifact] = texts;
  switch (name.replace(/^(?:include|exclude)/, '')) {
    case 'Group':
      return group === undefined ? undefined : [{ group }];
    case 'GroupAndSubgroups':
      return group === undefined ? undefined : [{ group }, { group: `${group}.*` }];
    case 'GroupByRegex': {
      const pattern = group === undefined ? undefined : simplePattern(group);
      return pattern === undefined ? undefined : [{ group: pattern }];
    }
    case 'Module':
      return group === undefined || artifact === undefined ? undefined : [{ group, artifact }];
    // Which versions it has decides nothing about whether it is asked for a module's list of them.
    case 'releasesOnly':
    case 'snapshotsOnly':
      return [];
    default:
      return undefined;
  }
}

/**
 * A regular expression as people write it for groups, `com\.android.*`, as a text in which stars stand for any text. A
 * dot alone, which means any character, is taken for a dot. `undefined` for any other.
 */
function simplePattern(regex: string): string | undefined {
  const simple = regex.replaceAll('\\.', '.').replaceAll('.*', '*');
  return /^[A-Za-z0-9_.*-]{1,200}$/.test(simple) && (simple.match(/\*/g) ?? []).length <= 2 ? simple : undefined;
}

/** Whether filters are about a module, by its name `group:artifact`. */
export function isIn(name: string): (filter: ModuleFilter) => boolean {
  const colon = name.indexOf(':');
  const [group, artifact] = [name.slice(0, colon), name.slice(colon + 1)];
  return filter => {
    if (filter.artifact !== undefined && filter.artifact !== artifact) return false;
    const [before = '', ...behind] = filter.group.split('*');
    if (behind.length === 0) return group === filter.group;
    const [middle = '', last] = behind;
    const end = last ?? middle;
    if (!group.startsWith(before) || !group.endsWith(end) || group.length < before.length + end.length) return false;
    return last === undefined || group.slice(before.length, group.length - end.length).includes(middle);
  };
}

/** The braces among what a link is called with. */
export function blockOf({ given = [] }: GradleLink): readonly GradleStatement[] | undefined {
  const value = given.find(each => each.value.is === 'block')?.value;
  return value?.is === 'block' ? value.block : undefined;
}
