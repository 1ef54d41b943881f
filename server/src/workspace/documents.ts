import path from 'node:path';
import { createBoundary } from '../boundary.ts';
import { readerFor, readersByInclusion, readText, readTextInTurns } from '../ecosystems/readers.ts';
import { type TakeTurns, takeTurns } from '../files/turn.ts';
import {
  isSameForReaders,
  type Kept,
  MOST_REFERENCES,
  NOTHING_AROUND,
  type Reader,
  type ReaderSettings,
} from '../model/reader.ts';
import type { Reading } from '../model/reference.ts';
import { INCLUDES_KEY, type PlacedStatement, type Told } from '../model/statement.ts';
import type { PartsRead } from '../syntax/read-parts.ts';
import { createInclusions } from './inclusions.ts';
import { createReadOnce } from './read-once.ts';
import type { Statements } from './statements.ts';
import { createSurroundings, type Surroundings } from './surroundings.ts';
import { createUnreadFiles, type UnreadFiles } from './unread.ts';

/**
 * The one place where documents are read: by the reader of their kind, with what the files around them say. It needs
 * neither network nor trust. A document at which its reader fails is told in the log and names nothing.
 */
export interface DocumentReader extends Pick<Surroundings, 'learn' | 'knows' | 'relearn'>, UnreadFiles {
  /**
   * `undefined` where no reader knows this kind of document. Synchronous, so that typing never waits; what did not
   * change since `before`, the same document's last reading, is not read again.
   */
  read(text: string, source: DocumentSource, before?: DocumentReading): DocumentReading | undefined;
  /**
   * The same for a document that no request waits for: the event loop is never held for much longer than one part
   * takes.
   */
  readInTurns(text: string, source: DocumentSource): Promise<DocumentReading | undefined>;
  /**
   * Whether reading the same text again would give the same, by what other files say now and, where it is given, from
   * another place or by other settings.
   */
  isCurrent(reading: DocumentReading, source?: DocumentSource): boolean;
  /**
   * Documents that no reader knew when they were read, and that another one includes by now: each is to be read again,
   * and is told of once.
   */
  nowIncluded(): Promise<readonly DocumentSource[]>;
  /** What a document in a directory is told; by one that lies nowhere only what is said everywhere. */
  toldIn(directory: string | undefined): Told;
  /** The folder of a document as the statements have it: a real path. */
  folderOf(directory: string | undefined): string | undefined;
}

/** Where a document comes from, as far as it decides how it is read. */
export interface DocumentSource {
  /** As `Reader.read` takes it. */
  readonly file: string;
  /** What it lies in on disk, an absolute path; absent for a document that lies nowhere. */
  readonly directory?: string | undefined;
  /** The editor's language id. */
  readonly languageId?: string | undefined;
  /** Absent: of a user who set nothing. */
  readonly settings?: ReaderSettings;
}

/** What was read of a document. A value. */
export interface DocumentReading extends Reading {
  /** The reader's id. */
  readonly kind: string;
  /** What is kept of it to read its next version faster. */
  readonly written: PartsRead;
  /** The same of a document that is open; it changes with each version. */
  readonly kept?: Kept;
  /** What was read: of two equal texts the one that is held already, so that a large one is held once. */
  readonly text: string;
  /** Where it came from when it was read. */
  readonly source: DocumentSource;
  /** The keys under which its reader looked for what other files say, and what it was told. */
  readonly looked: Looked;
}

type Looked = ReadonlyMap<string, readonly PlacedStatement[]>;

/** So many names of all documents together are judged. Large repositories have some ten thousand. */
export const MOST_REFERENCES_TOGETHER = 200_000;

export interface DocumentReaderOptions {
  /** The user's home folder, an absolute path; absent where there is none. */
  readonly home: string | undefined;
  /** Takes sentences about what could not be read whole. */
  readonly log: (line: string) => void;
  /** What all files state. The reader's part is what the folders around documents say. */
  readonly statements: Statements;
  /** Absent: nothing else is done meanwhile. */
  readonly turns?: TakeTurns | undefined;
}

export function createDocumentReader({
  home,
  log,
  statements,
  turns = takeTurns,
}: DocumentReaderOptions): DocumentReader {
  const boundary = createBoundary(log);
  const bounded = boundOf(log);
  const once = createReadOnce();
  const surroundings = createSurroundings({ home, log, boundary, statements, once, turns });
  const inclusions = createInclusions();
  /** What no reader knows, and might be included, by its name. */
  const strangers = new Map<string, DocumentSource>();

  function kindOf(text: string, source: DocumentSource, told: Told): Reader | undefined {
    const { file, languageId } = source;
    const name = nameOf(source);
    const known = boundary.round(name, () => readerFor(file, languageId, text), undefined);
    const possible = known === undefined ? readersByInclusion(file) : [];
    const reader = known ?? includedAs(possible, source, told);
    if (reader === undefined && possible.length > 0) strangers.set(name, source);
    else strangers.delete(name);
    return reader;
  }

  function includedAs(possible: readonly Reader[], { directory, file }: DocumentSource, told: Told) {
    if (possible.length === 0) return undefined;
    const kind = inclusions.kindOf({ folder: folderOf(directory), file }, told(INCLUDES_KEY));
    return possible.find(({ id }) => id === kind);
  }

  function folderOf(directory: string | undefined): string | undefined {
    return directory === undefined ? undefined : surroundings.above(directory)[0];
  }

  function toldIn(directory: string | undefined): Told {
    return statements.toldIn(directory === undefined ? [] : surroundings.above(directory));
  }

  /** What a reader sees around a document, and what it looked at, which is complete when it is done. */
  function watched(
    { directory, settings = NOTHING_AROUND.settings }: DocumentSource,
    looked: Map<string, readonly PlacedStatement[]>,
  ) {
    const told = toldIn(directory);
    return {
      settings,
      folder: folderOf(directory),
      told: (key: string) => {
        const its = told(key);
        looked.set(key, its);
        return its;
      },
    };
  }

  /** Under one key many folders are told their own: what others are told now is no reason to read again. */
  function isCurrent({ source: before, looked }: DocumentReading, source: DocumentSource = before): boolean {
    if (!isSameSource(before, source)) return false;
    const told = toldIn(source.directory);
    for (const [key, then] of looked) {
      const now = told(key);
      if (now.length !== then.length || now.some((each, i) => each !== then[i])) return false;
    }
    return true;
  }

  function readingOf(reader: Reader, text: string, source: DocumentSource, written: PartsRead, looked: Looked) {
    return { ...bounded(nameOf(source), written.reading), kind: reader.id, text, written, source, looked };
  }

  return {
    learn: surroundings.learn,
    knows: surroundings.knows,
    relearn: surroundings.relearn,
    note: createUnreadFiles(statements).note,
    isCurrent,
    toldIn,
    folderOf,
    async nowIncluded() {
      const included: DocumentSource[] = [];
      const turn = turns();
      for (const [name, source] of [...strangers]) {
        if (turn.isOver()) await turn.end();
        const told = toldIn(source.directory);
        if (includedAs(readersByInclusion(source.file), source, told) === undefined || !strangers.delete(name))
          continue;
        included.push(source);
      }
      return included;
    },
    read(text, source, before) {
      const looked = new Map<string, readonly PlacedStatement[]>();
      const around = watched(source, looked);
      const reader = kindOf(text, source, around.told);
      if (reader === undefined) return undefined;
      const isSame = before?.kind === reader.id && isCurrent(before, source);
      if (isSame) for (const [key, its] of before.looked) looked.set(key, its);
      const kept: Kept = (before?.kind === reader.id ? before.kept : undefined) ?? new Map();
      const read = () => readText(reader, text, source.file, isSame ? before.written : undefined, { ...around, kept });
      const bounded = () => boundary.round(nameOf(source), read, NOTHING_READ);
      const known = once.known(reader, nameOf(source), text);
      const written = known === undefined ? bounded() : { ...NOTHING_READ, reading: known.reading };
      once.keep(reader, nameOf(source), known?.text ?? text, written.reading);
      return { ...readingOf(reader, known?.text ?? text, source, written, looked), kept };
    },
    async readInTurns(text, source) {
      const looked = new Map<string, readonly PlacedStatement[]>();
      const around = watched(source, looked);
      const reader = kindOf(text, source, around.told);
      if (reader === undefined) return undefined;
      const known = once.known(reader, nameOf(source), text);
      if (known !== undefined)
        return readingOf(reader, known.text, source, { ...NOTHING_READ, reading: known.reading }, looked);
      const turn = turns();
      const pause = () => (turn.isOver() ? turn.end() : undefined);
      const read = () => readTextInTurns(reader, text, source.file, pause, around);
      const { reading } = await boundary.roundLater(nameOf(source), read, NOTHING_READ);
      once.keep(reader, nameOf(source), text, reading);
      // Nobody types in it: its parts would be kept for nothing.
      return readingOf(reader, text, source, { ...NOTHING_READ, reading }, looked);
    },
  };
}

const NOTHING_READ: PartsRead = { reading: { references: [], ignores: [] }, parts: new Map() };

/** Whether texts from both are read in the same way. */
function isSameSource(before: DocumentSource, now: DocumentSource): boolean {
  const { settings: a = NOTHING_AROUND.settings } = before;
  const { settings: b = NOTHING_AROUND.settings } = now;
  return before.file === now.file && before.directory === now.directory && isSameForReaders(a, b);
}

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
