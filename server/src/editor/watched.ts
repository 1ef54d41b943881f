import path from 'node:path';
import { ALL_READERS, readerAround } from '../ecosystems/readers.ts';
import { ROUTE_FILES, WORKSPACE_FILES } from '../projects/index.ts';
import { REPOSITORY_FILE } from '../repository-settings.ts';

/**
 * Globs of the files whose change on disk matters: what is read, and what decides what is read, what is asked and
 * where.
 */
export const WATCHED_GLOBS: readonly string[] = [
  ...new Set(
    [
      ...ALL_READERS.flatMap(reader => reader.files),
      '.gitignore',
      REPOSITORY_FILE,
      ...ROUTE_FILES,
      ...WORKSPACE_FILES,
    ].map(name => `**/${name}`),
  ),
];

/**
 * All files and folders. What lies in a folder that comes or goes is not told, so folders are watched as well, and no
 * glob tells them from files. A folder that went and came back in between is told as changed by VS Code. The globs
 * above are for editors in which `*` passes over names that begin with a dot.
 */
export const EVERYTHING_GLOB = '**/*';

/** Whether a file decides where packages are asked. */
export function isRouteFile(file: string): boolean {
  return isOneOf(ROUTE_FILES, file);
}

/**
 * Whether a file decides what a workspace provides itself: its packages, what its builds are given, what its variables
 * stand for.
 */
export function isWorkspaceFile(file: string): boolean {
  return isOneOf(WORKSPACE_FILES, file) || readerAround(path.basename(file)) !== undefined;
}

/** Whether a path ends with one of some names, which may have folders before them. */
function isOneOf(names: readonly string[], file: string): boolean {
  const place = `/${file.split(path.sep).join('/')}`;
  return names.some(name => place.endsWith(`/${name}`));
}

/** Whether a file decides what of the folder around it is read. */
export function isIgnoreFile(file: string): boolean {
  return path.basename(file) === '.gitignore';
}

/** Whether a file decides about others: how they are read, or where their names are asked. */
export function decides(file: string): boolean {
  return isRouteFile(file) || isWorkspaceFile(file);
}
