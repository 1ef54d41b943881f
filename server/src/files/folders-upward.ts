import { realpath } from 'node:fs/promises';
import path from 'node:path';

/**
 * A folder and those above it, nearest first, up to the user's home or the top of the file system. Real paths. Never
 * rejects.
 *
 * @param home the user's home folder, an absolute path; absent where there is none
 */
export async function foldersUpward(folder: string, home: string | undefined): Promise<readonly [string, ...string[]]> {
  return levelsUpward(await realPath(folder), home === undefined ? undefined : await realPath(home));
}

/** The same, of real paths. */
export function levelsUpward(first: string, top: string | undefined): readonly [string, ...string[]] {
  const folders: [string, ...string[]] = [first];
  for (let at = first; folders.length < HIGHEST && (top === undefined || path.relative(at, top) !== ''); ) {
    const parent = path.dirname(at);
    if (parent === at) break;
    folders.push(parent);
    at = parent;
  }
  return folders;
}

/** The folders above a place, nearest first, by its path alone, an absolute one. */
export function ancestorsOf(place: string): readonly string[] {
  const above: string[] = [];
  for (let at = path.dirname(place); at !== (above.at(-1) ?? place); at = path.dirname(at)) above.push(at);
  return above;
}

/** Whether a place lies in a folder, at any depth; the folder itself does not. By the paths alone, both absolute. */
export function liesIn(folder: string, place: string): boolean {
  const relative = path.relative(folder, place);
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** Whether a place is a folder or lies in it. By the paths alone, both absolute. */
export function holds(folder: string, place: string): boolean {
  return path.relative(folder, place) === '' || liesIn(folder, place);
}

/** The path without links, or as it is given where it cannot be followed. */
export async function realPath(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    return path.resolve(file);
  }
}

/**
 * The real path of a place, or what it would be where only a folder above it is there. The path is followed as it is
 * written, as who opens it does: behind a link, `..` leads to what is above the link's end.
 */
export async function realOrNearest(place: string): Promise<string> {
  const asWritten = await realpath(place).catch(() => undefined);
  if (asWritten !== undefined) return asWritten;
  const absolute = path.resolve(place);
  for (const level of [absolute, ...ancestorsOf(absolute)]) {
    const real = await realpath(level).catch(() => undefined);
    if (real !== undefined) return path.join(real, path.relative(level, absolute));
  }
  return absolute;
}

/** More levels than this are no folder that people work in. */
const HIGHEST = 64;
