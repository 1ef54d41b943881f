import { LRUCache } from 'lru-cache';
import type { OpenRegularFile } from '../../files/regular-file.ts';
import { textOf } from './record.ts';
import type { Place } from './record-index.ts';

/**
 * Reads records by the block: what is asked for together was mostly saved together, so that a block serves the next
 * hundred as well.
 */
export interface BlockReader {
  /**
   * The text of a name whose record lies at a place: at once where its block is in memory. `undefined` where the record
   * is no longer there, or is not one of that name. Never rejects.
   */
  read(place: Place, name: string): string | undefined | Promise<string | undefined>;
  /** Takes over a block that the caller read: {@link BLOCK_AND_BEYOND} from a multiple of {@link BLOCK} on. */
  keep(segment: number, start: number, block: Buffer): void;
}

/** In bytes: some hundred records. */
export const BLOCK = 256 * 1024;
/** A block, and a little more, so that a record across its end is mostly read with it. */
export const BLOCK_AND_BEYOND = BLOCK + 4 * 1024;
/** 8 MiB together, which is some 20,000 answers. */
const BLOCKS_IN_MEMORY = 32;

/** A segment is never longer than 2^32 bytes. */
function keyOf(segment: number, start: number): number {
  return segment * (2 ** 32 / BLOCK) + start / BLOCK;
}

/** @param open opens a segment by its number; never rejects */
export function createBlockReader(open: (segment: number) => Promise<OpenRegularFile | undefined>): BlockReader {
  const blocks = new LRUCache<number, Buffer>({ max: BLOCKS_IN_MEMORY });
  const loading = new Map<number, Promise<Buffer | undefined>>();

  async function readBytes(segment: number, start: number, length: number): Promise<Buffer | undefined> {
    const file = await open(segment);
    try {
      return await file?.read(start, length);
    } catch {
      return undefined;
    } finally {
      file?.close();
    }
  }

  async function readAlone({ segment, offset, size }: Place, name: string): Promise<string | undefined> {
    const bytes = await readBytes(segment, offset, size);
    return bytes && textOf(bytes, 0, name);
  }

  function load(key: number, segment: number, start: number): Promise<Buffer | undefined> {
    const load = readBytes(segment, start, BLOCK_AND_BEYOND).then(bytes => {
      loading.delete(key);
      if (bytes !== undefined) blocks.set(key, bytes);
      return bytes;
    });
    loading.set(key, load);
    return load;
  }

  return {
    keep: (segment, start, block) => {
      blocks.set(keyOf(segment, start), block);
    },
    read(place, name) {
      const at = place.offset % BLOCK;
      const start = place.offset - at;
      const key = keyOf(place.segment, start);
      const known = blocks.get(key);
      if (known !== undefined && known.length >= at + place.size) return textOf(known, at, name);
      if (at + place.size > BLOCK_AND_BEYOND) return readAlone(place, name);
      return (loading.get(key) ?? load(key, place.segment, start)).then(bytes =>
        // A block that was read before its segment grew does not hold the record yet.
        bytes !== undefined && bytes.length >= at + place.size ? textOf(bytes, at, name) : readAlone(place, name),
      );
    },
  };
}
