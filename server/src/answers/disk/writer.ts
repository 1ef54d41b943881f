import { SILENCE } from './compaction.ts';
import { hashOf, type NamedText, writeRecord } from './record.ts';
import { createSegmentFile, type NewRecord, type SegmentFile } from './segment-file.ts';
import type { Segments } from './segments.ts';

/** Writes texts in batches, each process to segments of its own. */
export interface Writer {
  /** What is not written yet. */
  waiting(name: string): string | undefined;
  /** Writes in the background, within {@link BATCH_DELAY}. */
  add(text: NamedText): void;
  /** Writes what waits, and ends the segment. Never rejects. */
  close(): Promise<void>;
}

export interface WriterOptions {
  readonly segments: Segments;
  /** In bytes: a segment that is larger is ended. */
  readonly segmentBytes: number;
  /** Sees what others have saved, so that what is saved now comes after it. Never rejects. */
  readonly see: () => Promise<void>;
  /** Makes the folder. Rejects where the answers cannot lie there. */
  readonly prepare: () => Promise<void>;
  /** Whether writing is to be left alone now; what waits is dropped. */
  readonly isPaused: () => boolean;
  readonly onError: (error: unknown) => void;
  /** A segment is full. */
  readonly onFull: () => void;
}

/** In milliseconds. Whoever kills the process loses what was saved in them. */
const BATCH_DELAY = 20;
/** In bytes: what is put together in one go. */
const LARGEST_BATCH = 1024 * 1024;
/** In milliseconds; see {@link SILENCE}. */
const LONGEST_PAUSE = SILENCE / 2;

export function createWriter(options: WriterOptions): Writer {
  const { segments, segmentBytes, see, prepare, isPaused, onError, onFull } = options;
  const waiting = new Map<string, NamedText>();
  let beingWritten: ReadonlyMap<string, NamedText> = new Map();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let file: SegmentFile | undefined;
  let lastWrite = 0;

  function takeBatch(): NewRecord[] {
    const batch: NewRecord[] = [];
    const taken = new Map<string, NamedText>();
    let bytes = 0;
    // After all that this process has seen, its own and others', whatever their clocks and this one do.
    const savedAt = Math.max(Date.now(), segments.index.newest + 1);
    for (const [name, text] of waiting) {
      if (bytes > LARGEST_BATCH) break;
      waiting.delete(name);
      taken.set(name, text);
      const record = writeRecord(text, savedAt);
      if (record === undefined) continue;
      bytes += record.length;
      batch.push({ hash: hashOf(name), savedAt, neverChanges: text.neverChanges, size: record.length, bytes: record });
    }
    beingWritten = taken;
    return batch;
  }

  async function writeBatch(batch: readonly NewRecord[]): Promise<void> {
    // Others may take it for a dead one's by now.
    if (file !== undefined && Math.abs(Date.now() - lastWrite) > LONGEST_PAUSE) await endFile();
    if (file === undefined) {
      await prepare();
      file = await createSegmentFile(segments);
    }
    lastWrite = Date.now();
    await file.append(batch);
    if (file.segment.length < segmentBytes) return;
    await endFile();
    onFull();
  }

  async function endFile(): Promise<void> {
    const ending = file;
    file = undefined;
    await ending?.end();
  }

  /** What comes meanwhile waits for the next time, for which it is put together again. */
  async function writeAll(): Promise<void> {
    await see();
    for (let left = waiting.size; left > 0; ) {
      const before = waiting.size;
      const batch = takeBatch();
      left -= before - waiting.size;
      if (isPaused() || batch.length === 0) continue;
      await writeBatch(batch).catch(async (error: unknown) => {
        onError(error);
        await endFile().catch(() => undefined);
      });
    }
    beingWritten = new Map();
    writing = undefined;
    if (waiting.size > 0) flushSoon();
  }

  function flushSoon(): void {
    timer ??= setTimeout(() => void flush(), BATCH_DELAY);
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing ??= writeAll();
    return writing;
  }

  return {
    waiting(name) {
      if (waiting.size === 0 && beingWritten.size === 0) return undefined;
      return (waiting.get(name) ?? beingWritten.get(name))?.text;
    },
    add(text) {
      // In the place of the last one, so that the newest is written last.
      waiting.delete(text.name);
      waiting.set(text.name, text);
      if (writing === undefined) flushSoon();
    },
    async close() {
      while (waiting.size > 0 || writing !== undefined) await flush();
      clearTimeout(timer);
      await endFile().catch(onError);
    },
  };
}
