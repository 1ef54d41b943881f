import type { Pom } from './pom.ts';
import { at, textOf } from './pom.ts';

/** A repository that a POM names. */
export interface Repository {
  readonly id: string;
  /** As written, or with properties resolved as far as they are known; without a login. */
  readonly url: string;
  /** Set where a profile names it, which may be off. */
  readonly isConditional?: true;
}

/**
 * The repositories of a POM that hold releases, in Maven's order where all of its profiles are active: the last
 * profile's first, its own behind (maven-model-builder, `DefaultProfileInjector`). Nobody here knows which are active.
 *
 * @param meaningOf what a text stands for
 */
export function repositoriesIn(
  pom: Pom,
  kind: 'repository' | 'pluginRepository',
  meaningOf: (text: string) => string,
): readonly Repository[] {
  const list = kind === 'repository' ? 'repositories' : 'pluginRepositories';
  return [...pom.profiles.toReversed(), pom.project].flatMap(holder =>
    at([holder], list, kind).flatMap((element): Repository[] => {
      const [id, url] = ['id', 'url'].map(name => textOf(pom, element, name)?.value);
      const [releases] = at([element], 'releases');
      if (url === undefined || textOf(pom, releases, 'enabled')?.value === 'false') return [];
      const its = { id: meaningOf(id ?? 'default'), url: meaningOf(url).replace(/\/\/[^/?#]*@/, '//') };
      return [holder === pom.project ? its : { ...its, isConditional: true }];
    }),
  );
}

/** The words of `ReleaseSubject.source`; see `clientOf`. None where nothing differs from what Maven does by itself. */
export function sourceText(repositories: readonly Repository[], isForPlugins: boolean): string | undefined {
  const asked = firstOfEach(repositories);
  const words = asked
    .filter(({ id, url }) => id.length + url.length <= LONGEST && !/\p{Surrogate}/u.test(id + url))
    .slice(0, MOST_REPOSITORIES)
    .map(({ id, url }) => `repository=${encoded(id.replaceAll('|', ''))}|${encoded(url)}`);
  const more = [...(isForPlugins ? ['plugins=1'] : []), ...(areDoubtful(asked) ? ['further=1'] : [])];
  return words.length + more.length === 0 ? undefined : ['maven', ...words, ...more].join(' ');
}

/** In characters. */
const LONGEST = 2000;
/** Each costs a request for what none of them has. */
const MOST_REPOSITORIES = 20;

/** Of several with an id the first counts that is no profile's; those that may come before it are asked as well. */
function firstOfEach(all: readonly Repository[]): readonly Repository[] {
  const certain = new Set<string>();
  const found = new Map<string, Repository>();
  for (const repository of all) {
    const { id, url, isConditional } = repository;
    const key = `${id} ${url}`;
    if (!certain.has(id) && !found.has(key)) found.set(key, repository);
    if (isConditional !== true) certain.add(id);
  }
  return [...found.values()];
}

/** Whether a profile may have one that takes the place of another, which is then not asked. */
function areDoubtful(asked: readonly Repository[]): boolean {
  return asked.some(
    ({ id, isConditional }, index) =>
      isConditional === true && (id === 'central' || asked.some((other, at) => at !== index && other.id === id)),
  );
}

/** Blanks part the words of a source. */
function encoded(text: string): string {
  return text.replace(/[\s%\p{Cc}]/gu, encodeURIComponent);
}
