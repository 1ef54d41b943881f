import { isAscii } from 'node:buffer';

/** A file's text as readers want it, and what must be put back when it is written. */
export interface FileText {
  /** Without a byte-order mark; line ends as they are in the file. */
  readonly text: string;
  readonly byteOrderMark: boolean;
  /** Absent for UTF-8. */
  readonly encoding?: 'utf-16le' | 'utf-16be' | 'latin1';
}

/**
 * Reads bytes as text where they say how they are to be read: UTF-8; UTF-16 behind its byte-order mark, as PowerShell's
 * `>` writes it; Latin-1 where a comment in the first two lines says so (PEP 263; pip, `_internal/utils/encoding.py`).
 * UTF-32 is left alone: pip takes the mark of one half of it for that of UTF-16. `undefined` for what is no text.
 */
export function decoded(bytes: Uint8Array): FileText | undefined {
  const read = decodedAs(bytes);
  return read === undefined || read.text.includes('\0') ? undefined : read;
}

/** The bytes of a text in the encoding that its file had; `undefined` where that has no room for some of it. */
export function encoded({ byteOrderMark, encoding }: FileText, text: string): Uint8Array | undefined {
  const whole = byteOrderMark ? BYTE_ORDER_MARK + text : text;
  if (encoding === 'latin1') return /^[\0-\xff]*$/.test(whole) ? Buffer.from(whole, 'latin1') : undefined;
  if (encoding === undefined) return Buffer.from(whole, 'utf8');
  const little = Buffer.from(whole, 'utf16le');
  return encoding === 'utf-16le' ? little : little.swap16();
}

function decodedAs(bytes: Uint8Array): FileText | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return utf16(bytes, 'utf-16le');
  if (first === 0xfe && second === 0xff) return utf16(bytes, 'utf-16be');
  // Nearly all that programs write: then no byte has to be looked at twice, which takes a large file out of a frame.
  if (isAscii(bytes)) return { text: asBuffer(bytes).toString('latin1'), byteOrderMark: false };
  const whole = decodedBy('utf-8', bytes);
  if (whole !== undefined) {
    const byteOrderMark = whole.startsWith(BYTE_ORDER_MARK);
    return { text: byteOrderMark ? whole.slice(1) : whole, byteOrderMark };
  }
  const beginning = Buffer.from(bytes.subarray(0, LONGEST_HEAD)).toString('latin1').split('\n', 2);
  if (!beginning.some(line => LATIN_1.test(line))) return undefined;
  return { text: Buffer.from(bytes).toString('latin1'), byteOrderMark: false, encoding: 'latin1' };
}

function utf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): FileText | undefined {
  const text = decodedBy(encoding, bytes.subarray(2));
  return text === undefined ? undefined : { text, byteOrderMark: true, encoding };
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function decodedBy(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const BYTE_ORDER_MARK = '\uFEFF';
const LATIN_1 = /^#.{0,200}?coding[:=]\s*(?:latin-?1|latin_1|iso-?8859-1|iso8859_1|l1)\b/i;
// Of two lines; in bytes.
const LONGEST_HEAD = 1000;
