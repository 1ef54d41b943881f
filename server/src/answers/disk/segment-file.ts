import { type FileHandle, open, unlink } from 'node:fs/promises';
import { OWN_FILE_MODE } from '../../files/own-folder.ts';
import { writeEnd } from './record.ts';
import type { Indexable } from './record-index.ts';
import type { Segment, Segments } from './segments.ts';

/** A segment that this process writes. Nothing is ever written to it but at its end. */
export interface SegmentFile {
  readonly segment: Segment;
  /** Whole records, indexed as soon as they are written. Rejects where the system does; then end it. */
  append(records: readonly NewRecord[]): Promise<void>;
  /** Says in the file that no more comes, and closes it. `lasting` waits until the disk has it all. */
  end(lasting?: 'lasting'): Promise<void>;
}

/** A record to be written. */
export interface NewRecord extends Indexable {
  readonly bytes: Buffer;
}

/** Makes a new segment, for the user alone. Rejects where the system does. */
export async function createSegmentFile(segments: Segments): Promise<SegmentFile> {
  let segment = segments.begin();
  let handle = await openNew(segment);
  // Some file systems count no names.
  const countsNames = (await handle.stat()).nlink > 0;
  let isWhole = true;

  /** `x` follows no link and opens nothing that is there (open(2), O_EXCL). */
  async function openNew(made: Segment): Promise<FileHandle> {
    try {
      return await open(segments.pathOf(made), 'ax+', OWN_FILE_MODE);
    } catch (error) {
      segments.forget(made);
      throw error;
    }
  }

  /**
   * The user, or a process that took the writer for dead, removed the file while it was written. What it held is
   * written to a new file, at the same offsets.
   */
  async function rescue(): Promise<void> {
    const renamed = segments.rename(segment);
    const fresh = await openNew(renamed);
    try {
      const held = Buffer.alloc(segment.length);
      const { bytesRead } = await handle.read(held, 0, held.length, 0);
      await fresh.writeFile(held.subarray(0, bytesRead));
    } catch (error) {
      await fresh.close();
      throw error;
    }
    await handle.close();
    segment = renamed;
    handle = fresh;
  }

  async function write(bytes: Buffer): Promise<void> {
    try {
      await handle.writeFile(bytes);
      segment.length += bytes.length;
      if (countsNames && (await handle.stat()).nlink === 0) await rescue();
    } catch (error) {
      isWhole = false;
      throw error;
    }
  }

  return {
    get segment() {
      return segment;
    },
    async append(records) {
      let offset = segment.length;
      await write(Buffer.concat(records.map(({ bytes }) => bytes)));
      for (const record of records) {
        if (!record.neverChanges) segment.oldest = Math.min(segment.oldest, record.savedAt);
        segments.index.add(record, segment.number, offset);
        offset += record.size;
      }
    },
    async end(lasting) {
      try {
        // What a failed write left there would come before it.
        if (isWhole) await write(writeEnd(Date.now()));
        if (lasting !== undefined) await handle.sync();
      } finally {
        segment.ours = false;
        segment.scanned = segment.length;
        if (segment.state === 'open') segment.state = 'ended';
        await handle.close();
      }
    },
  };
}

/**
 * Removes a segment's file. Never rejects: Windows refuses while another process reads it, and then it is removed
 * another day.
 */
export async function removeSegment(segments: Segments, segment: Segment): Promise<void> {
  await unlink(segments.pathOf(segment)).then(
    () => segments.forget(segment),
    () => undefined,
  );
}
