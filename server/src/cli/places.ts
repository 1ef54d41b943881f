import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { readerFor, readersByInclusion } from '../ecosystems/readers.ts';
import { readDocumentNow, whyNoText } from '../files/document.ts';
import type { FileText } from '../files/encoding.ts';
import { takeTurns } from '../files/turn.ts';
import { reasonOf } from '../files/walk.ts';
import { code, LONGEST_PATH } from '../model/plain-text.ts';
import type { ReportedFile } from '../model/report.ts';
import { ownershipOf } from '../ownership.ts';
import type { Settings } from '../settings.ts';
import {
  type DocumentReader,
  type DocumentReading,
  type DocumentSource,
  MOST_REFERENCES_TOGETHER,
} from '../workspace/documents.ts';
import type { ExcludedAbove } from '../workspace/folder-settings.ts';
import type { NamedExactly } from '../workspace/named-exactly.ts';
import { readKnownFile } from '../workspace/read-file.ts';
import type { RepositoryAround } from '../workspace/repository-around.ts';
import { filesOf } from '../workspace/walk.ts';
import type { World } from './world.ts';

/** A path of the command line, found on disk. */
export interface Place {
  /** The folder that files are told relative to: the path itself, or the folder of a file. Absolute, without links. */
  readonly root: string;
  /** The same folder as it was named, an absolute path. */
  readonly named: string;
  /** The base name, where the path is a file. */
  readonly single?: string;
  /** What stands before a file's path for people on the spot; empty, or with a slash at its end. */
  readonly prefix: string;
}

/** A file that was read, and what was found in it. */
export interface Document extends ReportedFile {
  /** An absolute path. */
  readonly path: string;
  readonly read: FileText;
  readonly reading: DocumentReading;
}

/** Finds a path of the command line, or says in a sentence why it cannot be checked. Never rejects. */
export async function placeOf(
  given: string,
  { cwd, home }: Pick<World, 'cwd' | 'home'>,
): Promise<Place | { readonly problem: string }> {
  const absolute = path.resolve(cwd, given);
  try {
    const found = await stat(absolute);
    const shown = given.split(path.sep).join('/');
    if (found.isDirectory()) {
      return {
        root: await realpath(absolute),
        named: absolute,
        prefix: path.posix.normalize(`${shown}/`).replace(/^\.\/$/, ''),
      };
    }
    const single = path.basename(absolute);
    const named = path.dirname(absolute);
    const root = await realpath(named);
    // What it names is another folder's, and would be asked by the configuration of this one.
    const real = await realpath(absolute);
    if (path.dirname(real) !== root && !(await (await ownershipOf([root], home)).isFolders(real))) {
      return { problem: `${code(given, LONGEST_PATH)} is a link out of its folder. Name the file that it leads to.` };
    }
    return { root, named, single, prefix: shown.slice(0, -single.length) };
  } catch (error) {
    const reason = reasonOf(error);
    const told = code(given, LONGEST_PATH);
    return { problem: reason === 'ENOENT' ? `There is no ${told}.` : `Cannot look at ${told}: ${reason}.` };
  }
}

export interface ReadOptions {
  readonly reader: DocumentReader;
  readonly settings: Settings;
  /** What else is not read. */
  readonly excludedAbove: ExcludedAbove;
  readonly signal: AbortSignal;
  /** Takes sentences about what was passed over. */
  readonly complain: (line: string) => void;
  /** Finds what no walk comes to. */
  readonly named: NamedExactly;
  /** What the repository says that the place is a part of. */
  readonly around: RepositoryAround;
  /** Told of each document as it is read. */
  readonly onRead: (document: Document) => Promise<void>;
  /** Told when all were read that may say what the workspace makes itself. */
  readonly onMade: () => Promise<void>;
}

/**
 * Reads what a place holds, file by file. A path that is a file is read whatever hides it. Never rejects.
 *
 * @returns the documents in the order of the walk, which is not the order in which they are read
 */
export async function readPlace(place: Place, options: ReadOptions): Promise<readonly Document[]> {
  const { settings, excludedAbove, signal, complain } = options;
  const { exclude } = settings;
  const learnAround = (documents: readonly Document[]) =>
    options.around.learn(
      place,
      documents.flatMap(({ reading }) => reading.references),
      exclude,
    );
  if (place.single !== undefined) {
    const documents = await readFiles([place.single], place, options, { left: MOST_REFERENCES_TOGETHER });
    await learnAround(documents);
    await options.named.noteUnread();
    await options.onMade();
    return documents;
  }
  const { order, making, others } = await filesOf(place.root, {
    ...{ exclude, excludedAbove, log: complain, signal, atOnce: true },
  });
  const room = { left: MOST_REFERENCES_TOGETHER };
  const documents: Document[] = [];
  const read = async (files: readonly string[], areIncluded = false) => {
    for (const document of await readFiles(files, place, options, room, areIncluded)) documents.push(document);
  };
  /** What one file includes may include others. */
  const readIncluded = async (already: readonly DocumentSource[] = []) => {
    for (let included = already; ; included = []) {
      const now = includedIn(place, order, [...included, ...(await options.reader.nowIncluded())]);
      const named = await options.named.find(place.root, { exclude, excludedAbove, signal, atOnce: true });
      const known = new Set(documents.map(({ file }) => file));
      const before = documents.length;
      await read(now.filter(file => !known.has(file)));
      await read(
        named.filter(file => !known.has(file)),
        true,
      );
      if (documents.length === before) return;
    }
  };
  await read(making);
  await readIncluded();
  await readIncluded(await learnAround(documents));
  await options.named.noteUnread();
  await options.onMade();
  await read(others);
  await readIncluded();
  return documents.sort((a, b) => placeIn(order, a) - placeIn(order, b));
}

/** What no walk came to stands last. */
function placeIn(order: ReadonlyMap<string, number>, { file }: Document): number {
  return order.get(file) ?? order.size;
}

/** The files of a walk that no reader knew, and that others include by now. */
function includedIn(
  { root }: Place,
  order: ReadonlyMap<string, number>,
  included: readonly DocumentSource[],
): readonly string[] {
  return included.flatMap(({ file, directory }) => {
    if (directory === undefined) return [];
    const its = path
      .relative(root, path.join(directory, path.posix.basename(file)))
      .split(path.sep)
      .join('/');
    return order.has(its) ? [its] : [];
  });
}

async function readFiles(
  files: readonly string[],
  place: Place,
  { reader, settings, signal, complain, onRead }: ReadOptions,
  room: { left: number },
  areIncluded = false,
): Promise<readonly Document[]> {
  const documents: Document[] = [];
  const turn = takeTurns();
  for (const [i, file] of files.entries()) {
    if (turn.isOver()) await turn.end();
    if (signal.aborted || room.left < 0) break;
    // What lies around later files is looked at while this one is read.
    const ahead = files[i + AHEAD];
    if (ahead !== undefined) void reader.learn(path.dirname(path.join(place.root, ahead)), place.root);
    const document = await documentOf(place, file, settings, reader, complain, areIncluded);
    if (document === undefined) continue;
    room.left -= document.reading.references.length;
    if (room.left < 0) {
      const more = `names more than ${MOST_REFERENCES_TOGETHER} images and packages`;
      complain(
        `${code(place.root, LONGEST_PATH)} ${more}. What follows ${code(document.shown, LONGEST_PATH)} is not checked.`,
      );
      break;
    }
    documents.push(document);
    await onRead(document);
  }
  return documents;
}

/** Reads a document again after it was written. */
export function readAgain(
  document: Document,
  place: Place,
  { reader, settings }: Pick<ReadOptions, 'reader' | 'settings'>,
): Promise<Document | undefined> {
  return documentOf(place, document.file, settings, reader, () => undefined, true);
}

async function documentOf(
  place: Place,
  file: string,
  settings: Settings,
  documents: DocumentReader,
  complain: (line: string) => void,
  isIncluded = false,
): Promise<Document | undefined> {
  const absolute = path.join(place.root, file);
  const shown = place.prefix + file;
  // Some kinds are told by the folders that a file lies in, which a single file's base name does not show.
  const name = place.single === undefined ? file : absolute.split(path.sep).join('/');
  const reader = readerFor(name) ?? (isIncluded ? readersByInclusion(name)[0] : undefined);
  // In a folder, a name that many kinds share is passed over in silence: most such files are none of them.
  const isCertain = place.single !== undefined || (reader !== undefined && reader.recognises === undefined);
  const passOver = (why: string) => {
    if (isCertain) complain(`Passed over ${code(shown, LONGEST_PATH)}: ${why}.`);
    return undefined;
  };
  if (reader === undefined) return passOver(UNKNOWN_KIND);
  const read = await readKnownFile(absolute, name, readDocumentNow, reader);
  documents.note(absolute, reader, read);
  if (read.is === 'unknown-kind') return passOver(UNKNOWN_KIND);
  // What is too large was known to be of a kind that is read.
  if (read.is === 'too-large') complain(`Passed over ${code(shown, LONGEST_PATH)}: ${whyNoText(read)}.`);
  else if (read.is !== 'text') passOver(whyNoText(read));
  if (read.is !== 'text') return undefined;
  const directory = path.dirname(absolute);
  await documents.learn(directory, place.root);
  const reading = await documents.readInTurns(read.text, { file: name, directory, settings });
  if (reading === undefined) return passOver(UNKNOWN_KIND);
  return { file, root: place.root, shown, text: read.text, path: absolute, read, reading };
}

const AHEAD = 32;
const UNKNOWN_KIND = 'no reader knows this kind of file';
