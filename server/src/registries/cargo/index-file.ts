import type { PackageFact, ReleaseFact } from '../../model/answer.ts';
import { parseJsonObject } from '../json.ts';
import { isReadAlike } from './entry-text.ts';
import { readIndexEntry } from './index-entry.ts';

/** What a crate's file in an index says of a crate. */
export type IndexFile =
  | { readonly is: 'crate'; readonly fact: PackageFact }
  /** It is the file of a crate that is spelled otherwise, which cargo takes for another. */
  | { readonly is: 'other-spelling'; readonly spelled: string }
  /** Nothing in it is an entry of an index. */
  | { readonly is: 'garbled' };

/** More releases than any crate has; an index that sends more would only fill the memory. */
const MOST_LINES = 200_000;
const NEWLINE = 0x0a;

/**
 * Reads a file of an index: an entry on each line (registry-index.md, “Index files”). What cargo drops is dropped,
 * and of two entries for one version the later counts.
 */
export function readIndexFile(bytes: Uint8Array, name: string): IndexFile {
  const releases = new Map<string, ReleaseFact>();
  let other: string | undefined;
  let lines = 0;
  let strangers = 0;
  for (const line of linesOf(bytes)) {
    const json = parseJsonObject(line);
    const entry = json === undefined ? undefined : readIndexEntry(json, isReadAlike(textOf(line), json));
    if (entry === undefined) continue;
    if (entry.name === name) releases.set(entry.release.version, entry.release);
    else if (isSpelledAlike(entry.name, name)) other = entry.name;
    else strangers += 1;
    lines += 1;
    if (lines > MOST_LINES) return { is: 'garbled' };
  }
  if (releases.size > 0) {
    return { is: 'crate', fact: { standing: { is: 'live' }, tags: {}, releases: [...releases.values()] } };
  }
  return other !== undefined && strangers === 0 ? { is: 'other-spelling', spelled: other } : { is: 'garbled' };
}

function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    if (end > start) yield bytes.subarray(start, end);
    start = end + 1;
  }
}

/** What is looked for in it is ASCII. */
function textOf(line: Uint8Array): string {
  return Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('latin1');
}

/** Capitals apart: an index has one file for both. */
function isSpelledAlike(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
