import type { Reading } from './reference.ts';
import type { Span } from './span.ts';
import { type Reach, type Statement, TOLD_NOTHING, type Told } from './statement.ts';

/**
 * Turns the text of one kind of file into references. A reader never throws, whatever the text: it yields what can be
 * read of a broken file, because the user is typing it.
 */
export interface Reader {
  /** The `kind` that `list` prints, such as `dockerfile`. */
  readonly id: string;
  /**
   * Globs of file names without folders, as VS Code understands them, such as `*.[Dd]ockerfile`, or with folders where
   * the place counts (`.github/workflows/*.yml`); each is matched at any depth below the workspace folder. Walks,
   * watchers, document selectors and activation derive from them.
   */
  readonly files: readonly string[];
  /**
   * Globs of the same form for names that `files` matches but that are another kind of file, whatever language the
   * editor takes them for, such as `Dockerfile.dockerignore`. Ask `readerFor`, not `files`, whether a file is read.
   */
  readonly except?: readonly string[];
  /** Editors' language ids whose documents it reads under any file name. */
  readonly languages: readonly string[];
  /**
   * Globs of the same form for files that are of this kind where another one includes them, and that no kind takes for
   * its own. A walk comes to those that some kind's `files` match.
   */
  readonly included?: readonly string[];
  /**
   * Whether a text is of this kind, for kinds whose names others share; absent where the name decides. A cheap look
   * that may err on the generous side: `read` then finds nothing.
   */
  recognises?(text: string): boolean;
  /**
   * Words that every text of this kind holds, for kinds with names that anybody uses. Such a name is no reason to start
   * in an editor; an open text with these words is.
   */
  readonly telltale?: readonly string[];
  /**
   * Cuts a text into stretches of which each can be read alone, as YAML's documents can, in order and without gaps;
   * absent where there is no such thing. Ask `readText`, not this.
   */
  parts?(text: string): readonly Span[];
  /**
   * Set where files of this kind state things to documents beside them alone, or to all below their folder: such files
   * are read around every document, also where no walk goes.
   */
  readonly speaks?: Exclude<Reach, 'everywhere'>;
  /** Set where files of this kind are read only around other documents, and are no documents themselves. */
  readonly isAside?: true;
  /**
   * Set where the name alone tells what files of this kind state around others: they are not opened, however large they
   * are, and `read` gets an empty text.
   */
  readonly saysByName?: true;
  /**
   * Set where files of this kind may say what the workspace makes itself: a walk reads them before any registry is
   * asked.
   */
  readonly makes?: true;
  /**
   * What is stated in place of a file of this kind that is there and cannot be read: it is too large, no text, out of
   * bounds. Absent: nothing. Where its name does not tell the kind it counts for none.
   */
  readonly unread?: readonly Statement[];
  /**
   * Whether a text may state anything, for kinds of which most do not: a look that costs nothing, before it is read
   * around others. Absent: it may.
   */
  mayState?(text: string): boolean;
  /**
   * How large a file it reads, in bytes; of a text in an editor, in characters. Absent: {@link LARGEST_DOCUMENT}. More
   * than that only where it reads by parts, of which each, and a text in an editor as a whole, stays below it: one part
   * is one turn, and so is a keystroke.
   */
  readonly largest?: number;
  /**
   * What people should know of files of this name, whatever stands in them, as a sentence for hovers.
   *
   * @param file as `read` takes it
   */
  remark?(file: string): string | undefined;
  /**
   * Set where what is read depends on the text alone, and neither on its name nor on anything around it: the same text
   * is not read twice.
   */
  readonly readsTextAlone?: true;
  /**
   * The same as `read` in small steps, for kinds whose texts are large and cannot be cut into parts: who is in no hurry
   * does something else between two of them. Absent: `read` is one step.
   */
  readInSteps?(text: string, file: string, around?: Around): Generator<void, Reading>;
  /**
   * Reads a whole text, or one of its parts, without a byte-order mark. `file` is the path with `/` from the workspace
   * folder on; a reader may judge by the name alone (a template's suffix), and never opens it. The same around it must
   * give the same reading.
   */
  read(text: string, file: string, around?: Around): Reading;
}

/**
 * Reads something else in files that other readers read: in a workflow the images are one thing, and what it publishes
 * is another. A kind of file has one reader, and any number of companions; none knows of the others.
 */
export interface Companion {
  /** The ids of the readers that it goes with. */
  readonly of: readonly string[];
  /** Whether a text may hold anything: a look that costs nothing. */
  mayRead(text: string): boolean;
  /** As `Reader.read`, of what the reader is given: a whole text, or one of its parts. */
  read(text: string, file: string, around?: Around): Reading;
}

/** What a reader may know besides the text. */
export interface Around {
  readonly settings: ReaderSettings;
  /**
   * What the document lies in, a real path as in `Stating.folder`: it tells files of one name in two workspace folders
   * apart. Absent for a document that lies nowhere.
   */
  readonly folder?: string | undefined;
  /** What other files say. */
  readonly told: Told;
  /** Absent for a text that nobody types in. */
  readonly kept?: Kept;
}

/**
 * What is kept of a text to read its next version faster, by who keeps it. It decides nothing: a text is read the same
 * with it and without.
 */
export type Kept = Map<string, unknown>;

/** The user's settings that decide how texts are read. */
export interface ReaderSettings {
  /**
   * Where kinds of Kubernetes that the user defined name images, as `Kind:spec.path[].to.image`; without a kind in all
   * of them.
   */
  readonly imagePaths: readonly string[];
}

/** Those of a user who set nothing. Each setting for readers is here. */
const NOTHING_SET: Readonly<Required<ReaderSettings>> = { imagePaths: [] };

/** A text that stands alone, read for a user who set nothing. */
export const NOTHING_AROUND: Around = { settings: NOTHING_SET, told: TOLD_NOTHING };

/** Whether texts are read in the same way with both, which may be parts of larger settings. */
export function isSameForReaders(a: ReaderSettings, b: ReaderSettings): boolean {
  const names = Object.keys(NOTHING_SET) as (keyof ReaderSettings)[];
  return a === b || names.every(name => JSON.stringify(a[name]) === JSON.stringify(b[name]));
}

/** No Dockerfile or manifest written by people comes near; in bytes. */
export const LARGEST_DOCUMENT = 4 * 1024 * 1024;

/** Programs write them; some hundred thousand entries, in bytes. */
export const LARGEST_LOCKFILE = 48 * 1024 * 1024;

/**
 * So many names of one document are judged. People write some hundreds; a million of them, in a file of a few
 * megabytes, would fill the memory.
 */
export const MOST_REFERENCES = 20_000;
