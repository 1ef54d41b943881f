import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { readerFor } from '../ecosystems/readers.ts';
import { type FileText, readDocument, whyNoText } from '../files/document.ts';
import { reasonOf, walkFolder } from '../files/walk.ts';
import { code, LONGEST_PATH } from '../model/plain-text.ts';
import type { ReportedFile } from '../model/report.ts';
import { ownershipOf } from '../ownership.ts';
import type { Settings } from '../settings.ts';
import { type DocumentReader, type DocumentReading, MOST_REFERENCES_TOGETHER } from '../workspace/documents.ts';
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
  readonly settings: Pick<Settings, 'exclude' | 'imagePaths'>;
  readonly signal: AbortSignal;
  /** Takes sentences about what was passed over. */
  readonly complain: (line: string) => void;
}

/** Reads what a place holds, file by file. A path that is a file is read whatever hides it. Never rejects. */
export async function* documentsAt(place: Place, options: ReadOptions): AsyncGenerator<Document, void, undefined> {
  const { reader, settings, signal, complain } = options;
  const { exclude, imagePaths } = settings;
  if (place.single !== undefined) {
    const document = await documentOf(place, place.single, imagePaths, reader, complain);
    if (document !== undefined) yield document;
    return;
  }
  const wanted = (file: string) => readerFor(file) !== undefined;
  let references = 0;
  for await (const file of walkFolder(place.root, { exclude, wanted, log: complain, signal })) {
    const document = await documentOf(place, file, imagePaths, reader, complain);
    if (document === undefined) continue;
    references += document.reading.references.length;
    if (references > MOST_REFERENCES_TOGETHER) {
      const more = `names more than ${MOST_REFERENCES_TOGETHER} images and packages`;
      complain(
        `${code(place.root, LONGEST_PATH)} ${more}. What follows ${code(document.shown, LONGEST_PATH)} is not checked.`,
      );
      return;
    }
    yield document;
  }
}

/** Reads a document again after it was written. */
export function readAgain(document: Document, place: Place, reader: DocumentReader): Promise<Document | undefined> {
  return documentOf(place, document.file, document.reading.imagePaths, reader, () => undefined);
}

async function documentOf(
  place: Place,
  file: string,
  imagePaths: readonly string[],
  documents: DocumentReader,
  complain: (line: string) => void,
): Promise<Document | undefined> {
  const absolute = path.join(place.root, file);
  const shown = place.prefix + file;
  // Some kinds are told by the folders that a file lies in, which a single file's base name does not show.
  const name = place.single === undefined ? file : absolute.split(path.sep).join('/');
  const reader = readerFor(name);
  // In a folder, a name that many kinds share is passed over in silence: most such files are none of them.
  const isCertain = place.single !== undefined || (reader !== undefined && reader.recognises === undefined);
  const passOver = (why: string) => {
    if (isCertain) complain(`Passed over ${code(shown, LONGEST_PATH)}: ${why}.`);
    return undefined;
  };
  if (reader === undefined) return passOver(UNKNOWN_KIND);
  const read = await readDocument(absolute);
  if (read.is !== 'text') return passOver(whyNoText(read));
  const directory = path.dirname(absolute);
  await documents.learn(directory, place.root);
  const reading = await documents.readInTurns(read.text, { file: name, directory, imagePaths });
  if (reading === undefined) return passOver(UNKNOWN_KIND);
  return { file, root: place.root, shown, text: read.text, path: absolute, read, reading };
}

const UNKNOWN_KIND = 'no reader knows this kind of file';
