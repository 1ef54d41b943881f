import { randomUUID } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BlockReader, createBlockReader } from './block-reader.ts';
import { createRecordIndex, type RecordIndex } from './record-index.ts';
import { openOwn, visitRecords } from './segment-scan.ts';
import { together } from './together.ts';

/**
 * Raised when segments or records are laid out anew. A folder for each, so that programs of two versions do not meet.
 */
export const FORMAT_VERSION = 4;
export const SEGMENT_NAME = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.answers$/;

/** A file of records. One process writes it, from its making to its end; many read it. */
export interface Segment {
  /** Stands for it in the index. */
  readonly number: number;
  /** Of the file, in the store's folder. */
  readonly name: string;
  /** This process writes it, and indexes what it writes. */
  ours: boolean;
  /**
   * `open`: more may be written to it. `ended`: its writer said that it will not. `broken`: what follows is no record,
   * and no file of this store's. `gone`: another process compacted it, or the user removed it.
   */
  state: 'open' | 'ended' | 'broken' | 'gone';
  /** Bytes that are indexed. */
  scanned: number;
  /** In bytes, when it was looked at last. */
  length: number;
  /**
   * When the oldest of its records that may change was saved, in milliseconds since the epoch; 0 for a wrong clock's.
   */
  oldest: number;
}

/** The segments of a folder as far as this process has looked, and where the newest record of each name lies. */
export interface Segments {
  readonly index: RecordIndex;
  /** Those that are not gone. */
  readonly all: readonly Segment[];
  pathOf(segment: Segment): string;
  /** Indexes what other processes wrote since the last look. Whether that was anything. Never rejects. */
  look(): Promise<boolean>;
  /** See `BlockReader.read`. */
  read: BlockReader['read'];
  /** A new segment for this process to write, whose file is not made yet. */
  begin(): Segment;
  /** A segment under another name: its file was removed, and what it held is written again. */
  rename(segment: Segment): Segment;
  forget(segment: Segment): void;
}

/** In bytes. More than any writer ever writes to one; what is larger was put there. */
const LARGEST_SEGMENT = 128 * 1024 * 1024;
/** In bytes: all that is guessed of; who keeps more waits a moment longer for the index. */
const MOST_BYTES = 256 * 1024 * 1024;
/** In bytes. A guess. */
const USUAL_RECORD = 256;
/** No folder of ours holds nearly as many. */
const MOST_SEGMENTS = 1000;
/** In milliseconds. A record from further ahead, by a wrong clock, would stand before those that come after it. */
const CLOCK_SKEW = 60_000;

export function createSegments(root: string): Segments {
  const index = createRecordIndex();
  const byName = new Map<string, Segment>();
  const byNumber = new Map<number, Segment>();
  const blocks = createBlockReader(async number => {
    const segment = byNumber.get(number);
    return segment === undefined ? undefined : openOwn(join(root, segment.name));
  });
  let last = 0;

  function add(name: string, ours: boolean): Segment {
    last += 1;
    const start = { state: 'open', scanned: 0, length: 0, oldest: Number.POSITIVE_INFINITY } as const;
    const segment: Segment = { number: last, name, ours, ...start };
    byName.set(name, segment);
    byNumber.set(last, segment);
    return segment;
  }

  function forget(segment: Segment): void {
    segment.state = 'gone';
    byName.delete(segment.name);
    byNumber.delete(segment.number);
  }

  async function look(): Promise<boolean> {
    const names = (await readdir(root).catch(() => [])).filter(name => SEGMENT_NAME.test(name));
    const unknown = names.filter(name => !byName.has(name)).slice(0, Math.max(0, MOST_SEGMENTS - byName.size));
    for (const name of unknown) add(name, false);
    const grownOnes = await findGrown();
    const bytes = grownOnes.reduce((sum, { segment, length }) => sum + length - segment.scanned, 0);
    index.reserve(Math.floor(Math.min(bytes, MOST_BYTES) / USUAL_RECORD));
    let isNew = false;
    for (const { segment, length } of grownOnes) if (await scanMore(segment, length)) isNew = true;
    // Only now, so that what was copied into a new segment is found there.
    const there = new Set(names);
    for (const segment of byName.values()) if (!segment.ours && !there.has(segment.name)) forget(segment);
    return isNew;
  }

  /** The segments that are not as long any more as when they were looked at last. */
  async function findGrown(): Promise<{ readonly segment: Segment; readonly length: number }[]> {
    const open = [...byName.values()].filter(({ ours, state }) => !ours && state === 'open');
    const looked = open.map(async segment => {
      const state = await lstat(join(root, segment.name)).catch(() => undefined);
      return { segment, length: state?.size ?? 0 };
    });
    return (await Promise.all(looked)).filter(({ segment, length }) => length !== segment.length);
  }

  async function scanMore(segment: Segment, length: number): Promise<boolean> {
    segment.length = length;
    if (length > LARGEST_SEGMENT) {
      segment.state = 'broken';
      return false;
    }
    const file = await openOwn(join(root, segment.name));
    if (file === undefined) return false;
    const before = segment.scanned;
    const latest = Date.now() + CLOCK_SKEW;
    await visitRecords(file, before, {
      visit(head, offset) {
        segment.scanned = offset + head.size;
        if (head.isEnd) return;
        const isAhead = head.savedAt > latest;
        if (isAhead || !head.neverChanges) segment.oldest = Math.min(segment.oldest, isAhead ? 0 : head.savedAt);
        if (!isAhead) index.add(head, segment.number, offset);
      },
      afterBlock: (start, block) => blocks.keep(segment.number, start, block),
    }).then(
      end => {
        segment.state = end === 'cut' ? 'open' : end;
      },
      // What cannot be read now may be another time.
      () => undefined,
    );
    file.close();
    return segment.scanned > before;
  }

  return {
    index,
    get all() {
      return [...byName.values()];
    },
    pathOf: segment => join(root, segment.name),
    look: together(look),
    read: blocks.read,
    begin: () => add(`${randomUUID()}.answers`, true),
    rename(segment) {
      byName.delete(segment.name);
      const renamed = { ...segment, name: `${randomUUID()}.answers` };
      byName.set(renamed.name, renamed);
      byNumber.set(renamed.number, renamed);
      return renamed;
    },
    forget,
  };
}
