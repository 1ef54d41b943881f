import { isOwn } from '../../files/own-folder.ts';
import { type OpenRegularFile, openRegularFile } from '../../files/regular-file.ts';
import { BLOCK, BLOCK_AND_BEYOND } from './block-reader.ts';
import { type RecordHead, readHead } from './record.ts';

/** Opens a segment for reading: a regular file of the user's own. Never rejects. */
export async function openOwn(path: string): Promise<OpenRegularFile | undefined> {
  const file = await openRegularFile(path);
  if (file === undefined || isOwn(file.state.uid)) return file;
  file.close();
  return undefined;
}

/** How a segment is visited. */
export interface Visitor {
  /** Gets the record's offset in the file, and bytes in which it lies whole with its offset in them. */
  readonly visit: (head: RecordHead, offset: number, bytes: Buffer, at: number) => void;
  /** Waited for when all records that begin in a block were visited. */
  readonly afterBlock?: (start: number, block: Buffer) => Promise<void> | void;
}

/**
 * Visits the records of a segment from an offset on, some hundred in each turn of the event loop. Rejects where the
 * system does.
 *
 * @returns how it ended: `cut` where there is no whole record left
 */
export async function visitRecords(
  file: OpenRegularFile,
  from: number,
  { visit, afterBlock }: Visitor,
): Promise<'ended' | 'broken' | 'cut'> {
  for (let position = from; ; ) {
    let at = position % BLOCK;
    const start = position - at;
    const bytes = await file.read(start, BLOCK_AND_BEYOND);
    let head = readHead(bytes, at);
    while (typeof head !== 'string' && at < BLOCK && at + head.size <= bytes.length) {
      visit(head, start + at, bytes, at);
      at += head.size;
      if (head.isEnd) break;
      head = readHead(bytes, at);
    }
    await afterBlock?.(start, bytes);
    if (typeof head !== 'string' && head.isEnd) return 'ended';
    if (at < BLOCK) {
      if (head === 'broken') return 'broken';
      if (head === 'cut' || bytes.length < BLOCK_AND_BEYOND) return 'cut';
      const alone = await file.read(start + at, head.size);
      if (alone.length < head.size) return 'cut';
      visit(head, start + at, alone, 0);
      await afterBlock?.(start, bytes);
      at += head.size;
    }
    position = start + at;
  }
}
