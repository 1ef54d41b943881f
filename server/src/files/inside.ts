import { realpath } from 'node:fs/promises';
import { type ReadOutcome, readDocument } from './document.ts';
import { liesIn, realPath } from './folders-upward.ts';
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
 */
export async function readInside(edge: string, file: string): Promise<InsideOutcome> {
  let real: string;
  try {
    real = await realpath(file);
  } catch (error) {
    return { is: 'unreadable', detail: reasonOf(error) };
  }
  // The path without links is read, so that no link can be changed in between.
  return liesIn(await realPath(edge), real) ? readDocument(real) : { is: 'outside' };
}
