import type { Pom } from './pom.ts';
import { at, textOf } from './pom.ts';

/** A repository that a POM names. */
export interface Repository {
  readonly id: string;
  /** As written, or with properties resolved as far as they are known; without a login. */
  readonly url: string;
}

/**
 * The repositories of a POM that hold releases: its own, and behind them those of its profiles, of which nobody here
 * knows which are active. One of several with an id counts, the first.
 *
 * @param meaningOf what a text stands for
 */
export function repositoriesIn(
  pom: Pom,
  kind: 'repository' | 'pluginRepository',
  meaningOf: (text: string) => string,
): readonly Repository[] {
  const list = kind === 'repository' ? 'repositories' : 'pluginRepositories';
  const all = at([pom.project, ...pom.profiles], list, kind).flatMap((element): Repository[] => {
    const [id, url] = ['id', 'url'].map(name => textOf(pom, element, name)?.value);
    const [releases] = at([element], 'releases');
    if (url === undefined || textOf(pom, releases, 'enabled')?.value === 'false') return [];
    return [{ id: meaningOf(id ?? 'default'), url: meaningOf(url).replace(/\/\/[^/?#]*@/, '//') }];
  });
  return firstOfEach(all);
}

/** The words of `ReleaseSubject.source`; see `clientOf`. None where nothing differs from what Maven does by itself. */
export function sourceText(repositories: readonly Repository[], isForPlugins: boolean): string | undefined {
  const words = firstOfEach(repositories)
    .filter(({ id, url }) => id.length + url.length <= LONGEST && !/\p{Surrogate}/u.test(id + url))
    .slice(0, MOST_REPOSITORIES)
    .map(({ id, url }) => `repository=${encoded(id.replaceAll('|', ''))}|${encoded(url)}`);
  if (words.length === 0 && !isForPlugins) return undefined;
  return ['maven', ...words, ...(isForPlugins ? ['plugins=1'] : [])].join(' ');
}

/** In characters. */
const LONGEST = 2000;
/** Each costs a request for what none of them has. */
const MOST_REPOSITORIES = 20;

function firstOfEach(all: readonly Repository[]): readonly Repository[] {
  const byId = new Map<string, Repository>();
  for (const repository of all) if (!byId.has(repository.id)) byId.set(repository.id, repository);
  return [...byId.values()];
}

/** Blanks part the words of a source. */
function encoded(text: string): string {
  return text.replace(/[\s%\p{Cc}]/gu, encodeURIComponent);
}
