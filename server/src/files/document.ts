import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, chown, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { LARGEST_DOCUMENT } from '../model/reader.ts';
import { decoded, encoded, type FileText } from './encoding.ts';
import { liesIn, realPath } from './folders-upward.ts';
import { type RegularFile, readRegularFile, readRegularFileNow } from './regular-file.ts';
import { reasonOf } from './walk.ts';

/** What came of reading a file. */
export type ReadOutcome =
  | ({ readonly is: 'text' } & FileText)
  /** Larger than `most`, in bytes; with `part`, one of the parts that are read alone is. */
  | { readonly is: 'too-large'; readonly most: number; readonly part?: true }
  /** In no encoding that is known of it, or with NUL characters in it. */
  | { readonly is: 'not-text' }
  /** `detail` is the system's word, such as `EACCES` or `ENOENT`. */
  | { readonly is: 'unreadable'; readonly detail: string };

/**
 * Why a file has no text to read, as a clause: `it is larger than 4 MiB`. The system's own word where that is all there
 * is.
 */
export function whyNoText(outcome: Exclude<ReadOutcome, { is: 'text' }>): string {
  switch (outcome.is) {
    case 'too-large':
      return `${outcome.part === true ? 'one of its documents' : 'it'} is larger than ${sizeText(outcome.most)}`;
    case 'not-text':
      return 'it is not text in UTF-8 or UTF-16';
    case 'unreadable':
      return outcome.detail;
  }
}

/** Whether a file is there, and says what is not known. */
export function isHidden(outcome: ReadOutcome | { readonly is: 'outside' }): boolean {
  switch (outcome.is) {
    case 'text':
      return false;
    case 'unreadable':
      return outcome.detail !== 'ENOENT' && outcome.detail !== NOT_REGULAR;
    case 'too-large':
    case 'not-text':
    case 'outside':
      return true;
  }
}

/** What came of writing a file. */
export type WriteOutcome =
  | { readonly is: 'written' }
  /** Somebody else changed the file since it was read; it was left alone. */
  | { readonly is: 'changed' }
  | { readonly is: 'failed'; readonly detail: string };

/**
 * Reads a file whole. Never rejects.
 *
 * @param most in bytes: as large as the kind of file may be
 */
export async function readDocument(file: string, most = LARGEST_DOCUMENT): Promise<ReadOutcome> {
  return documentOf(await readRegularFile(file, { most, beyond: 'refuse', links: 'follow' }), most);
}

/** The same at once, for who has nothing else to do meanwhile. Never throws. */
export function readDocumentNow(file: string, most = LARGEST_DOCUMENT): ReadOutcome {
  return documentOf(readRegularFileNow(file, { most, beyond: 'refuse', links: 'follow' }), most);
}

function documentOf(read: RegularFile, most: number): ReadOutcome {
  switch (read.is) {
    case 'read':
      return textOf(read.bytes);
    case 'too-large':
      return { is: 'too-large', most };
    case 'not-regular':
      return { is: 'unreadable', detail: NOT_REGULAR };
    case 'missing':
      return { is: 'unreadable', detail: 'ENOENT' };
    case 'unreadable':
      return { is: 'unreadable', detail: read.detail };
  }
}

/**
 * Replaces a file's text in one step, keeping its mode, its owner where that is allowed, and its encoding.
 * Refuses where the file no longer says what was read. A link stays a link: the file it leads to is replaced. Never
 * rejects.
 *
 * @param edge the folder in which the file was found, so that a link that was put there meanwhile leads nowhere else;
 *   absent where the user named the file
 */
export async function writeDocument(file: string, read: FileText, text: string, edge?: string): Promise<WriteOutcome> {
  let temporary: string | undefined;
  try {
    const target = await realpath(file);
    if (edge !== undefined && !liesIn(await realPath(edge), target)) {
      return { is: 'failed', detail: 'it is a link out of the folder by now' };
    }
    // A new file would take the place of one that must not be written to.
    await access(target, constants.W_OK);
    const before = await stat(target);
    const now = await readDocument(target, Number.MAX_SAFE_INTEGER);
    if (now.is !== 'text' || now.text !== read.text || !isSameEncoding(now, read)) return { is: 'changed' };
    const bytes = encoded(read, text);
    if (bytes === undefined) return { is: 'failed', detail: 'its encoding has no room for what is to be written' };

    temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
    const handle = await open(temporary, 'wx', before.mode);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // The umask took bits from the mode above.
    await chmod(temporary, before.mode);
    // Only the superuser may give files away, and only there would the owner change otherwise.
    await chown(temporary, before.uid, before.gid).catch(() => undefined);
    await rename(temporary, target);
    return { is: 'written' };
  } catch (error) {
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => undefined);
    return { is: 'failed', detail: reasonOf(error) };
  }
}

const NOT_REGULAR = 'it is not a regular file';

function sizeText(bytes: number): string {
  const mebibyte = 1024 * 1024;
  return bytes % mebibyte === 0 ? `${bytes / mebibyte} MiB` : `${bytes.toLocaleString('en')} bytes`;
}

function textOf(bytes: Uint8Array): ReadOutcome {
  const read = decoded(bytes);
  return read === undefined ? { is: 'not-text' } : { is: 'text', ...read };
}

function isSameEncoding(a: FileText, b: FileText): boolean {
  return a.byteOrderMark === b.byteOrderMark && a.encoding === b.encoding;
}
