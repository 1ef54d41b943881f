import { createHash, randomUUID } from 'node:crypto';
import { closeSync, open, read } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { FOR_EVER_PREFIX, STORED_VERSION } from './stored.ts';

/**
 * Texts by key that outlive the process. Several processes share one folder without locks: a file is written aside and
 * renamed, so a reader sees the old text or the new one, and the last writer wins.
 */
export interface AnswerStore {
  /** Never rejects: what cannot be read is not there. */
  load(key: string): Promise<string | undefined>;
  /** Writes in the background. */
  save(key: string, text: string): void;
  /** Removes in the background what nobody wrote again for so many milliseconds; what never changes, after a year. */
  cleanUp(keepFor: number): void;
  /** Waits until all is written. */
  close(): Promise<void>;
}

export interface DiskOptions {
  /** An absolute path; made where it is missing, for the user alone. */
  readonly folder: string;
  readonly log: (line: string) => void;
}

const WRITERS = 4;
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** In bytes. Most answers are smaller. */
const USUAL_FILE = 16 * 1024;
/** Larger than any answer that is kept. */
const LARGEST_FILE = 32 * 1024 * 1024;
const openFile = promisify(open);
const readFrom = promisify(read);
/** How long writing is left alone after it failed, in milliseconds. */
const PAUSE_AFTER_FAILURE = 5 * 60_000;
const DAY = 24 * 60 * 60_000;
/** What never changes is cleared up after a year all the same, so that the folder does not grow without end. */
const LONGEST_FOR_EVER = 365 * DAY;

/**
 * One file per answer, `FOLDER/v1/ab/cdef….json`, named by the hash of its key. Writing aside and renaming is done here and
 * not by `write-file-atomic` or `cacache`, which took four times as long for a thousand small answers: they also wait
 * for the disk, or hash and index, and an answer that a power cut took costs one request.
 */
export function createDiskStore(options: DiskOptions): AnswerStore {
  const root = join(options.folder, `v${STORED_VERSION}`);
  const waiting = new Map<string, string>();
  /** Two writers at one file could end in the wrong order. */
  const beingWritten = new Map<string, string>();
  const writers = new Set<Promise<void>>();
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let complained = false;
  let cleaning: Promise<void> | undefined;
  let closed = false;

  function complain(error: unknown): void {
    pausedUntil = Date.now() + PAUSE_AFTER_FAILURE;
    if (complained) return;
    complained = true;
    options.log(
      `Answers are kept in memory only, because \`${options.folder}\` cannot be written: ${reasonOf(error)}.`,
    );
  }

  async function writeWaiting(): Promise<void> {
    for (let next = takeNext(); next !== undefined; next = takeNext()) {
      const [file, text] = next;
      if (Date.now() < pausedUntil) continue;
      beingWritten.set(file, text);
      await writeAside(file, text).catch(complain);
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
      return readSmall(file).catch(() => undefined);
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
      cleaning ??= cleanUp(root, keepFor, () => closed).catch(complain);
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

/**
 * Reads a text that fits one buffer with two calls, where `readFile` makes five; that is most of the time of a check that
 * asks nothing.
 */
async function readSmall(file: string): Promise<string | undefined> {
  const descriptor = await openFile(file, 'r');
  try {
    const { buffer, bytesRead } = await readFrom(descriptor, Buffer.allocUnsafe(USUAL_FILE), 0, USUAL_FILE, 0);
    if (bytesRead < USUAL_FILE) return buffer.toString('utf8', 0, bytesRead);
    if ((await stat(file)).size > LARGEST_FILE) return undefined;
    return await readFile(file, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

async function writeAside(file: string, text: string): Promise<void> {
  const aside = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(aside, text, { mode: FILE_MODE }).catch(async (error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
      await mkdir(dirname(file), { recursive: true, mode: FOLDER_MODE });
      await writeFile(aside, text, { mode: FILE_MODE });
    });
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw error;
  }
  // Windows refuses while somebody reads the old file. The answer is then written when it is asked next.
  await rename(aside, file).catch(() => rm(aside, { force: true }).catch(() => undefined));
}

/**
 * Once a day for all processes together, by the clock that dates files. Stops when the process wants to end: the next one
 * goes on.
 */
async function cleanUp(root: string, keepFor: number, isOver: () => boolean): Promise<void> {
  const marker = join(root, 'cleaned');
  if ((await ageOf(marker)) < DAY) return;
  for (const shard of await readdir(root, { withFileTypes: true }).catch(() => [])) {
    if (!shard.isDirectory()) continue;
    for (const name of await readdir(join(root, shard.name)).catch(() => [])) {
      if (isOver()) return;
      await removeIfOld(join(root, shard.name, name), keepFor);
    }
  }
  await mkdir(root, { recursive: true, mode: FOLDER_MODE });
  await writeFile(marker, '', { mode: FILE_MODE });
}

async function removeIfOld(file: string, keepFor: number): Promise<void> {
  const age = await ageOf(file);
  // What was written aside and never renamed is some process's that ended in between.
  if (age === Number.POSITIVE_INFINITY || age < (file.endsWith('.tmp') ? DAY : keepFor)) return;
  const neverChanges = (await readFile(file, 'utf8').catch(() => '')).startsWith(FOR_EVER_PREFIX);
  if (neverChanges && age < LONGEST_FOR_EVER) return;
  await rm(file, { force: true }).catch(() => undefined);
}

/** Milliseconds since a file was written; infinite where there is none. */
async function ageOf(file: string): Promise<number> {
  return stat(file).then(
    found => Date.now() - found.mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function reasonOf(error: unknown): string {
  return codeOf(error) ?? (error instanceof Error ? error.message : String(error));
}
