import type { LensFolder } from '../lens-folder.ts';
import type { PolicyFor } from '../model/policy.ts';
import type { Lines } from '../model/positions.ts';
import type { Settings } from '../settings.ts';
import type { Analysis } from './analyze.ts';
import type { DocumentReading } from './documents.ts';
import type { Judged } from './judge.ts';

/** The world as a document sees it: the user's settings for its folder, and the registries by its project's routes. */
export interface View {
  readonly settings: Settings;
  /** What the user and the repository want of the findings of a file in it. */
  readonly policyFor: PolicyFor;
  readonly lens: LensFolder;
}

/** Where a document belongs. */
export interface DocumentPlace<Folder extends View> {
  readonly folder: Folder;
  /** The path with `/` from the folder on; for a document outside of every folder its name. */
  readonly file: string;
  /** What it lies in on disk, an absolute path; absent for a document that lies nowhere. */
  readonly directory?: string;
  /** Whether it is not to be read. */
  readonly excluded: boolean;
}

/** A document as it was last read and judged. A value: a newer judgement is a new one. */
export interface Checked<Folder extends View = View> {
  /** As `LedgerOptions.keyOf` makes it of the URI. */
  readonly key: string;
  /** As the client spells it where it is open; on the command line an absolute path. */
  readonly uri: string;
  readonly folder: Folder;
  readonly file: string;
  readonly directory: string | undefined;
  /** The client's version of an open document; `undefined` for one that is only on disk. */
  readonly version: number | undefined;
  readonly text: string;
  readonly lines: Lines;
  readonly reading: DocumentReading;
  readonly analysis: Analysis;
  /** Differs whenever what people see of the findings may differ: the protocol's result id. */
  readonly revision: string;
}

/** Of answers and statements. */
export type Keys = readonly string[] | ReadonlySet<string>;

/** A document as the client has it. */
export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

/** Told of a document after some of its references were judged anew, with those references. */
export type OnJudged<Folder extends View> = (checked: Checked<Folder>, judged: Iterable<Judged>) => void;

/**
 * Every document that was read, open or on disk, and how it is judged: the one engine behind the editor and the command
 * line. What is open wins over what is on disk.
 */
export interface Ledger<Folder extends View = View> {
  get(uri: string): Checked<Folder> | undefined;
  all(): Iterable<Checked<Folder>>;
  isOpen(uri: string): boolean;
  /** Reads and judges an open document now. */
  show(document: OpenDocument, place: DocumentPlace<Folder>): Checked<Folder> | undefined;
  /**
   * Judges a file that was read; left alone where the document is open. What names much is judged in later turns, and
   * told of as what was judged anew.
   */
  put(
    uri: string,
    text: string,
    place: DocumentPlace<Folder>,
    reading: DocumentReading | undefined,
  ): Checked<Folder> | undefined;
  /** The client closed it: what is on disk counts from now on. Follow with {@link put} or {@link drop}. */
  close(uri: string): void;
  /** The file is gone, or is no longer to be read. An open document stays. */
  drop(uri: string): void;
  /**
   * Something changed under these keys, be it an answer or what a file states: what was read or judged by them is read
   * or judged anew, and nothing else. What is open comes first; no turn of the event loop is longer than a few
   * milliseconds and one reference. Calls share one pass; it takes in as well what documents themselves have changed.
   *
   * @param keys they are not copied, as there may be many thousands: nobody may change them any more
   */
  changed(keys: Keys): Promise<void>;
  /**
   * Whether all files were looked at that may say what the workspace makes. Until then, nothing is asked of what it may
   * make; see `isHeldUntilWalked`.
   */
  readonly isWalked: boolean;
  /** Says so. Where a walk is to be waited for again, follow with {@link move}. */
  walked(isWalked: boolean): Promise<void>;
  /**
   * Reads files that may say so anew: until they were read, and what goes by them was read again, the workspace counts
   * as not walked.
   */
  holding(read: () => Promise<void>): Promise<void>;
  /** Does something now where all was looked at, else then: once. It may not throw. */
  whenWalked(run: () => void): void;
  /** Folders or settings changed: every document goes to its new place at once, or out where it has none. */
  move(placeOf: (uri: string) => DocumentPlace<Folder> | undefined): Promise<void>;
}
