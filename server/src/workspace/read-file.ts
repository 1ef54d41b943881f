import { readerFor } from '../ecosystems/readers.ts';
import { type ReadOutcome, readDocument } from '../files/document.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { LARGEST_DOCUMENT, type Reader } from '../model/reader.ts';

/** What came of reading a file that a reader may be for. */
export type KnownFile = ReadOutcome | { readonly is: 'unknown-kind' };

/**
 * Reads a file as far as a reader reads such. Where the name does not tell the kind, a file that is larger than usual
 * is first known by its beginning, so that data of whatever size costs nothing, and only what would have been read is
 * told to be too large. Never rejects.
 *
 * @param name the path with `/` from the folder on
 * @param readWhole for who reads at once
 * @param named the reader by the name; for what another file includes, one by that
 */
export async function readKnownFile(
  file: string,
  name: string,
  readWhole: (file: string, most?: number) => ReadOutcome | Promise<ReadOutcome> = readDocument,
  named = readerFor(name),
): Promise<KnownFile> {
  if (named === undefined) return { is: 'unknown-kind' };
  if (named.recognises === undefined) return readWhole(file, named.largest);
  const read = await readWhole(file);
  if (read.is !== 'too-large') return read;
  const beginning = await readRegularFile(file, { most: BEGINNING, beyond: 'cut', links: 'follow' });
  if (beginning.is !== 'read') return read;
  const reader = readerFor(name, undefined, new TextDecoder().decode(beginning.bytes));
  if (reader === undefined) return { is: 'unknown-kind' };
  return (reader.largest ?? LARGEST_DOCUMENT) <= LARGEST_DOCUMENT ? read : readInParts(file, reader);
}

// In bytes. What tells a kind stands at the top, at most behind a licence.
const BEGINNING = 64 * 1024;

/** Each part is read alone, and must be no larger than another file may be as a whole. */
async function readInParts(file: string, reader: Reader): Promise<ReadOutcome> {
  const read = await readDocument(file, reader.largest);
  if (read.is !== 'text') return read;
  const isLarge = reader.parts?.(read.text).some(({ start, end }) => end - start > LARGEST_DOCUMENT) ?? true;
  return isLarge ? { is: 'too-large', most: LARGEST_DOCUMENT, part: true } : read;
}
