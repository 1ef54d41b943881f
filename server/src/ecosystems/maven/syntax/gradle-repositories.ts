import { blockOf, type Filters, filterStatements, filtersIn, isIn } from './gradle-filters.ts';
import type { GradleLink, GradleStatement, GradleValue } from './gradle-nodes.ts';
import { firstGiven, givenBy } from './gradle-walk.ts';

/** A repository of Maven's kind that a script names. */
export interface GradleRepository extends Filters {
  /** As Gradle names it, for whoever looks for its credentials. */
  readonly id: string;
  /** {@link UNREAD} for one that cannot be asked: a folder, or one of which the script must be run to know it. */
  readonly url: string;
  /** Set where what is looked for there is looked for nowhere else (`exclusiveContent`). */
  readonly isExclusive?: true;
}

/** The repositories of a block in their order; `unknown` where something in it may change all of them. */
export type GradleRepositories = readonly GradleRepository[] | 'unknown';

/**
 * Stands for an address that is not known. Gradle asks those in front of it first, for all names, and what they lack it
 * may have.
 */
const UNREAD = 'unread:';

/** Each name is asked of all of them; people write some five. */
export const MOST_REPOSITORIES = 50;

/** Reads what stands in a block `repositories`. */
export function repositoriesIn(
  statements: readonly GradleStatement[],
  textOf: (value: GradleValue) => string | undefined,
): GradleRepositories {
  const all: GradleRepository[] = [];
  if (statements.length > MOST_REPOSITORIES) return 'unknown';
  for (const { chain, assigned } of statements) {
    const [first, ...more] = chain;
    if (first === undefined || assigned !== undefined) return 'unknown';
    const isExclusive = first.name === 'exclusiveContent' && more.length === 0;
    const read = isExclusive ? exclusive(first, textOf, all.length) : repository(first, more, textOf, all.length);
    // Of anything else nobody knows what it does to the others.
    if (read === undefined && !REPOSITORIES.has(first.name)) return 'unknown';
    all.push(read ?? { id: first.name, url: UNREAD });
  }
  return all;
}

/**
 * The repositories in which a module is looked for, as words of `ReleaseSubject.source`; `undefined` where it is not
 * known in which, or in none. Where one of them cannot be asked, only those in front of it are known to be, and nothing
 * of what there is to choose from: Gradle looks for an exact version in one after the other, and for others in all.
 *
 * @param name `group:artifact`
 * @param isOpen whether others may be asked that are not known
 */
export function sourceAt(
  name: string,
  repositories: GradleRepositories,
  { isPlugin, isExact, isOpen }: { readonly isPlugin: boolean; readonly isExact: boolean; readonly isOpen: boolean },
): string | undefined {
  if (repositories === 'unknown') return undefined;
  const exclusively = repositories.filter(({ isExclusive, only }) => isExclusive && only?.some(isIn(name)));
  const open = exclusively.length > 0 ? exclusively : repositories.filter(({ isExclusive }) => isExclusive !== true);
  const asked = open.filter(
    ({ only, not }) => (only === undefined || only.some(isIn(name))) && not?.some(isIn(name)) !== true,
  );
  const unread = asked.findIndex(({ url }) => url === UNREAD);
  if (asked.length === 0 || unread === 0 || (unread > 0 && !isExact)) return undefined;
  const words = asked.map(({ id, url }) => `repository=${encoded(id)}|${encoded(url)}`);
  const about = [...(isPlugin ? ['plugins=1'] : []), ...(isOpen ? ['further=1'] : [])];
  return ['gradle', ...about, ...words].join(' ');
}

/** What is asked for plugins where no script says anything else (Gradle, "Using Plugins": custom repositories). */
export const PLUGIN_PORTAL: GradleRepository = { id: 'gradlePluginPortal', url: 'https://plugins.gradle.org/m2' };

const REPOSITORIES = new Set([
  ...['maven', 'mavenCentral', 'google', 'gradlePluginPortal', 'mavenLocal', 'flatDir', 'ivy', 'jcenter'],
]);

const KNOWN: Readonly<Record<string, GradleRepository>> = {
  mavenCentral: { id: 'MavenRepo', url: 'https://repo.maven.apache.org/maven2' },
  google: { id: 'Google', url: 'https://dl.google.com/dl/android/maven2' },
  gradlePluginPortal: PLUGIN_PORTAL,
};

function repository(
  link: GradleLink,
  more: readonly GradleLink[],
  textOf: (value: GradleValue) => string | undefined,
  count: number,
): GradleRepository | undefined {
  // `mavenCentral().content { … }`
  const blocks = [link, ...more.filter(({ name }) => name === 'apply' || name === 'content')];
  if (blocks.length !== more.length + 1) return undefined;
  const inside = [
    ...(link.block ?? blockOf(link) ?? []),
    ...more.flatMap(each => (each.name === 'content' ? [{ chain: [each], span: each.span }] : (each.block ?? []))),
  ];
  const known = KNOWN[link.name];
  if (known === undefined && link.name !== 'maven') return undefined;
  const address = known?.url ?? addressOf(link, inside, textOf);
  if (address === undefined || !isAddress(address)) return undefined;
  const filters = filtersIn(inside, textOf);
  if (filters === undefined) return undefined;
  const named = nameOf(inside, textOf);
  const id = named ?? known?.id ?? (count === 0 ? 'maven' : `maven${count + 1}`);
  return { id, url: withoutLogin(address), ...filters };
}

function exclusive(
  { block = [] }: GradleLink,
  textOf: (value: GradleValue) => string | undefined,
  count: number,
): GradleRepository | undefined {
  const links = block.flatMap(({ chain }) => chain);
  const [where, filter] = ['forRepository', 'filter'].map(name => links.filter(link => link.name === name));
  const inside = where?.[0]?.block ?? [];
  const statement = inside[0];
  const [first, ...more] = statement?.chain ?? [];
  if (where?.length !== 1 || filter?.length !== 1 || inside.length !== 1 || first === undefined) return undefined;
  if (links.length !== 2) return undefined;
  const read = repository(first, more, textOf, count);
  const filters = filterStatements(filter[0]?.block ?? [], textOf);
  if (read === undefined || filters?.only === undefined || filters.not !== undefined) return undefined;
  return { ...read, only: filters.only, isExclusive: true };
}

function addressOf(
  link: GradleLink,
  inside: readonly GradleStatement[],
  textOf: (value: GradleValue) => string | undefined,
): string | undefined {
  const given = givenBy(link.given, 'url') ?? (link.given?.[0]?.name === undefined ? firstGiven(link) : undefined);
  const written = inside.flatMap(({ chain, assigned }): (GradleValue | undefined)[] => {
    const [first] = chain;
    if (first?.name === 'url') return [assigned ?? firstGiven(first)];
    return first?.name === 'setUrl' ? [firstGiven(first)] : [];
  });
  const values = given === undefined || given.is === 'block' ? written : [given, ...written];
  const [only] = values;
  return values.length === 1 && only !== undefined ? addressIn(only, textOf) : undefined;
}

/** `"https://…"` and `uri("https://…")`. */
function addressIn(value: GradleValue, textOf: (value: GradleValue) => string | undefined): string | undefined {
  if (value.is === 'chain' && value.chain[0]?.name === 'uri') {
    const inner = firstGiven(value.chain[0]);
    return value.chain.length === 1 && inner !== undefined ? textOf(inner) : undefined;
  }
  return textOf(value);
}

function nameOf(
  inside: readonly GradleStatement[],
  textOf: (value: GradleValue) => string | undefined,
): string | undefined {
  for (const { chain, assigned } of inside) {
    const [first] = chain;
    if (first?.name !== 'name') continue;
    const value = assigned ?? firstGiven(first);
    return value === undefined ? undefined : textOf(value);
  }
  return undefined;
}

function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s\\]+$/i.test(text) && text.length <= LONGEST && !/\p{Surrogate}/u.test(text);
}

/** In characters. */
const LONGEST = 500;

/** What stands before an `@` in an address is a login, and stays where it is. */
function withoutLogin(address: string): string {
  return address.replace(/^(https?:\/\/)[^/?#]*@/i, '$1');
}

function encoded(text: string): string {
  return text.replace(/[%\s\p{Cc}|]/gu, character => encodeURIComponent(character));
}
