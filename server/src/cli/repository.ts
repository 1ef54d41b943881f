import path from 'node:path';
import { LONGEST_PATH, plainText } from '../model/plain-text.ts';
import { linesOf } from '../model/positions.ts';
import type { Settings } from '../settings.ts';
import { type FolderSettings, folderSettings } from '../workspace/folder-settings.ts';
import { type RepositoryWord, readRepositoryFile, repositoryAround } from '../workspace/repository-file.ts';
import type { Place } from './places.ts';
import type { World } from './world.ts';

/** Finds what holds in a place, by the user's settings and those of the repository around it. Never rejects. */
export type SettingsAt = (place: Place) => Promise<FolderSettings>;

/**
 * Reads each repository's own file once, and complains of it once.
 *
 * @param heard whether repositories may say something: not where they are not trusted
 */
export function settingsByPlace(
  user: Settings,
  heard: boolean,
  { cwd, home }: Pick<World, 'cwd' | 'home'>,
  complain: (line: string) => void,
): SettingsAt {
  const words = new Map<string, Promise<RepositoryWord>>();

  async function read(place: Awaited<ReturnType<typeof repositoryAround>>): Promise<RepositoryWord> {
    const word = await readRepositoryFile(place);
    const lines = linesOf(word.text ?? '');
    for (const { span, message } of word.problems) {
      const { line, character } = lines.rangeOf(span).start;
      const file = plainText(path.relative(cwd, word.file), LONGEST_PATH);
      complain(`${file}:${line + 1}:${character + 1}: ${message}`);
    }
    return word;
  }

  return async ({ root, single }) => {
    const repository = await repositoryAround(root, home);
    const { above } = repository;
    // A single file is named as its repository names it, so that it is judged as it is with all others.
    const userAbove = single === undefined ? [] : above;
    if (!heard) return folderSettings(user, undefined, userAbove);
    const word = words.get(repository.root) ?? read(repository);
    words.set(repository.root, word);
    return folderSettings(user, { ...(await word), above }, userAbove);
  };
}
