import { isDeepStrictEqual } from 'node:util';
import { readGlobs } from '../patterns/globs.ts';
import type { Settings } from '../settings.ts';
import { folderSettings } from '../workspace/folder-settings.ts';
import type { RepositoryWord } from '../workspace/repository-file.ts';

/** What the user and the editor say of a folder. */
export interface UsersWord {
  readonly settings: Settings;
  readonly exclude: readonly string[];
}

/** What holds in a folder by both their words. */
export function hearing(own: UsersWord, word: RepositoryWord | undefined) {
  const { settings, policyFor, excludedAbove } = folderSettings(own.settings, word);
  const users = readGlobs(own.exclude);
  const repositories = readGlobs(excludedAbove.globs);
  const above = excludedAbove.names;
  return {
    ...{ own, settings, policyFor, excludedAbove },
    exclude: own.exclude,
    excludes: (names: readonly string[]) =>
      users.matchesOnTheWay(names) || repositories.matchesOnTheWay([...above, ...names], above.length),
    ...(word === undefined ? {} : { word }),
  };
}

/** What of the documents changes with a repository's word. */
export function changeOf(before: RepositoryWord | undefined, now: RepositoryWord | undefined): Reheard {
  const [a, b] = [before?.settings, now?.settings];
  if (!isDeepStrictEqual([a?.exclude, a?.imagePaths], [b?.exclude, b?.imagePaths])) return 'read-anew';
  return isDeepStrictEqual(a, b) ? 'same' : 'judge-anew';
}

/** The one of two after which less is still true. */
export function graver(a: Reheard, b: Reheard): Reheard {
  const order: readonly Reheard[] = ['same', 'judge-anew', 'read-anew'];
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

/** What came of hearing repositories anew: how much of what is known of documents is still true. */
export type Reheard = 'same' | 'judge-anew' | 'read-anew';
