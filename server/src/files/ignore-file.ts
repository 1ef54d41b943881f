import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { readGitPattern } from '../patterns/git-pattern.ts';
import { type PathState, pathTree } from '../patterns/path-tree.ts';
import type { Turn } from './turn.ts';

/** A .gitignore file, or one that says the same. */
export interface IgnoreFile {
  /** An absolute path. */
  readonly file: string;
  readonly start: PathState;
  /** By the rank of a pattern: whether it is an exception. */
  readonly exceptions: readonly boolean[];
  /** Of the whole file, in bytes. */
  readonly size: number;
  /** Of the patterns that are tried and not only looked up, in characters. */
  readonly wild: number;
}

/** What came of reading one. */
export type IgnoreFileOutcome =
  | { readonly is: 'read'; readonly patterns: IgnoreFile }
  /** There is none, or git would not read it either: what is no regular file, or a link. */
  | { readonly is: 'nothing' }
  /** Why it is not taken in, as a clause: `it is larger than 1 MiB`. */
  | { readonly is: 'too-much'; readonly why: string; readonly size: number };

/**
 * Reads a .gitignore file. As git since 2.32, through no link where it lies among other people's files (gitignore(5),
 * "NOTES"). A pipe or a device is opened without waiting, and not read. Never rejects.
 */
export async function readIgnoreFile(file: string, links: 'none' | 'followed', turn: Turn): Promise<IgnoreFileOutcome> {
  const bytes = await bytesOf(file, links);
  if (bytes === undefined) return { is: 'nothing' };
  const size = bytes.length;
  const tooMuch = (why: string): IgnoreFileOutcome => ({ is: 'too-much', why, size });
  if (size > LARGEST) return tooMuch(`it is larger than ${LARGEST / 1024 / 1024} MiB`);
  const text = bytes.toString('utf8');
  const tree = pathTree();
  const exceptions: boolean[] = [];
  let wild = 0;
  for (const line of linesIn(text)) {
    if (turn.isOver()) await turn.end();
    if (line.length > LONGEST_LINE && !line.startsWith('#')) {
      return tooMuch(`it has a line of more than ${LONGEST_LINE} characters`);
    }
    const pattern = readGitPattern(foldedName(line));
    if (pattern === undefined) continue;
    tree.add(pattern.steps, exceptions.length, pattern.ends);
    exceptions.push(pattern.isException);
    if (pattern.isWild) wild += line.length;
    if (wild > MOST_WILD) return tooMuch(`it has more than ${MOST_WILD} characters of patterns with wildcards`);
  }
  return { is: 'read', patterns: { file, start: tree.start(), exceptions, size, wild } };
}

/** A name as it is compared: git takes `core.ignoreCase` for granted on the systems whose file systems do so. */
export function foldedName(name: string): string {
  return FOLDS_CASE ? name.toLowerCase() : name;
}

function* linesIn(text: string): Generator<string, void, undefined> {
  for (let from = text.startsWith('\uFEFF') ? 1 : 0; from < text.length; ) {
    const found = text.indexOf('\n', from);
    const end = found === -1 ? text.length : found;
    yield text.slice(from, end > from && text[end - 1] === '\r' ? end - 1 : end);
    from = end + 1;
  }
}

/** At most one byte more than is taken in; `undefined` where there is no such regular file, or it is not to be read. */
async function bytesOf(file: string, links: 'none' | 'followed'): Promise<Buffer | undefined> {
  let handle: FileHandle | undefined;
  try {
    const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
    // Where the system cannot refuse links when it opens them, they are looked for.
    if (links === 'none' && O_NOFOLLOW === 0 && (await lstat(file)).isSymbolicLink()) return undefined;
    handle = await open(file, O_RDONLY | O_NONBLOCK | (links === 'none' ? O_NOFOLLOW : 0));
    const found = await handle.stat();
    if (!found.isFile()) return undefined;
    // What it was when it was opened is read; what somebody adds meanwhile belongs to the next walk.
    const bytes = Buffer.alloc(Math.min(found.size, LARGEST + 1));
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } catch {
    return undefined;
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

const FOLDS_CASE = process.platform === 'win32' || process.platform === 'darwin';
/** How many characters of patterns with wildcards are taken in: a thousand patterns, as people write them. */
export const MOST_WILD = 32 * 1024;
/** In bytes. */
const LARGEST = 1024 * 1024;
/** Longer than any path. */
const LONGEST_LINE = 4096;
