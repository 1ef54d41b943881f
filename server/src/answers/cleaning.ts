import { lstat, opendir, readdir, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ownFolder } from '../files/own-folder.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { FOR_EVER_PREFIX, STORED_VERSION } from './stored.ts';

/** How the folders and files of a store are named: by the hash of a key, and beside that while they are written. */
const VERSION_NAME = /^v(?<version>[1-9][0-9]{0,5})$/;
const SHARD_NAME = /^[0-9a-f]{2}$/;
const ANSWER_NAME = /^[0-9a-f]{62}\.json$/;
const ASIDE_NAME = /^[0-9a-f]{62}\.json\.[0-9a-f-]{36}\.tmp$/;
/** Dated when a store was last cleared up. */
export const MARKER_NAME = 'cleaned';

const DAY = 24 * 60 * 60_000;
/** What never changes is cleared up after a year all the same, so that the folder does not grow without end. */
const LONGEST_FOR_EVER = 365 * DAY;
/** Of an older format, at a time; the next day goes on. Many times what a user gathers in a week. */
const MOST_FILES_AT_ONCE = 100_000;

/**
 * Whether a day has gone by since all processes together last cleared up, by the clock that dates files. Never rejects.
 */
export async function isTimeToClean(root: string): Promise<boolean> {
  return (await ageOf(join(root, MARKER_NAME))) >= DAY;
}

/**
 * Removes answers that nobody wrote again for so many milliseconds; what never changes, after a year. Only what has the
 * name of an answer, in a real folder that has the name of one of ours, is ever removed, and a link is removed itself.
 *
 * @param root the folder of this version's answers
 * @returns whether it came to its end: it stops when the process wants to end, and the next one goes on. Never rejects.
 */
export async function removeOldAnswers(root: string, keepFor: number, isOver: () => boolean): Promise<boolean> {
  for await (const file of answerFiles(root)) {
    if (isOver()) return false;
    await removeIfOld(file, keepFor);
  }
  return true;
}

/**
 * Removes what older formats left behind: the files of theirs that are named like ours, and the folders that are empty
 * then. What a newer version keeps, or anybody else, stays.
 *
 * @param folder the folder of all versions
 * @returns as of {@link removeOldAnswers}. Never rejects.
 */
export async function removeOlderVersions(folder: string, isOver: () => boolean): Promise<boolean> {
  let left = MOST_FILES_AT_ONCE;
  for (const name of await namesIn(folder)) {
    const version = Number(VERSION_NAME.exec(name)?.groups?.version ?? STORED_VERSION);
    const root = join(folder, name);
    if (version >= STORED_VERSION || (await ownFolder(root)).is !== 'own') continue;
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

/** Never at once in memory: somebody may have filled the folder. */
async function* answerFiles(root: string): AsyncGenerator<string> {
  for (const shard of (await namesIn(root)).filter(name => SHARD_NAME.test(name))) {
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

async function removeIfOld(file: string, keepFor: number): Promise<void> {
  const age = await ageOf(file);
  // What was written aside and never renamed is some process's that ended in between.
  if (age === Number.POSITIVE_INFINITY || age < (file.endsWith('.tmp') ? DAY : keepFor)) return;
  if (age < LONGEST_FOR_EVER && (await neverChanges(file))) return;
  await removeFile(file);
}

async function neverChanges(file: string): Promise<boolean> {
  const start = await readRegularFile(file, { most: FOR_EVER_PREFIX.length, beyond: 'cut', links: 'refuse' });
  return start.is === 'read' && start.bytes.toString('utf8') === FOR_EVER_PREFIX;
}

/**
 * Milliseconds between now and the date of a file or link, which a wrong clock may have set ahead; infinite where there
 * is none.
 */
async function ageOf(file: string): Promise<number> {
  return lstat(file).then(
    found => Math.abs(Date.now() - found.mtimeMs),
    () => Number.POSITIVE_INFINITY,
  );
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
