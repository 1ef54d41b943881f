import { lstat, opendir, readdir, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ownFolder } from '../../files/own-folder.ts';
import { FORMAT_VERSION, SEGMENT_NAME } from './segments.ts';

const VERSION_NAME = /^v(?<version>[1-9][0-9]{0,5})$/;
/** Before the fourth, each answer was a file, named by the hash of its key, and beside that while it was written. */
const SHARD_NAME = /^[0-9a-f]{2}$/;
const ANSWER_NAME = /^[0-9a-f]{62}\.json$/;
const ASIDE_NAME = /^[0-9a-f]{62}\.json\.[0-9a-f-]{36}\.tmp$/;
/** Dated when a store was last cleared up. */
export const MARKER_NAME = 'cleaned';

/** Of an older format, at a time; the next day goes on. Many times what a user gathers in a week. */
const MOST_FILES_AT_ONCE = 100_000;

/**
 * Removes what older formats left behind: the files of theirs that are named like ours, in real folders that are named
 * like ours, and the folders that are empty then. A link is removed itself. What a newer format keeps, or anybody else,
 * stays. The keys of the first two held a plain hash of the login.
 *
 * @param folder the folder of all formats
 * @returns whether it came to its end: it stops when the process wants to end, and the next one goes on. Never rejects.
 */
export async function removeOlderFormats(folder: string, isOver: () => boolean): Promise<boolean> {
  let left = MOST_FILES_AT_ONCE;
  for (const name of await namesIn(folder)) {
    const version = Number(VERSION_NAME.exec(name)?.groups?.version ?? FORMAT_VERSION);
    const root = join(folder, name);
    if (version >= FORMAT_VERSION || (await ownFolder(root)).is !== 'own') continue;
    for await (const file of answerFiles(root)) {
      if (isOver()) return false;
      if (left === 0) return true;
      left -= 1;
      await removeFile(file);
    }
    await removeFile(join(root, MARKER_NAME));
    for (const shard of await namesIn(root)) if (SHARD_NAME.test(shard)) await removeEmpty(join(root, shard));
    await removeEmpty(root);
  }
  return true;
}

/** Never at once in memory: another program may have filled the folder. */
async function* answerFiles(root: string): AsyncGenerator<string> {
  const names = await namesIn(root);
  for (const name of names) if (SEGMENT_NAME.test(name)) yield join(root, name);
  for (const shard of names.filter(name => SHARD_NAME.test(name))) {
    const folder = join(root, shard);
    // A link would lead out of the store.
    if (!(await lstat(folder).catch(() => undefined))?.isDirectory()) continue;
    const entries = await opendir(folder).catch(() => undefined);
    try {
      for await (const { name } of entries ?? [])
        if (ANSWER_NAME.test(name) || ASIDE_NAME.test(name)) yield join(folder, name);
    } catch {
      // What cannot be listed is left as it is.
    }
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function removeFile(file: string): Promise<void> {
  await unlink(file).catch(() => undefined);
}

async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}
