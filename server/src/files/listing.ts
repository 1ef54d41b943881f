import { type Dirent, opendirSync } from 'node:fs';
import { opendir } from 'node:fs/promises';
import type { Turn } from './turn.ts';

/** A name in a folder that somebody may want. */
export interface Entry {
  readonly name: string;
  /** What it is by itself, links not followed. */
  readonly is: 'folder' | 'file' | 'link';
}

/** What a folder holds: the names asked for, in their order, and which of the names looked for are there. */
export interface Listing {
  readonly entries: readonly Entry[];
  readonly found: ReadonlySet<string>;
}

/**
 * Lists a folder piece by piece, because it may hold a million names of which nobody wants one. Rejects where it cannot
 * be read, and comes back early where others want it to stop.
 *
 * @param folder an absolute path
 */
export async function listFolder(folder: string, options: ListingOptions): Promise<Listing> {
  const { keeps, looksFor, turn, signal, atOnce = false } = options;
  const entries: Entry[] = [];
  const found = new Set<string>();
  const its = atOnce ? entriesAtOnce(folder) : await opendir(folder, { bufferSize: NAMES_AT_A_TIME });
  for await (const entry of its) {
    if (turn.isOver()) await turn.end();
    if (signal?.aborted === true) break;
    const { name } = entry;
    if (looksFor.has(name)) found.add(name);
    const is = entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : undefined;
    if (is !== undefined && keeps({ name, is })) entries.push({ name, is });
  }
  return { entries: await inOrder(entries, turn), found };
}

export interface ListingOptions {
  readonly keeps: (entry: Entry) => boolean;
  readonly looksFor: ReadonlySet<string>;
  readonly turn: Turn;
  readonly signal?: AbortSignal | undefined;
  /** Whether each look at the disk is waited for: for who has nothing else to do meanwhile. */
  readonly atOnce?: boolean | undefined;
}

function* entriesAtOnce(folder: string): Generator<Dirent, void, undefined> {
  const opened = opendirSync(folder, { bufferSize: NAMES_AT_A_TIME });
  try {
    for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) yield entry;
  } finally {
    opened.closeSync();
  }
}

/** Sorts by merging, which can pause. */
async function inOrder(entries: readonly Entry[], turn: Turn): Promise<readonly Entry[]> {
  let runs: (readonly Entry[])[] = [];
  for (let i = 0; i < entries.length; i += NAMES_AT_A_TIME) {
    if (turn.isOver()) await turn.end();
    runs.push(entries.slice(i, i + NAMES_AT_A_TIME).sort((a, b) => (a.name < b.name ? -1 : 1)));
  }
  while (runs.length > 1) {
    const merged: (readonly Entry[])[] = [];
    for (let i = 0; i < runs.length; i += 2) merged.push(await merge(runs[i] ?? [], runs[i + 1] ?? [], turn));
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge(left: readonly Entry[], right: readonly Entry[], turn: Turn): Promise<readonly Entry[]> {
  const merged: Entry[] = [];
  for (let [l, r] = [0, 0]; ; ) {
    if (merged.length % NAMES_AT_A_TIME === 0 && turn.isOver()) await turn.end();
    const [a, b] = [left[l], right[r]];
    if (a !== undefined && (b === undefined || a.name < b.name)) {
      merged.push(a);
      l++;
    } else if (b !== undefined) {
      merged.push(b);
      r++;
    } else return merged;
  }
}

const NAMES_AT_A_TIME = 512;
