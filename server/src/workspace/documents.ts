import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Boundary, createBoundary } from '../boundary.ts';
import {
  describesBuilds,
  type PartsRead,
  READERS,
  readerFor,
  readText,
  readTextInTurns,
} from '../ecosystems/readers.ts';
import type { Provided } from '../model/provided.ts';
import type { Reader } from '../model/reader.ts';
import type { Reading } from '../model/reference.ts';
import type { BuildFiles } from './named-contexts.ts';
import { createOwnPackages, type OwnPackagesOptions } from './own-packages.ts';
import { withoutProvided } from './provided.ts';

/**
 * The one place where documents are read: by the reader of their kind, and with what the workspace around them provides
 * itself taken out of what is asked. It needs neither network nor trust. A document at which its reader fails is told
 * in the log and names nothing.
 */
export interface DocumentReader {
  /**
   * Looks, once, at the workspaces around a directory. Local work, to be waited for before documents in it are read.
   * Never rejects.
   *
   * @param opened the opened folder that the directory lies in, an absolute path, if any
   */
  learn(directory: string, opened?: string): Promise<void>;
  /** Whether {@link learn} came to its end for a directory. */
  knows(directory: string): boolean;
  /**
   * `undefined` where no reader knows this kind of document. Synchronous, so that typing never waits; what did not
   * change since `before`, the same document's last reading, is not read again.
   */
  read(text: string, source: DocumentSource, before?: DocumentReading): DocumentReading | undefined;
  /**
   * The same for a document that nobody waits for: the event loop is never held for much longer than one part takes.
   */
  readInTurns(text: string, source: DocumentSource): Promise<DocumentReading | undefined>;
  /** The same document by what is provided now; the very same value where nothing of that changed. */
  renew(reading: DocumentReading): DocumentReading;
  /** Looks at all workspaces again; follow with {@link renew}. Never rejects. */
  relearn(): Promise<void>;
}

/** Where a document comes from, as far as it decides how it is read. */
export interface DocumentSource {
  /** As `Reader.read` takes it. */
  readonly file: string;
  /** What it lies in on disk, an absolute path; absent for a document that lies nowhere. */
  readonly directory?: string | undefined;
  /** The editor's language id. */
  readonly languageId?: string | undefined;
  /** See `Settings.imagePaths`. */
  readonly imagePaths?: readonly string[];
}

/** What was read of a document. A value. */
export interface DocumentReading extends Reading {
  /** The reader's id. */
  readonly kind: string;
  /** What the text says, whoever provides it. */
  readonly written: PartsRead;
  /** The path by which it was read. */
  readonly file: string;
  readonly directory: string | undefined;
  /** What was known to be provided around it. */
  readonly provided: Provided | undefined;
  /** The user's own places of images that it was read with. */
  readonly imagePaths: readonly string[];
  /** Kept where what is provided changes how it is read. */
  readonly text: string | undefined;
}

/** So many names of all documents together are judged. Large repositories have some ten thousand. */
export const MOST_REFERENCES_TOGETHER = 200_000;

export function createDocumentReader(options: Omit<OwnPackagesOptions, 'builds'>): DocumentReader {
  const boundary = createBoundary(options.log);
  const bounded = boundOf(options.log);
  const own = createOwnPackages({ ...options, builds: buildFiles(boundary) });

  /** `written` was read by what is provided now. */
  function resolved(seen: Seen & Pick<DocumentReading, 'written'>): DocumentReading {
    const { written, directory } = seen;
    const provided = around(directory);
    const all = bounded(nameOf(seen), written.reading);
    const reading = provided === undefined ? all : withoutProvided(all, provided);
    const { kind, file, imagePaths, text } = seen;
    return { ...reading, kind, written, file, directory, provided, imagePaths, text };
  }

  function around(directory: string | undefined): Provided | undefined {
    return directory === undefined ? undefined : own.around(directory);
  }

  function within(reader: Reader, { directory, imagePaths }: Pick<Seen, 'directory' | 'imagePaths'>): Reader {
    const environment = around(directory)?.environment;
    const there = (environment && reader.withEnvironment?.(environment)) ?? reader;
    return imagePaths.length === 0 ? there : (there.withImagePaths?.(imagePaths) ?? there);
  }

  function kindOf(text: string, source: DocumentSource): Reader | undefined {
    const { file, languageId } = source;
    return boundary.round(nameOf(source), () => readerFor(file, languageId, text), undefined);
  }

  function seenBy(reader: Reader, text: string, { file, directory, imagePaths = [] }: DocumentSource): Seen {
    const kept = reader.withEnvironment === undefined ? undefined : text;
    return { kind: reader.id, file, directory, imagePaths, text: kept };
  }

  return {
    learn: (directory, opened) => own.learn(directory, opened),
    knows: directory => own.around(directory) !== undefined,
    read(text, source, before) {
      const { file, directory } = source;
      const reader = kindOf(text, source);
      if (reader === undefined) return undefined;
      const seen = seenBy(reader, text, source);
      const isSame =
        before?.kind === reader.id &&
        before.file === file &&
        before.imagePaths.join('\n') === seen.imagePaths.join('\n') &&
        before.provided?.environment === around(directory)?.environment;
      const earlier = isSame ? before.written : undefined;
      const read = () => readText(within(reader, seen), text, file, earlier);
      return resolved({ ...seen, written: boundary.round(nameOf(source), read, NOTHING_READ) });
    },
    async readInTurns(text, source) {
      const reader = kindOf(text, source);
      if (reader === undefined) return undefined;
      const seen = seenBy(reader, text, source);
      const read = () => readTextInTurns(within(reader, seen), text, source.file, breathing());
      return resolved({ ...seen, written: await boundary.roundLater(nameOf(source), read, NOTHING_READ) });
    },
    renew(reading) {
      const { kind, file, directory, text } = reading;
      const provided = around(directory);
      if (provided === reading.provided) return reading;
      const isRead = text === undefined || provided?.environment === reading.provided?.environment;
      const reader = isRead ? undefined : READERS.find(({ id }) => id === kind);
      if (isRead || reader === undefined) return resolved(reading);
      const read = () => readText(within(reader, reading), text, file);
      return resolved({ ...reading, written: boundary.round(nameOf(reading), read, NOTHING_READ) });
    },
    relearn: () => own.relearn(),
  };
}

/** How a document was read, besides what came of it. */
type Seen = Pick<DocumentReading, 'kind' | 'file' | 'directory' | 'imagePaths' | 'text'>;

const NOTHING_READ: PartsRead = { reading: { references: [], ignores: [] }, parts: new Map() };

/**
 * So many names of one document are judged. People write some hundreds; a million of them, in a file of a few
 * megabytes, would fill the memory with findings.
 */
const MOST_REFERENCES = 20_000;

/** Leaves out of a reading what goes beyond {@link MOST_REFERENCES}, and says so once for each document. */
function boundOf(log: (line: string) => void): (document: string, reading: Reading) => Reading {
  const told = new Set<string>();
  return (document, reading) => {
    if (reading.references.length <= MOST_REFERENCES) return reading;
    if (!told.has(document)) {
      log(`\`${document}\` names more than ${MOST_REFERENCES} images or packages. The others are not checked.`);
    }
    told.add(document);
    return { ...reading, references: reading.references.slice(0, MOST_REFERENCES) };
  };
}

/** A document as people find it again. */
function nameOf({ directory, file }: Pick<DocumentSource, 'directory' | 'file'>): string {
  return directory === undefined ? file : path.join(directory, path.posix.basename(file));
}

function buildFiles(boundary: Boundary): BuildFiles {
  return {
    describes: describesBuilds,
    contextsIn(file, text) {
      const names = () => readerFor(file, undefined, text)?.contexts?.(text, file) ?? [];
      return boundary.round(file, names, []);
    },
  };
}

/** How long the event loop may be held while nobody waits, in milliseconds. */
const LONGEST_TURN = 8;

/** Asks for a pause where a turn has been long enough. */
function breathing(): () => Promise<unknown> | undefined {
  let turn = performance.now();
  return () => {
    if (performance.now() - turn < LONGEST_TURN) return undefined;
    return setImmediate().then(() => {
      turn = performance.now();
    });
  };
}
