import { createOwnPackages, type OwnPackagesOptions } from './files/own-packages.ts';
import type { Provided } from './model/provided.ts';
import type { Reading } from './model/reference.ts';
import { withoutProvided } from './provided.ts';
import { readerFor } from './readers/index.ts';

/**
 * The one place where documents are read: by the reader of their kind, and with what the workspace around them provides
 * itself taken out of what is asked. It needs neither network nor trust.
 */
export interface DocumentReader {
  /** Looks, once, at the workspaces around a directory. Local work, to be waited for before documents in it are read. Never rejects. */
  learn(directory: string): Promise<void>;
  /** Whether {@link learn} came to its end for a directory. */
  knows(directory: string): boolean;
  /** `undefined` where no reader knows this kind of document. Synchronous, so that typing never waits. */
  read(text: string, source: DocumentSource): DocumentReading | undefined;
  /** The same document by what is provided now; the very same value where nothing of that changed. */
  renew(reading: DocumentReading): DocumentReading;
  /** Looks at all workspaces again; follow with {@link renew}. Never rejects. */
  relearn(): Promise<void>;
}

export interface DocumentSource {
  /** As `Reader.read` takes it. */
  readonly file: string;
  /** What it lies in on disk, an absolute path; absent for a document that lies nowhere. */
  readonly directory?: string | undefined;
  /** The editor's language id. */
  readonly languageId?: string | undefined;
}

/** What was read of a document. A value. */
export interface DocumentReading extends Reading {
  /** The reader's id. */
  readonly kind: string;
  /** What the text says, whoever provides it. */
  readonly written: Reading;
  readonly directory: string | undefined;
  /** What was known to be provided around it. */
  readonly provided: Provided | undefined;
}

export function createDocumentReader(options: OwnPackagesOptions): DocumentReader {
  const own = createOwnPackages(options);

  function resolved({
    kind,
    written,
    directory,
  }: Pick<DocumentReading, 'kind' | 'written' | 'directory'>): DocumentReading {
    const provided = directory === undefined ? undefined : own.around(directory);
    const reading = provided === undefined ? written : withoutProvided(written, provided);
    return { ...reading, kind, written, directory, provided };
  }

  return {
    learn: directory => own.learn(directory),
    knows: directory => own.around(directory) !== undefined,
    read(text, { file, directory, languageId }) {
      const reader = readerFor(file, languageId);
      return reader && resolved({ kind: reader.id, written: reader.read(text, file), directory });
    },
    renew: reading =>
      reading.directory === undefined || own.around(reading.directory) === reading.provided
        ? reading
        : resolved(reading),
    relearn: () => own.relearn(),
  };
}
