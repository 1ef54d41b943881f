import type { PolicyFor } from '../model/policy.ts';
import { policyOf } from '../policy.ts';
import type { Settings } from '../settings.ts';
import type { RepositoryWord } from './repository-file.ts';

/** What holds in a folder, by the user's word and the repository's. */
export interface FolderSettings {
  readonly settings: Settings;
  readonly policyFor: PolicyFor;
  /** Globs of what the repository does not want read, over paths from its root on. */
  readonly excludedAbove: ExcludedAbove;
}

/** Globs over paths that begin above a folder. */
export interface ExcludedAbove {
  readonly globs: readonly string[];
  /** The names that lead from where the paths begin down to the folder. */
  readonly names: readonly string[];
}

/**
 * What a repository says now. While its file is being written, what was left alone before stays so: a bracket that is
 * missing for a moment must not have a name told outside.
 */
export function heardAfter(before: RepositoryWord | undefined, now: RepositoryWord): RepositoryWord {
  if (now.isWhole || before === undefined || before.file !== now.file) return now;
  const { ignore, exclude } = before.settings;
  const both = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])];
  const settings = {
    ...now.settings,
    ignore: both(now.settings.ignore, ignore),
    exclude: both(now.settings.exclude, exclude),
  };
  return { ...now, settings };
}

/**
 * Joins what both say. Lists add up; of severities the user's come first, see `policyOf`.
 *
 * @param word absent where the repository is not heard, as in an untrusted folder
 * @param above the names that lead to the folder from where the user's own globs begin
 */
export function folderSettings(
  user: Settings,
  word: Pick<RepositoryWord, 'settings' | 'above'> | undefined,
  above: readonly string[] = [],
): FolderSettings {
  const own = { ...user, above };
  if (word === undefined) return { settings: user, policyFor: policyOf(own), excludedAbove: { globs: [], names: [] } };
  const { settings: its, above: names } = word;
  const settings = { ...user, imagePaths: [...new Set([...user.imagePaths, ...its.imagePaths])] };
  return {
    settings,
    policyFor: policyOf(own, { ...its, above: names }),
    excludedAbove: { globs: its.exclude, names },
  };
}
