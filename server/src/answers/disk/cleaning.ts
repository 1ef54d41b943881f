import { lstat, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { OWN_FILE_MODE } from '../../files/own-folder.ts';
import { type CompactionOptions, compact, SILENCE } from './compaction.ts';
import { MARKER_NAME, removeOlderFormats } from './older-formats.ts';
import { SEGMENT_NAME } from './segments.ts';

export interface CleaningOptions extends Omit<CompactionOptions, 'thorough'> {
  /** Of all formats. */
  readonly folder: string;
  /** Of this format, the user's own. */
  readonly root: string;
}

const DAY = 24 * 60 * 60_000;
/** There while a process compacts. */
const CLAIM_NAME = 'compacting';
/** In milliseconds. Whoever claims it for longer was killed, or has much to do, and may have company. */
const LONGEST_CLAIM = 10_000;

/**
 * Keeps a store within its bounds: compacts it where that is worth while, and once a day removes what is too old, what
 * is no segment, and what older formats left. Rejects where the system does not let it write.
 */
export async function clean(options: CleaningOptions): Promise<void> {
  const { folder, root, isOver } = options;
  const marker = join(root, MARKER_NAME);
  const thorough = (await ageOf(marker)) >= DAY;
  const claim = join(root, CLAIM_NAME);
  // No lock: nothing is lost where two compact at once. But ten windows that start together need not all do the same.
  if (!(await claimed(claim))) return;
  try {
    if (!(await compact({ ...options, thorough }))) return;
    if (!thorough) return;
    await removeImpostors(root);
    if (await removeOlderFormats(folder, isOver)) await replace(marker);
  } finally {
    await remove(claim);
  }
}

async function claimed(claim: string): Promise<boolean> {
  if ((await ageOf(claim)) > LONGEST_CLAIM) await remove(claim);
  return make(claim).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

/** What bears a segment's name and is none: links, pipes and the like. A folder stays. */
async function removeImpostors(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const place = join(root, name);
    if (!SEGMENT_NAME.test(name) || (await lstat(place).catch(() => undefined))?.isFile() !== false) continue;
    if ((await ageOf(place)) > SILENCE) await remove(place);
  }
}

/** What stands in the file's place goes, and is never opened: a link as well. */
async function replace(file: string): Promise<void> {
  await remove(file);
  await make(file).catch(() => undefined);
}

/** `x` follows no link (open(2), O_EXCL). */
async function make(file: string): Promise<void> {
  const handle = await open(file, 'wx', OWN_FILE_MODE);
  await handle.close();
}

async function remove(place: string): Promise<void> {
  await unlink(place).catch(() => undefined);
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
