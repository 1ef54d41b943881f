import { realpath } from 'node:fs/promises';
import path from 'node:path';

/**
 * A folder and those above it, nearest first, up to the user's home or the top of the file system. Real paths. Never rejects.
 *
 * @param home the user's home folder, an absolute path
 */
export async function foldersUpward(folder: string, home: string): Promise<readonly [string, ...string[]]> {
  const [first, top] = await Promise.all([realPath(folder), realPath(home)]);
  const folders: [string, ...string[]] = [first];
  for (let at = first; folders.length < HIGHEST && path.relative(at, top) !== ''; ) {
    const parent = path.dirname(at);
    if (parent === at) break;
    folders.push(parent);
    at = parent;
  }
  return folders;
}

/** Whether a place lies in a folder, at any depth; the folder itself does not. By the paths alone, both absolute. */
export function liesIn(folder: string, place: string): boolean {
  const relative = path.relative(folder, place);
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** The path without links, or as it is given where it cannot be followed. */
export async function realPath(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    return path.resolve(file);
  }
}

/** More levels than this are no folder that people work in. */
const HIGHEST = 64;
