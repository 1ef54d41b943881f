import path from 'node:path';
import { describesBuilds, READERS } from '../ecosystems/readers.ts';
import { ROUTE_FILES } from '../lens.ts';
import { WORKSPACE_FILES } from '../projects/npm/workspace-packages.ts';
import { ENVIRONMENT_FILE } from '../workspace/environment.ts';

/**
 * Globs of the files whose change on disk matters: what is read, and what decides what is read, what is asked and
 * where.
 */
export const WATCHED_GLOBS: readonly string[] = [
  ...new Set(
    [
      ...READERS.flatMap(reader => reader.files),
      '.gitignore',
      ...ROUTE_FILES,
      ...WORKSPACE_FILES,
      ENVIRONMENT_FILE,
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
  return ROUTE_FILES.includes(path.basename(file));
}

/**
 * Whether a file decides what a workspace provides itself: its packages, what its builds are given, what its variables
 * stand for.
 */
export function isWorkspaceFile(file: string): boolean {
  const name = path.basename(file);
  return name === ENVIRONMENT_FILE || WORKSPACE_FILES.includes(name) || describesBuilds(name);
}

/** Whether a file decides what of the folder around it is read. */
export function isIgnoreFile(file: string): boolean {
  return path.basename(file) === '.gitignore';
}

/** Whether a file decides about others: how they are read, or where their names are asked. */
export function decides(file: string): boolean {
  return isRouteFile(file) || isWorkspaceFile(file);
}
