import path from 'node:path';
import { ROUTE_FILES } from '../lens.ts';
import { READERS } from '../readers/index.ts';

/** Globs of the files whose change on disk matters: what is read, and what decides what is read and where it is asked. */
export const WATCHED_GLOBS: readonly string[] = [
  ...new Set(READERS.flatMap(reader => reader.files).map(glob => `**/${glob}`)),
  '**/.gitignore',
  ...ROUTE_FILES.map(name => `**/${name}`),
];

/** Whether a file decides where packages are asked. */
export function isRouteFile(file: string): boolean {
  return ROUTE_FILES.includes(path.basename(file));
}
