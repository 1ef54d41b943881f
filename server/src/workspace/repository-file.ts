import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { whyNoText } from '../files/document.ts';
import { foldersUpward, realPath } from '../files/folders-upward.ts';
import { readInside } from '../files/inside.ts';
import { spanOf } from '../model/span.ts';
import { REPOSITORY_FILE, type ReadRepositorySettings, readRepositorySettings } from '../repository-settings.ts';
import { RULE_IDS } from '../rules/index.ts';

/** Where a repository begins, seen from a folder in it. */
export interface RepositoryRoot {
  /** An absolute path, written as the folder's is where that leads there. */
  readonly root: string;
  /** The names that lead from the root down to the folder. */
  readonly above: readonly string[];
}

/** What a repository says of itself: nothing, where there is no file. */
export interface RepositoryWord extends RepositoryRoot, ReadRepositorySettings {
  /** The file's absolute path, whether it is there or not. */
  readonly file: string;
  /** As it was read, without a byte-order mark; absent where it was not. */
  readonly text?: string;
}

/**
 * Finds the root of the repository that holds a folder: the nearest one upwards with a `.git`, up to the user's home;
 * the folder itself where there is none. Never rejects.
 *
 * @param folder an absolute path
 * @param home the user's home folder, an absolute path; absent where there is none
 */
export async function repositoryAround(folder: string, home: string | undefined): Promise<RepositoryRoot> {
  const levels = await foldersUpward(folder, home);
  const areRoots = await Promise.all(levels.map(hasGit));
  const at = Math.max(0, areRoots.indexOf(true));
  const real = levels[at] ?? levels[0];
  const written = path.resolve(folder, ...levels.slice(0, at).map(() => '..'));
  const root = (await realPath(written)) === real ? written : real;
  return {
    root,
    above: path
      .relative(real, levels[0])
      .split(path.sep)
      .filter(name => name !== ''),
  };
}

/**
 * Reads the file at a repository's root. It lies in the repository after links are followed, or is not read. Never
 * rejects.
 *
 * @param openText the text of the file in an editor that has it open
 */
export async function readRepositoryFile(repository: RepositoryRoot, openText?: string): Promise<RepositoryWord> {
  const file = path.join(repository.root, REPOSITORY_FILE);
  const where = { ...repository, file };
  if (openText !== undefined) return { ...where, text: openText, ...readRepositorySettings(openText, RULE_IDS) };
  const read = await readInside(repository.root, file, LARGEST);
  const nothing = readRepositorySettings('', RULE_IDS);
  const unread = (why: string) => ({
    ...where,
    ...nothing,
    isWhole: false,
    problems: [{ span: spanOf(0, 0), message: why }],
  });
  switch (read.is) {
    case 'text':
      return { ...where, text: read.text, ...readRepositorySettings(read.text, RULE_IDS) };
    case 'outside':
      return unread('It is a link out of the repository, so it is not read.');
    case 'unreadable':
      if (read.detail === 'ENOENT' || read.detail === 'ENOTDIR') return { ...where, ...nothing };
      return unread(`It is not read: ${whyNoText(read)}.`);
    case 'too-large':
    case 'not-text':
      return unread(`It is not read: ${whyNoText(read)}.`);
  }
}

function hasGit(folder: string): Promise<boolean> {
  return lstat(path.join(folder, '.git')).then(
    () => true,
    () => false,
  );
}

/** In bytes. Longer than anybody writes one by hand. */
const LARGEST = 256 * 1024;
