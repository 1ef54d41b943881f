import picomatch from 'picomatch';
import { dockerfile } from './dockerfile.ts';
import { kubernetes } from './kubernetes.ts';
import { packageJson } from './package-json.ts';
import type { Reader } from './reader.ts';

export { type PartsRead, readText, readTextInTurns } from './syntax/read-parts.ts';

/** Every file kind. A new one is a file in this folder and a line here. */
export const READERS: readonly Reader[] = [dockerfile, packageJson, kubernetes];

const NAMED = READERS.map(reader => ({
  reader,
  matches: matcher(reader.files),
  excepts: matcher(reader.except ?? []),
}));

/**
 * The reader of a document: by its file name first, else by the editor's language id. Where several kinds share a name, the text
 * decides; without a text the first of them answers, which tells only that somebody may read it. `undefined` where nobody does.
 * `file` is the path with `/` from the workspace folder on.
 */
export function readerFor(file: string, languageId?: string, text?: string): Reader | undefined {
  const possible = NAMED.filter(({ excepts }) => !excepts(file));
  const knows = ({ reader }: { reader: Reader }) => text === undefined || reader.recognises?.(text) !== false;
  const found =
    possible.find(named => named.matches(file) && knows(named)) ??
    possible.find(named => languageId !== undefined && named.reader.languages.includes(languageId) && knows(named));
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
