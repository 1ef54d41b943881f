import { crc32 } from 'node:zlib';

/**
 * One text under its name, as it lies in a segment. Numbers are little-endian:
 *
 * | bytes | what |
 * | --- | --- |
 * | 4 | {@link MAGIC} |
 * | 4 | CRC-32 of all that follows |
 * | 4 | length of the body |
 * | 4 | length of the name in it |
 * | 6 | when it was saved, in milliseconds since the epoch |
 * | 6 | the name's hash, {@link hashOf} |
 * | 4 | flags |
 * | … | the body: the name, then the text, as UTF-8 |
 */
export interface RecordHead {
  /** In bytes, with the head. */
  readonly size: number;
  /** In milliseconds since the epoch. */
  readonly savedAt: number;
  readonly hash: number;
  /** The text says what can never change, so it is kept longer. */
  readonly neverChanges: boolean;
  /** No text: whoever wrote the segment will write no more to it. */
  readonly isEnd: boolean;
}

/** What is saved. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
  readonly neverChanges: boolean;
}

const MAGIC = 0x344c_5201;
const HEAD_BYTES = 32;
/** In bytes. Larger than any answer that is kept; what says that it is longer is none. */
const LARGEST_BODY = 16 * 1024 * 1024;
const NEVER_CHANGES = 1;
const END = 2;

/**
 * 48 bits that stand for a name in memory and in a record's head: two 32-bit multiplications mixed, as in cyrb53, which
 * takes a third of the time of a SHA-256. Two names may share them: a text is taken only where its whole name fits.
 */
export function hashOf(name: string): number {
  let [low, high] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < name.length; at += 1) {
    const unit = name.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x9e3779b1);
    high = Math.imul(high ^ unit, 0x5f356495);
  }
  const mixed = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  const other = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((other >>> 0) & 0xffff) * 2 ** 32 + (mixed >>> 0);
}

/** `undefined` where it is too large to be read again. */
export function writeRecord({ name, text, neverChanges }: NamedText, savedAt: number): Buffer | undefined {
  const nameBytes = Buffer.byteLength(name);
  const bodyBytes = nameBytes + Buffer.byteLength(text);
  if (bodyBytes > LARGEST_BODY) return undefined;
  const record = Buffer.allocUnsafe(HEAD_BYTES + bodyBytes);
  record.write(name, HEAD_BYTES);
  record.write(text, HEAD_BYTES + nameBytes);
  const flags = neverChanges ? NEVER_CHANGES : 0;
  return withHead(record, { nameBytes, savedAt, hash: hashOf(name), flags });
}

/** The record that ends a segment. */
export function writeEnd(savedAt: number): Buffer {
  return withHead(Buffer.allocUnsafe(HEAD_BYTES), { nameBytes: 0, savedAt, hash: 0, flags: END });
}

function withHead(
  record: Buffer,
  head: { readonly nameBytes: number; readonly savedAt: number; readonly hash: number; readonly flags: number },
): Buffer {
  record.writeUInt32LE(MAGIC, 0);
  record.writeUInt32LE(record.length - HEAD_BYTES, 8);
  record.writeUInt32LE(head.nameBytes, 12);
  record.writeUIntLE(head.savedAt, 16, 6);
  record.writeUIntLE(head.hash, 22, 6);
  record.writeUInt32LE(head.flags, 28);
  record.writeUInt32LE(crc32(record.subarray(8)), 4);
  return record;
}

/**
 * The head of the record that begins at an offset. `cut`: there are too few bytes to tell, and it may be a record that
 * is being written. `broken`: it is none.
 */
export function readHead(bytes: Buffer, offset: number): RecordHead | 'cut' | 'broken' {
  if (offset + HEAD_BYTES > bytes.length) return 'cut';
  const body = bytes.readUInt32LE(offset + 8);
  const flags = bytes.readUInt32LE(offset + 28);
  if (bytes.readUInt32LE(offset) !== MAGIC || body > LARGEST_BODY || flags > END) return 'broken';
  return {
    size: HEAD_BYTES + body,
    savedAt: bytes.readUInt32LE(offset + 16) + bytes.readUInt16LE(offset + 20) * 2 ** 32,
    hash: bytes.readUInt32LE(offset + 22) + bytes.readUInt16LE(offset + 26) * 2 ** 32,
    neverChanges: flags === NEVER_CHANGES,
    isEnd: flags === END,
  };
}

/**
 * The text of a record, checked by its sum: what a power cut, a full disk or another program mixed up is `undefined`,
 * and so is a text of another name.
 *
 * @param at where the record begins in the bytes; it need not be whole
 */
export function textOf(bytes: Buffer, at: number, name: string): string | undefined {
  const end = endOf(bytes, at);
  if (end === undefined || bytes.readUInt32LE(at + 12) !== Buffer.byteLength(name)) return undefined;
  // Decoded in one go, as that is most of what reading twenty thousand costs.
  const body = bytes.toString('utf8', at + HEAD_BYTES, end);
  return body.startsWith(name) ? body.slice(name.length) : undefined;
}

/** The name in a record, checked as by {@link textOf}. */
export function nameOf(bytes: Buffer, at: number): string | undefined {
  const end = endOf(bytes, at);
  if (end === undefined) return undefined;
  return bytes.toString('utf8', at + HEAD_BYTES, Math.min(end, at + HEAD_BYTES + bytes.readUInt32LE(at + 12)));
}

/** Where a record ends, if it is whole and one. */
function endOf(bytes: Buffer, at: number): number | undefined {
  if (at + HEAD_BYTES > bytes.length || bytes.readUInt32LE(at) !== MAGIC || bytes.readUInt32LE(at + 28) === END)
    return undefined;
  const end = at + HEAD_BYTES + bytes.readUInt32LE(at + 8);
  if (end > bytes.length) return undefined;
  return crc32(bytes.subarray(at + 8, end)) === bytes.readUInt32LE(at + 4) ? end : undefined;
}
