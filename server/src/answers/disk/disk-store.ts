import { join } from 'node:path';
import { isMissing, makeOwnFolder, ownFolder } from '../../files/own-folder.ts';
import { type TakeTurns, takeTurns } from '../../files/turn.ts';
import { clean } from './cleaning.ts';
import { hashOf, type NamedText } from './record.ts';
import { createSegments, FORMAT_VERSION } from './segments.ts';
import { together } from './together.ts';
import { createWriter } from './writer.ts';

/**
 * Texts by name that outlive the process. Several processes share one folder without locks: each writes to files of its
 * own and reads those of all, and of two texts under one name the one that was saved last counts.
 */
export interface AnswerStore {
  /**
   * The text under a name, as far as this process has looked; at once where it is in memory. Never rejects: what cannot
   * be read is not there.
   */
  load(name: string): string | undefined | Promise<string | undefined>;
  /** Looks for what other processes wrote since. Whether there was anything. Never rejects. */
  look(): Promise<boolean>;
  /** Writes in the background. What is larger than 16 MiB is not kept. */
  save(text: NamedText): void;
  /**
   * Removes in the background what no process wrote again for so many milliseconds; what never changes, after a year;
   * what older formats left behind; and the oldest of what is beyond the room that there is.
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
  /** In bytes: what all processes together keep, about. */
  readonly maxBytes: number;
  /** Whether a text of this name is one that no program reads any more. */
  readonly isOutdated: (name: string) => boolean;
  readonly log: (line: string) => void;
  /** Absent: nothing else is done meanwhile. */
  readonly turns?: TakeTurns | undefined;
}

const DAY = 24 * 60 * 60_000;
/** How long writing is left alone after it failed, in milliseconds. */
const PAUSE_AFTER_FAILURE = 5 * 60_000;
/** In bytes. Where there is little room, a segment takes an eighth of it, so that dropping the oldest drops few. */
const LARGEST_SEGMENT = 16 * 1024 * 1024;

/**
 * Files of records, `FOLDER/v4/….answers`: see docs/decisions/2026-11-28-answers-in-segments.md for what else was
 * tried.
 *
 * Whoever else may write to the folder is not believed: nothing is read or written where the format's folder is not the
 * user's own, and no link, pipe or device in the place of a segment is opened.
 */
export function createDiskStore({ folder, maxBytes, isOutdated, log, turns = takeTurns }: DiskOptions): AnswerStore {
  const root = join(folder, `v${FORMAT_VERSION}`);
  const segmentBytes = Math.min(LARGEST_SEGMENT, maxBytes / 8);
  const segments = createSegments(root);
  /** Promises that are ready never let go of the event loop. */
  const turn = turns();
  const writer = createWriter({
    segments,
    segmentBytes,
    see: () => open().catch(() => undefined),
    prepare,
    isPaused: () => Date.now() < pausedUntil,
    onError: complain,
    onFull: () => startCleaning(),
  });
  /** The folder was seen to be the user's own. */
  let isReady = false;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let complained = false;
  let opened: Promise<unknown> | undefined;
  let isOpen = false;
  let cleaning: Promise<void> | undefined;
  let keepFor: number | undefined;
  let cleanedAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  function complain(error: unknown): void {
    pausedUntil = Date.now() + PAUSE_AFTER_FAILURE;
    // The user may have mended it until then.
    isReady = false;
    if (complained) return;
    complained = true;
    log(
      error instanceof NotOwn
        ? `${error.message}. Answers are kept in memory only. Remove it, or set \`REGISTRY_LENS_CACHE\` to another folder.`
        : `Answers are kept in memory only, because \`${folder}\` cannot be written: ${reasonOf(error)}.`,
    );
  }

  /** Rejects where the folder is not the user's own, or cannot be made. */
  async function prepare(): Promise<void> {
    const made = await makeOwnFolder(root);
    switch (made.is) {
      case 'own':
        isReady = true;
        return;
      case 'not-own':
        throw new NotOwn(`\`${root}\` is not used, because ${made.why}`);
      case 'failed':
        throw new Error(made.detail);
      case 'missing':
        throw new Error('ENOENT');
    }
  }

  const look = together(async () => {
    if (!isReady) {
      // Thousands of questions look for their answers one by one, and most often there is nothing yet.
      if (isMissing(root)) return false;
      const { is } = await ownFolder(root);
      // Who makes the folder after this look may be another user.
      if (is !== 'own') return false;
      isReady = true;
    }
    return segments.look();
  });

  async function open(): Promise<void> {
    opened ??= look();
    await opened;
    isOpen = true;
  }

  function find(name: string): string | undefined | Promise<string | undefined> {
    const place = segments.index.get(hashOf(name));
    if (place === undefined) return undefined;
    return segments.read(place, name);
  }

  function startCleaning(): void {
    if (keepFor === undefined || cleaning !== undefined || closed) return;
    cleanedAt = Date.now();
    cleaning = tidy(keepFor)
      .catch(complain)
      .finally(() => {
        cleaning = undefined;
      });
  }

  async function tidy(longest: number): Promise<void> {
    await prepare();
    await clean({
      ...{ folder, root, segments, maxBytes, segmentBytes, isOutdated, keepFor: longest },
      isOver: () => closed,
    });
  }

  return {
    load(name) {
      const unwritten = writer.waiting(name);
      if (unwritten !== undefined) return unwritten;
      const pause = () => (turn.isOver() ? turn.end() : undefined);
      const wait = isOpen ? pause() : open();
      return wait === undefined ? find(name) : wait.then(() => find(name));
    },
    look,
    save(text) {
      if (!closed) writer.add(text);
    },
    cleanUp(longest) {
      keepFor = longest;
      if (Date.now() - cleanedAt >= DAY) startCleaning();
    },
    async close() {
      closed = true;
      await writer.close();
      await cleaning;
    },
  };
}

/** Says as its message which folder is not the user's own, and why. */
class NotOwn extends Error {}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : String(error);
}
