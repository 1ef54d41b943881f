import { lstatSync } from 'node:fs';
import { lstat, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { narrow } from './regular-file.ts';
import { reasonOf } from './walk.ts';

/** What a folder is that the user alone should be able to write to. */
export type OwnFolder =
  | { readonly is: 'own' }
  | { readonly is: 'missing' }
  /** `why` is a clause, as in `it belongs to another user`. */
  | { readonly is: 'not-own'; readonly why: string }
  /** It could not be looked at or made; `detail` is the system's word, such as `EACCES`. */
  | { readonly is: 'failed'; readonly detail: string };

/** For the user alone. */
export const OWN_FILE_MODE = 0o600;
const OWN_FOLDER_MODE = 0o700;

/**
 * Looks whether a folder is a real one, no link, of the user who runs this process, and takes from it what rights
 * others have. Where the system knows no owners (Windows), it is. Never rejects.
 *
 * @param folder an absolute path; what lies above it is the user's word, and may be a link
 */
export async function ownFolder(folder: string): Promise<OwnFolder> {
  try {
    const state = await lstat(folder);
    if (state.isSymbolicLink()) return { is: 'not-own', why: 'it is a link' };
    if (!state.isDirectory()) return { is: 'not-own', why: 'it is not a folder' };
    if (!isOwn(state.uid)) return { is: 'not-own', why: 'it belongs to another user' };
    if (process.getuid !== undefined && (state.mode & 0o077) !== 0) await narrow(folder, OWN_FOLDER_MODE);
    return { is: 'own' };
  } catch (error) {
    const detail = reasonOf(error);
    return detail === 'ENOENT' ? { is: 'missing' } : { is: 'failed', detail };
  }
}

/**
 * Whether there is nothing in a place. At once: the system answers it from memory, sooner than a thread could be asked
 * to. Never throws.
 */
export function isMissing(place: string): boolean {
  try {
    return lstatSync(place, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/** As {@link ownFolder}, and makes the folder where it is missing, and those above it. Never rejects. */
export async function makeOwnFolder(folder: string): Promise<OwnFolder> {
  const before = await ownFolder(folder);
  if (before.is !== 'missing') return before;
  if (await isInAnothersPlace(folder)) return { is: 'not-own', why: 'it would lie in a folder of another user' };
  try {
    await mkdir(folder, { recursive: true, mode: OWN_FOLDER_MODE });
  } catch (error) {
    return { is: 'failed', detail: reasonOf(error) };
  }
  return ownFolder(folder);
}

/** Whether the superuser would make a folder in a place of somebody's, who could not enter it then. Never rejects. */
export async function isInAnothersPlace(folder: string): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  const parent = path.dirname(folder);
  const state = await stat(parent).catch(() => undefined);
  if (state === undefined) return parent !== folder && isInAnothersPlace(parent);
  return !isOwn(state.uid);
}

/** Whether files of this user id are of the user who runs this process; on Windows there are no such ids. */
export function isOwn(uid: number): boolean {
  return process.getuid === undefined || process.getuid() === uid;
}
