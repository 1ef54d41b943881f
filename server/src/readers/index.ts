import picomatch from 'picomatch';
import { dockerfile } from './dockerfile.ts';
import { packageJson } from './package-json.ts';
import type { Reader } from './reader.ts';

/** Every file kind. A new one is a file in this folder and a line here. */
export const READERS: readonly Reader[] = [dockerfile, packageJson];

const NAMED = READERS.map(reader => ({
  reader,
  matches: matcher(reader.files),
  excepts: matcher(reader.except ?? []),
}));

/**
 * The reader of a document: by its file name first, else by the editor's language id. `undefined` where nobody reads it.
 * `file` is the path with `/` from the workspace folder on.
 */
export function readerFor(file: string, languageId?: string): Reader | undefined {
  const possible = NAMED.filter(({ excepts }) => !excepts(file));
  const found =
    possible.find(({ matches }) => matches(file)) ??
    possible.find(({ reader }) => languageId !== undefined && reader.languages.includes(languageId));
  return found?.reader;
}

function matcher(globs: readonly string[]): (file: string) => boolean {
  return globs.length === 0
    ? () => false
    : picomatch(
        globs.map(glob => `**/${glob}`),
        { dot: true },
      );
}
