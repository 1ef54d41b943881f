import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Boundary } from '../boundary.ts';
import { readerFor } from '../ecosystems/readers.ts';
import { readDocument, whyNoText } from '../files/document.ts';
import { counted } from '../views/words.ts';
import type { DocumentReader } from '../workspace/documents.ts';
import { filesOf, type OrderedFiles } from '../workspace/walk.ts';
import { type BeginProgress, type Progress, unseenProgress } from './progress.ts';
import { keyOf, pathOf, uriOf } from './uris.ts';
import type { Checked, Folder, Ledger, Workspace } from './workspace.ts';

/**
 * Why a scan begins. `asked`: the user wants it, so it ends a stop, takes in folders whose setting says otherwise, and
 * asks for everything that is not fresh. `files`: something changed on disk, which is no reason to show progress.
 */
export type ScanReason = 'start' | 'asked' | 'files';

/** Keeps the ledger true to the files on disk that are not open. One walk at a time. */
export interface Scanner {
  /**
   * Walks every folder. What has not changed on disk is not read again. Ends when all was read and asked, or stopped.
   */
  scan(reason: ScanReason): Promise<void>;
  /** Reads one file again that changed, or that the editor closed; drops it where no walk finds it. */
  reread(uri: string): Promise<void>;
  /** Whether the last walk found this file. */
  found(uri: string): boolean;
  /** Settings changed: what was found, and when, says nothing any more. */
  forget(): void;
  /** Stops, until somebody asks for a scan. */
  stop(): void;
  /** Answers have arrived. */
  arrived(): void;
  readonly scanning: boolean;
  readonly stopped: boolean;
}

export interface ScannerOptions {
  readonly reader: Pick<DocumentReader, 'learn' | 'readInTurns'>;
  readonly workspace: Workspace;
  readonly ledger: Ledger;
  readonly boundary: Boundary;
  readonly begin: BeginProgress;
  /** Brings up to date what workspaces provide. Never rejects. */
  readonly refresh: () => Promise<void>;
  readonly log: (line: string) => void;
  /** A file that is not open was read and judged. */
  readonly onRead: (checked: Checked, asked: boolean) => void;
  readonly onChange: () => void;
}

export function createScanner({
  reader,
  workspace,
  ledger,
  boundary,
  begin,
  refresh,
  log,
  onRead,
  onChange,
}: ScannerOptions): Scanner {
  /** What a file was when it was read, by its key. */
  const stamps = new Map<string, string>();
  /** The folder in which the last walk found a file, by its key. */
  const found = new Map<string, string>();
  let running: AbortController | undefined;
  let queued: { reason: ScanReason } | undefined;
  let stopped = false;
  let last: Promise<void> = Promise.resolve();
  let settled: (() => void) | undefined;

  async function readFile(uri: string, file: string, asked: boolean): Promise<void> {
    if (ledger.isOpen(uri)) return;
    const key = keyOf(uri);
    const stamp = await stampOf(file);
    if (stamp !== undefined && stamp === stamps.get(key)) {
      const known = ledger.get(uri);
      if (asked && known !== undefined) onRead(known, asked);
      return;
    }
    const read = await readDocument(file, readerFor(workspace.placeOf(uri).file)?.largest);
    if (read.is === 'text') {
      if (stamp !== undefined) stamps.set(key, stamp);
      const { directory, file: name, folder } = workspace.placeOf(uri);
      if (directory !== undefined)
        await Promise.all([reader.learn(directory, folder.root), workspace.prepare(directory)]);
      const reading = await reader.readInTurns(read.text, {
        file: name,
        directory,
        settings: folder.settings,
      });
      const checked = ledger.put(uri, read.text, workspace.placeOf(uri), reading);
      if (checked !== undefined) onRead(checked, asked);
      return;
    }
    forgetFile(key, uri);
    // What cannot be read at all is gone, most often.
    if (read.is !== 'unreadable') log(`Passed over \`${file}\`: ${whyNoText(read)}.`);
  }

  function forgetFile(key: string, uri: string): void {
    stamps.delete(key);
    found.delete(key);
    ledger.drop(uri);
  }

  /** Finds the files of a folder: those first that may say what the workspace makes. */
  async function find({ root, exclude }: Folder, signal: AbortSignal): Promise<Found | undefined> {
    if (root === undefined) return undefined;
    const files = await filesOf(root, { exclude, log, signal });
    // In a folder inside of another one, the inner folder's settings count.
    const own = (file: string) => workspace.placeOf(uriOf(path.join(root, file))).folder.root === root;
    return { root, making: files.making.filter(own), others: files.others.filter(own) };
  }

  async function read({ root, files }: { root: string; files: readonly string[] }, asked: boolean, walk: Walk) {
    for (const file of files) {
      if (walk.signal.aborted) return;
      const place = path.join(root, file);
      const uri = uriOf(place);
      walk.seen.add(keyOf(uri));
      found.set(keyOf(uri), root);
      await boundary.roundLater(place, () => readFile(uri, place, asked), undefined);
      walk.progress.say(counted(walk.seen.size, 'file'));
    }
  }

  /** Forgets what a walk that came to its end did not find. */
  function sweep(root: string, { seen, signal }: Walk): void {
    if (signal.aborted) return;
    for (const [key, its] of found) if (its === root && !seen.has(key)) found.delete(key);
    for (const { key, folder: its, uri } of [...ledger.all()]) {
      if (its.root === root && !seen.has(key)) forgetFile(key, uri);
    }
  }

  async function walkAll(folders: readonly Folder[], asked: boolean, walk: Walk): Promise<void> {
    const all: Found[] = [];
    for (const folder of folders) {
      const files = await find(folder, walk.signal);
      if (files !== undefined) all.push(files);
    }
    for (const { root, making } of all) await read({ root, files: making }, asked, walk);
    if (!walk.signal.aborted) await ledger.walked(true);
    for (const { root, others } of all) {
      await read({ root, files: others }, asked, walk);
      sweep(root, walk);
    }
  }

  /** Resolves when no question is left, or on a stop. */
  function untilAnswered(progress: Progress, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const look = () => {
        if (!signal.aborted && workspace.pending > 0) {
          progress.say(`asking registries, ${counted(workspace.pending, 'question')} left`);
          return;
        }
        settled = undefined;
        resolve();
      };
      settled = look;
      signal.addEventListener('abort', look);
      look();
    });
  }

  async function run(reason: ScanReason): Promise<void> {
    const asked = reason === 'asked';
    if (stopped && !asked) {
      await ledger.walked(true);
      return;
    }
    stopped = false;
    const folders = workspace.folders.filter(folder => asked || folder.settings.scanWorkspace);
    if (folders.length === 0) {
      await ledger.walked(true);
      return;
    }
    const controller = new AbortController();
    running = controller;
    onChange();
    const progress = reason === 'files' ? unseenProgress() : await begin('Registry Lens');
    const stop = () => {
      stopped = true;
      controller.abort();
    };
    progress.signal.addEventListener('abort', stop);
    if (progress.signal.aborted) stop();
    try {
      // An editor that does not watch files tells of none that changed.
      if (asked) await refresh();
      await walkAll(folders, asked, { seen: new Set(), progress, signal: controller.signal });
      await untilAnswered(progress, controller.signal);
    } finally {
      // What the user stopped is not looked at, and the rest is to be asked all the same.
      if (stopped) await ledger.walked(true);
      progress.end();
      running = undefined;
      onChange();
    }
  }

  return {
    scan(reason) {
      // A walk that has begun may have passed by what is new.
      running?.abort();
      if (queued !== undefined) {
        if (reason !== 'files') queued.reason = reason === 'asked' ? reason : queued.reason;
        return last;
      }
      const mine = { reason };
      queued = mine;
      last = last
        .then(() => {
          queued = undefined;
          return run(mine.reason);
        })
        .catch(error => log(`The workspace could not be read: ${String(error)}.`));
      return last;
    },
    async reread(uri) {
      const key = keyOf(uri);
      const file = pathOf(uri);
      if (file === undefined || !found.has(key)) return forgetFile(key, uri);
      stamps.delete(key);
      await boundary.roundLater(file, () => readFile(uri, file, false), undefined);
    },
    found: uri => found.has(keyOf(uri)),
    forget() {
      stamps.clear();
      found.clear();
    },
    stop() {
      stopped = true;
      running?.abort();
    },
    arrived: () => settled?.(),
    get scanning() {
      return running !== undefined;
    },
    get stopped() {
      return stopped;
    },
  };
}

/** The files of a folder. */
interface Found extends Omit<OrderedFiles, 'order'> {
  readonly root: string;
}

/** One walk over all folders. */
interface Walk {
  /** The keys of the files that were read so far. */
  readonly seen: Set<string>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** What changes when a file is written. */
async function stampOf(file: string): Promise<string | undefined> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return undefined;
  }
}
