import { createHash, randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeOwnFolder, OWN_FILE_MODE, type OwnFolder, ownFolder } from '../files/own-folder.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { isTimeToClean, MARKER_NAME, removeOldAnswers, removeOlderVersions } from './cleaning.ts';
import { STORED_VERSION } from './stored.ts';

/**
 * Texts by key that outlive the process. Several processes share one folder without locks: a file is written aside and
 * renamed, so a reader sees the old text or the new one, and the last writer wins.
 */
export interface AnswerStore {
  /** Never rejects: what cannot be read is not there. */
  load(key: string): Promise<string | undefined>;
  /** Writes in the background. */
  save(key: string, text: string): void;
  /**
   * Removes in the background what nobody wrote again for so many milliseconds; what never changes, after a year; and
   * what older formats left behind.
   */
  cleanUp(keepFor: number): void;
  /** Waits until all is written. */
  close(): Promise<void>;
}

export interface DiskOptions {
  /**
   * An absolute path; made where it is missing, for the user alone. It may be a link, or anybody's: what is kept in it
   * lies in a folder of the user's own below.
   */
  readonly folder: string;
  readonly log: (line: string) => void;
}

const WRITERS = 4;
/** In bytes. Larger than any answer that is kept. */
const LARGEST_FILE = 32 * 1024 * 1024;
/** How long writing is left alone after it failed, in milliseconds. */
const PAUSE_AFTER_FAILURE = 5 * 60_000;

/**
 * One file per answer, `FOLDER/v3/ab/cdef….json`, named by the hash of its key. Writing aside and renaming is done here
 * and not by `write-file-atomic` or `cacache`, which took four times as long for a thousand small answers: they also
 * wait for the disk, or hash and index, and an answer that a power cut took costs one request.
 *
 * Whoever else may write to the folder is not believed: nothing is read or written where the version's folder is not
 * the user's own, and no link, pipe or device in the place of an answer is opened.
 */
export function createDiskStore(options: DiskOptions): AnswerStore {
  const root = join(options.folder, `v${STORED_VERSION}`);
  const waiting = new Map<string, string>();
  /** Two writers at one file could end in the wrong order. */
  const beingWritten = new Map<string, string>();
  const writers = new Set<Promise<void>>();
  /** Folders that were seen to be the user's own. */
  const ready = new Set<string>();
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let complained = false;
  let looked: Promise<OwnFolder> | undefined;
  let cleaning: Promise<void> | undefined;
  let closed = false;

  function complain(error: unknown): void {
    pausedUntil = Date.now() + PAUSE_AFTER_FAILURE;
    // Somebody may have mended it until then.
    ready.clear();
    if (complained) return;
    complained = true;
    options.log(
      error instanceof NotOwn
        ? `${error.message}. Answers are kept in memory only. Remove it, or set \`REGISTRY_LENS_CACHE\` to another folder.`
        : `Answers are kept in memory only, because \`${options.folder}\` cannot be written: ${reasonOf(error)}.`,
    );
  }

  /** Rejects where the folder is not the user's own, or cannot be made. */
  async function prepare(folder: string): Promise<void> {
    if (ready.has(folder)) return;
    const made = await makeOwnFolder(folder);
    switch (made.is) {
      case 'own':
        ready.add(folder);
        return;
      case 'not-own':
        throw new NotOwn(`\`${folder}\` is not used, because ${made.why}`);
      case 'failed':
        throw new Error(made.detail);
      case 'missing':
        throw new Error('ENOENT');
    }
  }

  async function writeAnswer(file: string, text: string): Promise<void> {
    const shard = dirname(file);
    await prepare(root);
    await prepare(shard);
    await writeAside(file, text).catch(async (error: unknown) => {
      // Somebody removed the answers meanwhile.
      if (codeOf(error) !== 'ENOENT') throw error;
      ready.clear();
      await prepare(root);
      await prepare(shard);
      await writeAside(file, text);
    });
  }

  async function clean(keepFor: number): Promise<void> {
    if ((await ownFolder(root)).is !== 'missing') await prepare(root);
    if (!(await isTimeToClean(root))) return;
    const isOver = () => closed;
    if (!(await removeOldAnswers(root, keepFor, isOver))) return;
    if (!(await removeOlderVersions(options.folder, isOver))) return;
    await prepare(root);
    await writeAside(join(root, MARKER_NAME), '');
  }

  async function writeWaiting(): Promise<void> {
    for (let next = takeNext(); next !== undefined; next = takeNext()) {
      const [file, text] = next;
      if (Date.now() < pausedUntil) continue;
      beingWritten.set(file, text);
      await writeAnswer(file, text).catch(complain);
      beingWritten.delete(file);
    }
  }

  /** A text that waits for a file at which nobody writes; who writes there takes the others when done. */
  function takeNext(): [file: string, text: string] | undefined {
    for (const [file, text] of waiting) {
      if (beingWritten.has(file)) continue;
      waiting.delete(file);
      return [file, text];
    }
    return undefined;
  }

  return {
    async load(key) {
      const file = fileOf(root, key);
      const unwritten = waiting.get(file) ?? beingWritten.get(file);
      if (unwritten !== undefined) return unwritten;
      const looking = looked ?? ownFolder(root);
      looked = looking;
      const { is } = await looking;
      // Who makes the folder after the first look may be another user.
      if (is === 'missing') looked = undefined;
      if (is === 'not-own' || is === 'failed') return undefined;
      const found = await readRegularFile(file, { most: LARGEST_FILE, beyond: 'refuse', links: 'refuse' });
      return found.is === 'read' ? found.bytes.toString('utf8') : undefined;
    },
    save(key, text) {
      if (closed) return;
      waiting.set(fileOf(root, key), text);
      if (writers.size < WRITERS) {
        const writer = writeWaiting().finally(() => writers.delete(writer));
        writers.add(writer);
      }
    },
    cleanUp(keepFor) {
      cleaning ??= clean(keepFor).catch(complain);
    },
    async close() {
      closed = true;
      while (writers.size > 0) await Promise.all(writers);
      await cleaning;
    },
  };
}

function fileOf(root: string, key: string): string {
  const name = createHash('sha256').update(key).digest('hex');
  return join(root, name.slice(0, 2), `${name.slice(2)}.json`);
}

/** What stands in the file's place is replaced, and never opened: a link as well. */
async function writeAside(file: string, text: string): Promise<void> {
  const aside = `${file}.${randomUUID()}.tmp`;
  try {
    // `x` follows no link (open(2), O_EXCL).
    await writeFile(aside, text, { mode: OWN_FILE_MODE, flag: 'wx' });
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw error;
  }
  // Windows refuses while somebody reads the old file. The answer is then written when it is asked next.
  await rename(aside, file).catch(() => rm(aside, { force: true }).catch(() => undefined));
}

/** Says as its message which folder is not the user's own, and why. */
class NotOwn extends Error {}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function reasonOf(error: unknown): string {
  return codeOf(error) ?? (error instanceof Error ? error.message : String(error));
}
