import { lstat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { planCompaction, type Wanted } from './compaction-plan.ts';
import { nameOf, type RecordHead } from './record.ts';
import type { IndexedRecord } from './record-index.ts';
import { createSegmentFile, type NewRecord, removeSegment, type SegmentFile } from './segment-file.ts';
import { openOwn, visitRecords } from './segment-scan.ts';
import type { Segment, Segments } from './segments.ts';

/** What bounds a store. */
export interface CompactionOptions {
  readonly segments: Segments;
  /** In bytes: what all segments together may take; the oldest answers go first. */
  readonly maxBytes: number;
  /** In bytes: what one segment takes, about. */
  readonly segmentBytes: number;
  /** In milliseconds: how long an answer is kept that no process wrote again. */
  readonly keepFor: number;
  /** Whether what is too old goes even where that wins little room. */
  readonly thorough: boolean;
  /** Whether a text of this name is one that no program reads any more. */
  readonly isOutdated: (name: string) => boolean;
  /** Whether the process wants to end: the next one goes on. */
  readonly isOver: () => boolean;
}

const DAY = 24 * 60 * 60_000;
/** What never changes goes after a year all the same, so that the folder does not grow without end. */
const LONGEST_FOR_EVER = 365 * DAY;
/**
 * In milliseconds. A segment that its writer did not end counts as ended when it was not written to for so long: the
 * writer was killed. One that lives takes a new segment after half of it, so that both may be wrong by an hour.
 */
export const SILENCE = 2 * 60 * 60_000;
/** Records looked at in one go; a millisecond's work. */
const RECORDS_A_TURN = 5000;

/**
 * Writes what is still wanted of ended segments into new ones and removes the old. No other process is asked, and
 * nothing is locked: a segment goes only when all of it lies elsewhere, so processes that do this at once write the
 * same twice, and a process that is killed meanwhile leaves it twice.
 *
 * @returns whether it came to its end. Rejects where the system does not let it write.
 */
export async function compact(options: CompactionOptions): Promise<boolean> {
  const { segments, isOver } = options;
  await segments.look();
  const ended: Segment[] = [];
  for (const segment of segments.all) if (await isEnded(segments, segment)) ended.push(segment);
  const wanted = await measure(options);
  const { liveBytes } = segments.index;
  for (const group of planCompaction({ ...options, all: segments.all, ended, wanted, liveBytes })) {
    if (isOver()) return false;
    await merge(group, wanted, options);
  }
  return true;
}

async function isEnded(segments: Segments, segment: Segment): Promise<boolean> {
  if (segment.ours) return false;
  if (segment.state === 'ended') return true;
  const state = await lstat(segments.pathOf(segment)).catch(() => undefined);
  return state !== undefined && Math.abs(Date.now() - state.mtimeMs) > SILENCE;
}

/** Which records are young enough, and how many bytes of each segment they are. */
async function measure({ segments, maxBytes, keepFor }: CompactionOptions): Promise<Wanted> {
  const now = Date.now();
  const there = new Set(segments.all.map(({ number }) => number));
  const isYoung = ({ segment, savedAt, neverChanges }: IndexedRecord) =>
    there.has(segment) &&
    // A wrong clock may have set it ahead.
    Math.abs(now - savedAt) < (neverChanges ? Math.max(keepFor, LONGEST_FOR_EVER) : keepFor);
  const total = segments.all.reduce((sum, { length }) => sum + length, 0);
  const oldest =
    total > maxBytes ? await oldestThatFit(segments, (maxBytes * 3) / 4, isYoung) : Number.NEGATIVE_INFINITY;
  const isWanted = (record: IndexedRecord) => record.savedAt >= oldest && isYoung(record);
  const bytes = new Map<number, number>();
  await visitAll(segments, record => {
    if (isWanted(record)) bytes.set(record.segment, (bytes.get(record.segment) ?? 0) + record.size);
  });
  return { bytes, isWanted, changedBefore: now - keepFor };
}

/**
 * When the oldest of the newest records was saved that fit into so many bytes, within a hundredth of them: by counting
 * in ever shorter spans of time, as sorting all would hold up the event loop.
 */
async function oldestThatFit(
  segments: Segments,
  room: number,
  isYoung: (record: IndexedRecord) => boolean,
): Promise<number> {
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  await visitAll(segments, ({ savedAt }) => {
    from = Math.min(from, savedAt);
    to = Math.max(to, savedAt + 1);
  });
  let left = room;
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    let bytes = 0;
    await visitAll(segments, record => {
      if (record.savedAt >= middle && record.savedAt < to && isYoung(record)) bytes += record.size;
    });
    if (bytes > left) {
      from = middle;
      continue;
    }
    left -= bytes;
    to = middle;
    if (left < room / 100) break;
  }
  return to;
}

async function visitAll(segments: Segments, visit: (record: IndexedRecord) => void): Promise<void> {
  let seen = 0;
  for (const record of segments.index.records()) {
    visit(record);
    seen += 1;
    if (seen % RECORDS_A_TURN === 0) await nextTurn();
  }
}

/** Copies what is wanted of some segments into a new one, in order, and removes those that were copied whole. */
async function merge(group: readonly Segment[], wanted: Wanted, options: CompactionOptions): Promise<void> {
  const { segments, isOver } = options;
  let made: SegmentFile | undefined;
  const copied: { readonly segment: Segment; readonly bytes: number }[] = [];
  const append = async (records: readonly NewRecord[]) => {
    made ??= await createSegmentFile(segments);
    await made.append(records);
  };
  try {
    for (const segment of group) {
      if (isOver()) break;
      const bytes = await copyWanted(segment, wanted, options, append);
      if (bytes !== undefined) copied.push({ segment, bytes });
    }
  } finally {
    await made?.end('lasting');
  }
  for (const { segment, bytes } of copied) {
    const now = await lstat(segments.pathOf(segment)).catch(() => undefined);
    // Its writer lives after all, and was asleep: that is left to another day.
    if (now?.size === bytes) await removeSegment(segments, segment);
  }
}

/** @returns how long the file was of which all was read; `undefined` where it could not be */
async function copyWanted(
  segment: Segment,
  { isWanted }: Wanted,
  { segments, isOutdated }: CompactionOptions,
  append: (records: readonly NewRecord[]) => Promise<void>,
): Promise<number | undefined> {
  const file = await openOwn(segments.pathOf(segment));
  if (file === undefined) return undefined;
  try {
    let found: NewRecord[] = [];
    const visit = (head: RecordHead, offset: number, bytes: Buffer, at: number) => {
      const place = segments.index.get(head.hash);
      if (place?.segment !== segment.number || place.offset !== offset) return;
      if (!isWanted({ ...head, segment: segment.number, offset })) return;
      const name = nameOf(bytes, at);
      if (name === undefined || isOutdated(name)) return;
      found.push({ ...head, bytes: bytes.subarray(at, at + head.size) });
    };
    const afterBlock = async () => {
      if (found.length > 0) await append(found);
      found = [];
    };
    await visitRecords(file, 0, { visit, afterBlock });
    return file.state.size;
  } finally {
    file.close();
  }
}
