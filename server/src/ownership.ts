import { ownershipBy } from './files/ownership.ts';
import type { Ownership } from './model/ownership.ts';
import { PROJECT_MARKS } from './projects/index.ts';

/**
 * Tells what belongs to opened folders from what is the user's, by what the projects of every ecosystem leave in a
 * folder.
 *
 * @param folders the opened folders, absolute paths
 * @param home the user's home folder, an absolute path; absent where there is none
 */
export function ownershipOf(folders: readonly string[], home: string | undefined): Promise<Ownership> {
  return ownershipBy(PROJECT_MARKS, folders, home);
}
