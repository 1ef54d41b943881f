import path from 'node:path';
import { ALL_READERS, readerAround } from '../ecosystems/readers.ts';
import { ROUTE_FILES } from '../lens.ts';
import { WORKSPACE_FILES } from '../projects/npm/workspace-packages.ts';

/**
 * Globs of the files whose change on disk matters: what is read, and what decides what is read, what is asked and
 * where.
 */
export const WATCHED_GLOBS: readonly string[] = [
  ...new Set(
    [...ALL_READERS.flatMap(reader => reader.files), '.gitignore', ...ROUTE_FILES, ...WORKSPACE_FILES].map(
      name => `**/${name}`,
    ),
  ),
];

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
  return WORKSPACE_FILES.includes(name) || readerAround(name) !== undefined;
}
