import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Boundary } from '../boundary.ts';
import { readerFor, readersByInclusion } from '../ecosystems/readers.ts';
import { whyNoText } from '../files/document.ts';
import type { Touched } from '../files/touched.ts';
import { type TakeTurns, takeTurns } from '../files/turn.ts';
import { walkFolder } from '../files/walk.ts';
import type { Reader } from '../model/reader.ts';
import type { DocumentReader } from '../workspace/documents.ts';
import type { NamedExactly } from '../workspace/named-exactly.ts';
import { readKnownFile } from '../workspace/read-file.ts';
import { createDecidingFiles, type Decided } from './deciding-files.ts';
import type { PassedOver } from './passed-over.ts';
import { keyOf, pathOf, uriOf } from './uris.ts';
import { decides } from './watched.ts';
import type { Checked, Folder, Ledger, Workspace } from './workspace.ts';

/** Keeps the ledger true to the files on disk that are not open. For one walk or look at a time. */
export interface FilesOnDisk {
  /** Finds all files of a folder; follow with what reads them. */
  walk(folder: Folder, options: WalkOptions): Promise<Walk>;
  /** The same for some places of a folder alone, once it was told what has to be known before anything is read. */
  look(folder: Folder, touched: Touched, options: LookOptions): Promise<Walk>;
  /** Reads one file again that changed, or that the editor closed; drops it where no walk found it. */
  reread(uri: string): Promise<void>;
  /**
   * Reads what files include by its exact path, as far as it lies in an opened folder that is read, and no walk came to
   * it.
   */
  readNamed(): Promise<void>;
  /** Whether the last walk, or a look since, found this file. */
  found(uri: string): boolean;
  /** Whether a folder was walked to its end. */
  hasWalked(root: string): boolean;
  /** Settings changed: what was found, and when, says nothing any more. */
  forget(): void;
}

/** A walk that found its files: what has changed since it was read is read, and what is gone is forgotten. */
export interface Walk {
  /** Whether there is something for {@link readMaking}. */
  readonly isMaking: boolean;
  /**
   * Reads those that may say what the workspace makes itself. Of all folders they come first, so that no registry hears
   * of it.
   */
  readMaking(): Promise<void>;
  /**
   * Forgets what is gone, reads the others, and ends the walk. Only now, as what builds an image may have moved: were
   * it forgotten before it is read where it is now, the image would be asked about in between.
   */
  readOthers(): Promise<void>;
}

export interface WalkOptions {
  /** Whether to ask for everything that is not fresh. */
  readonly asked: boolean;
  /** Told how many files there were so far. */
  readonly onFile: (files: number) => void;
  readonly signal: AbortSignal;
}

export interface LookOptions {
  /** Whether files may be read that no walk has found before. */
  readonly mayFind: () => boolean;
  /** Whether something may have come or gone before it was known what is there. */
  readonly unsure: boolean;
  /** Brings up to date what depends on files that came, went or changed below the places themselves. */
  readonly decide: (decided: Decided) => Promise<void>;
  readonly signal: AbortSignal;
}

export interface FilesOnDiskOptions {
  readonly reader: Pick<DocumentReader, 'learn' | 'note' | 'readInTurns'>;
  readonly named: NamedExactly;
  readonly workspace: Workspace;
  readonly ledger: Ledger;
  readonly boundary: Boundary;
  readonly log: (line: string) => void;
  readonly passedOver: PassedOver;
  /** Absent: nothing else is done meanwhile. */
  readonly turns?: TakeTurns | undefined;
  /** A file that is not open was read and judged. */
  readonly onRead: (checked: Checked, asked: boolean) => void;
}

/** A file that a walk came to. */
interface Found {
  readonly key: string;
  readonly uri: string;
  /** An absolute path. */
  readonly place: string;
  /** The path from the folder on. */
  readonly names: readonly string[];
  /** What reads it; absent for a file that only decides about others. */
  readonly reader: Reader | undefined;
  /** Whether it decides about others. */
  readonly decides: boolean;
}

export function createFilesOnDisk(options: FilesOnDiskOptions): FilesOnDisk {
  const { reader, named, workspace, ledger, boundary, log, passedOver, turns = takeTurns, onRead } = options;
  /** What a file was when it was read, by its key. */
  const stamps = new Map<string, string>();
  /** The folder in which a file was found, and its path from there on, by its key. */
  const found = new Map<string, { readonly root: string; readonly names: readonly string[] }>();
  /** What was read only because others include it by its path, by its key. A walk finds none of it. */
  const included = new Map<string, { readonly uri: string; readonly place: string }>();
  const deciding = createDecidingFiles(stampOf);

  async function readFile(uri: string, file: string, asked: boolean): Promise<void> {
    if (ledger.isOpen(uri)) return;
    const key = keyOf(uri);
    const stamp = await stampOf(file);
    if (stamp !== undefined && stamp === stamps.get(key)) {
      const known = ledger.get(uri);
      if (asked && known !== undefined) onRead(known, asked);
      return;
    }
    const within = workspace.placeOf(uri).file;
    const its = readerFor(within) ?? (included.has(key) ? readersByInclusion(within)[0] : undefined);
    const read = await readKnownFile(file, within, undefined, its);
    if (read.is === 'text') {
      reader.note(file, its, read);
      passedOver.forget(uri);
      if (stamp !== undefined) stamps.set(key, stamp);
      const { directory, file: name, folder } = workspace.placeOf(uri);
      if (directory !== undefined)
        await Promise.all([reader.learn(directory, folder.root), workspace.prepare(directory)]);
      const reading = await reader.readInTurns(read.text, {
        file: name,
        directory,
        settings: folder.settings,
      });
      const place = workspace.placeOf(uri);
      // Its folder was closed meanwhile.
      if (place.folder.root === undefined) return forgetFile(key, uri);
      const checked = ledger.put(uri, reading?.text ?? read.text, place, reading);
      if (checked !== undefined) onRead(checked, asked);
      return;
    }
    forgetFile(key, uri);
    reader.note(file, its, read);
    // What cannot be read at all is gone, most often.
    if (read.is === 'too-large' || read.is === 'not-text') passedOver.add(uri, file, whyNoText(read));
    else passedOver.forget(uri);
  }

  function forgetFile(key: string, uri: string): void {
    stamps.delete(key);
    found.delete(key);
    included.delete(key);
    const file = pathOf(uri);
    if (file !== undefined) reader.note(file, undefined, { is: 'gone' });
    ledger.drop(uri);
  }

  /** The files of a folder that are read, or that decide about others; only at some places, or everywhere. */
  async function* filesOf(root: string, { exclude, excludedAbove }: Folder, signal: AbortSignal, touched?: Touched) {
    const isDocument = (file: string) => readerFor(file) !== undefined;
    const turn = turns();
    const wanted = (file: string) => isDocument(file) || decides(file);
    // Tools read their configuration whether git does or not; `.env` is hidden most often.
    const unhidden = (file: string) => !isDocument(file);
    // What a walk tells in the log it has told when it came to the whole folder.
    const where = touched === undefined ? { log } : { only: touched.start };
    for await (const file of walkFolder(root, { exclude, excludedAbove, wanted, unhidden, signal, turns, ...where })) {
      if (turn.isOver()) await turn.end();
      const place = path.join(root, file);
      const uri = uriOf(place);
      // In a folder inside of another one, the inner folder's settings count.
      if (workspace.placeOf(uri).folder.root !== root) continue;
      const kind = { reader: readerFor(file), decides: decides(file) };
      const its: Found = { key: keyOf(uri), uri, place, names: file.split('/'), ...kind };
      yield its;
    }
  }

  /** Forgets what was found before, in a folder or at some places in it, and no longer is. */
  async function sweep(root: string, seen: ReadonlySet<string>, touched?: Touched): Promise<void> {
    const turn = turns();
    const isGone = (key: string, names: readonly string[]) =>
      !seen.has(key) && !included.has(key) && (touched === undefined || touched.covers(names));
    for (const [key, its] of found) {
      if (turn.isOver()) await turn.end();
      if (its.root !== root || !isGone(key, its.names)) continue;
      found.delete(key);
      reader.note(path.join(root, ...its.names), undefined, { is: 'gone' });
    }
    for (const { key, folder, file, uri } of [...ledger.all()]) {
      if (turn.isOver()) await turn.end();
      if (folder.root === root && isGone(key, file.split('/'))) forgetFile(key, uri);
    }
  }

  /** What no walk comes to may have changed or gone. */
  async function rereadIncluded(): Promise<void> {
    for (const [key, { uri, place }] of [...included]) {
      const { folder, excluded, file } = workspace.placeOf(uri);
      if (excluded || folder.root === undefined || !folder.settings.scanWorkspace) forgetFile(key, uri);
      else {
        found.set(key, { root: folder.root, names: file.split('/') });
        await boundary.roundLater(place, () => readFile(uri, place, false), undefined);
      }
    }
  }

  return {
    async walk(folder, { asked, onFile, signal }) {
      const { root } = folder;
      if (root === undefined) return NO_WALK;
      const all: Found[] = [];
      for await (const its of filesOf(root, folder, signal)) all.push(its);
      const [making, others] = documentsOf(all);
      let read = 0;
      const readEach = async (some: readonly Found[]) => {
        for (const { key, uri, place, names } of some) {
          if (signal.aborted) return;
          found.set(key, { root, names });
          await boundary.roundLater(place, () => readFile(uri, place, asked), undefined);
          read += 1;
          onFile(read);
        }
      };
      return {
        isMaking: making.length > 0 || included.size > 0,
        async readMaking() {
          await readEach(making);
          if (!signal.aborted) await rereadIncluded();
        },
        async readOthers() {
          if (signal.aborted) return;
          await sweep(root, new Set([...making, ...others].map(({ key }) => key)));
          await readEach(others);
          if (signal.aborted) return;
          const decided = all.filter(its => its.decides);
          await deciding.remember(root, decided);
        },
      };
    },
    async look(folder, touched, { mayFind, unsure, decide, signal }) {
      const { root } = folder;
      if (root === undefined) return NO_WALK;
      const there: Found[] = [];
      for await (const its of filesOf(root, folder, signal, touched)) there.push(its);
      if (signal.aborted) return NO_WALK;
      const decided = there.filter(its => its.decides);
      await decide(await deciding.compare(root, decided, touched, unsure));
      const [making, others] = documentsOf(there);
      const readEach = async (some: readonly Found[]) => {
        for (const { key, uri, place, names } of some) {
          if (signal.aborted) return;
          if (!found.has(key) && !mayFind()) continue;
          found.set(key, { root, names });
          // The editor says that it changed, and its times may be too coarse to show that.
          if (touched.isAt(names)) stamps.delete(key);
          await boundary.roundLater(place, () => readFile(uri, place, false), undefined);
        }
      };
      return {
        isMaking: making.length > 0 || included.size > 0,
        async readMaking() {
          await readEach(making);
          await rereadIncluded();
        },
        async readOthers() {
          await sweep(root, new Set([...making, ...others].map(({ key }) => key)), touched);
          await readEach(others);
        },
      };
    },
    async reread(uri) {
      const key = keyOf(uri);
      const file = pathOf(uri);
      if (file === undefined || !found.has(key)) return forgetFile(key, uri);
      stamps.delete(key);
      await boundary.roundLater(file, () => readFile(uri, file, false), undefined);
    },
    async readNamed() {
      for (const { root, settings, exclude, excludedAbove } of workspace.folders) {
        if (root === undefined || !settings.scanWorkspace) continue;
        for (const file of await named.find(root, { exclude, excludedAbove })) {
          const place = path.join(root, file);
          const uri = uriOf(place);
          const key = keyOf(uri);
          if (workspace.placeOf(uri).folder.root !== root || ledger.isOpen(uri) || included.has(key)) continue;
          found.set(key, { root, names: file.split('/') });
          included.set(key, { uri, place });
          await boundary.roundLater(place, () => readFile(uri, place, false), undefined);
        }
      }
      await named.noteUnread();
    },
    found: uri => found.has(keyOf(uri)),
    hasWalked: deciding.knows,
    forget() {
      stamps.clear();
      found.clear();
    },
  };
}

/** The files that are documents: those that may say what the workspace makes, and the others. */
function documentsOf(files: readonly Found[]): readonly [making: readonly Found[], others: readonly Found[]] {
  const making: Found[] = [];
  const others: Found[] = [];
  for (const file of files) {
    if (file.reader !== undefined) (file.reader.makes === true ? making : others).push(file);
  }
  return [making, others];
}

const NO_WALK: Walk = { isMaking: false, readMaking: async () => undefined, readOthers: async () => undefined };

/** What changes when a file is written, or another one takes its place. */
async function stampOf(file: string): Promise<string | undefined> {
  try {
    const { mtimeMs, ctimeMs, size, ino } = await stat(file);
    return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
  } catch {
    return undefined;
  }
}
