import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { type ReadOutcome, readDocument } from './document.ts';
import { ancestorsOf, holds, liesIn, realPath } from './folders-upward.ts';
import { reasonOf } from './walk.ts';

/** What came of reading a file of somebody's folder. */
export type InsideOutcome =
  | ReadOutcome
  /**
   * It is there, and a link leads out of the folder: what it says is somebody else's, perhaps a secret of the user's.
   */
  | { readonly is: 'outside' };

/**
 * Reads a file that configures or provides, where it lies inside of a folder after links are followed. The one way to
 * read such a file: what a link leads to outside would come to registries in names and addresses. Never rejects.
 *
 * @param edge the folder, an absolute path
 * @param most in bytes; absent: what a document may have
 */
export async function readInside(edge: string, file: string, most?: number): Promise<InsideOutcome> {
  let real: string;
  try {
    real = await realpath(file);
  } catch (error) {
    return { is: 'unreadable', detail: reasonOf(error) };
  }
  // The path without links is read, so that no link can be changed in between.
  return liesIn(await realPath(edge), real) ? readDocument(real, most) : { is: 'outside' };
}

/**
 * The folder in which a file must lie, links followed, to be read for what it configures or provides to documents below
 * a directory: the opened folder, or the repository in it that holds the directory, as one repository's word is not
 * another's; above the opened folder the directory itself. Never rejects.
 *
 * @param directory an absolute path
 * @param opened the opened folder, a real path; absent where none is
 */
export async function edgeAround(directory: string, opened: string | undefined): Promise<string> {
  const real = await realPath(directory);
  if (opened === undefined || !holds(opened, real)) return real;
  const within = [real, ...ancestorsOf(real)].filter(level => liesIn(opened, level));
  const areTops = await Promise.all(within.map(isRepository));
  return within.find((_, i) => areTops[i]) ?? opened;
}

/**
 * The repository that holds a folder; `undefined` where none does, or where it holds the user's home too, which is no
 * project's. Never rejects.
 *
 * @param folder a real path
 * @param home the user's home folder, a real path; absent where there is none
 */
export async function repositoryAround(folder: string, home: string | undefined): Promise<string | undefined> {
  const levels = [folder, ...ancestorsOf(folder)].filter(level => home === undefined || !holds(level, home));
  const areTops = await Promise.all(levels.map(isRepository));
  return levels.find((_, i) => areTops[i]);
}

function isRepository(folder: string): Promise<boolean> {
  return lstat(path.join(folder, '.git')).then(
    () => true,
    () => false,
  );
}
