import { setImmediate } from 'node:timers/promises';
import type { Boundary } from '../boundary.ts';
import { type Turn, takeTurns } from '../files/turn.ts';
import type { LensFolder } from '../lens-folder.ts';
import { ignoredPlaces } from '../model/ignored-places.ts';
import { type Lines, linesOf } from '../model/positions.ts';
import type { Settings } from '../settings.ts';
import { type Analysis, analysisOf, analyze, NOTHING_FOUND } from './analyze.ts';
import { type DocumentReader, type DocumentReading, MOST_REFERENCES_TOGETHER } from './documents.ts';
import { type Judged, type JudgedBy, judge, WALKED_KEY } from './judge.ts';
import type { Judgements } from './judgements.ts';
import { createLooks } from './looks.ts';
import { createNamesakes } from './namesakes.ts';
import { shownText } from './shown-text.ts';
import type { Statements } from './statements.ts';
import { statementsOf } from './stating.ts';

/** The world as a document sees it: the user's settings for its folder, and the registries by its project's routes. */
export interface View {
  readonly settings: Settings;
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
  /** As {@link LedgerOptions.keyOf} makes it of the URI. */
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
  /** Judges a file that was read; left alone where the document is open. */
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
   */
  changed(keys: Iterable<string>): Promise<void>;
  /**
   * Whether all files were looked at that may say what the workspace makes. Until then, nothing is asked of what it may
   * make; see `isByTag`.
   */
  readonly isWalked: boolean;
  /** Says so. Where a walk is to be waited for again, follow with {@link move}. */
  walked(isWalked: boolean): Promise<void>;
  /** Does something now where all was looked at, else then: once. It may not throw. */
  whenWalked(run: () => void): void;
  /** Folders or settings changed: every document goes to its new place at once, or out where it has none. */
  move(placeOf: (uri: string) => DocumentPlace<Folder> | undefined): Promise<void>;
}

export interface LedgerOptions<Folder extends View> {
  readonly reader: Pick<DocumentReader, 'read' | 'isCurrent' | 'toldIn' | 'folderOf'>;
  readonly statements: Pick<Statements, 'put' | 'drop'>;
  readonly boundary: Boundary;
  readonly keyOf: (uri: string) => string;
  /** Whether findings point to other documents by URIs. */
  readonly hasUris: boolean;
  readonly isWalked: boolean;
  /** Told after each change of what is shown, with the URI that the client knows. */
  readonly onChange: (uri: string, now: Checked<Folder> | undefined) => void;
  readonly onJudged: OnJudged<Folder>;
  /** Told when the first document was left out because there are too many names already. */
  readonly onFull: () => void;
}

/** A document that is not judged yet. */
type Read<Folder extends View> = Omit<Checked<Folder>, 'analysis' | 'revision'>;

/** What the ledger keeps of a document. It stays the same object while the document is there. */
interface Kept<Folder extends View> {
  checked: Checked<Folder>;
  judged: Judgements;
  read: Iterable<string>;
}

export function createLedger<Folder extends View>(options: LedgerOptions<Folder>): Ledger<Folder> {
  const { reader, statements, boundary, keyOf, onChange, onJudged, onFull } = options;
  const documents = new Map<string, Kept<Folder>>();
  const open = new Set<string>();
  const looks = createLooks<Kept<Folder>>();
  let { isWalked } = options;
  let isToldFull = false;
  let revisions = 0;
  /** Of all documents. */
  let references = 0;
  const waiting = new Set<string>();
  let pass: Promise<void> | undefined;
  const waitingForWalk: (() => void)[] = [];
  /** A document states what it says before it is judged itself. */
  const namesakes = createNamesakes<Read<Folder>>({
    ...{ reader, statements, hasUris: options.hasUris },
    find: key => documents.get(key)?.checked,
    isOpen: key => open.has(key),
    saidBy: ({ uri, reading }) => boundary.round(uri, () => statementsOf(reading), []),
  });

  function judgedBy({ folder, directory }: Pick<Checked<Folder>, 'folder' | 'directory'>): JudgedBy {
    const { lens, settings } = folder;
    const { lookUp, derive } = lens;
    return { severityOf: rule => settings.rules[rule], lookUp, derive, told: reader.toldIn(directory), isWalked };
  }

  function judgeAll(read: Read<Folder>): Checked<Folder> {
    const before = documents.get(read.key)?.checked;
    const work = () => analyze(read.text, read.reading, judgedBy(read));
    const analysis = boundary.round(read.uri, work, NOTHING_FOUND);
    const isSame = before !== undefined && shownText(analysis, read.lines) === shownText(before.analysis, before.lines);
    return { ...read, analysis, revision: isSame ? before.revision : String(++revisions) };
  }

  /** Keeps a judgement of all of a document. */
  function keep(now: Checked<Folder>): Checked<Folder> {
    const { key, analysis, reading } = now;
    const kept = documents.get(key);
    const before = kept?.checked;
    references += reading.references.length - (before?.reading.references.length ?? 0);
    const its = Object.assign(kept ?? {}, { checked: now, judged: analysis.judged, read: [...reading.looked.keys()] });
    documents.set(key, its);
    looks.note(its);
    if (before?.revision !== now.revision || before.version !== now.version) onChange(now.uri, now);
    return now;
  }

  function remove(key: string): void {
    const kept = documents.get(key);
    if (kept === undefined) return;
    const { uri, reading } = kept.checked;
    references -= reading.references.length;
    documents.delete(key);
    looks.drop(kept);
    namesakes.drop(key);
    onChange(uri, undefined);
  }

  function record(
    document: Pick<Checked<Folder>, 'uri' | 'version' | 'text'>,
    reading: DocumentReading | undefined,
    { folder, file, directory }: DocumentPlace<Folder>,
  ): Checked<Folder> | undefined {
    const key = keyOf(document.uri);
    const isOpen = document.version !== undefined;
    // Files with nothing in them are many, and nobody asks about them; an open one may be asked about any time.
    const saysNothing = reading?.references.length === 0 && reading.statements === undefined;
    const isTooMuch = reading !== undefined && !isOpen && !hasRoomFor(key, reading);
    if (reading === undefined || isTooMuch || (saysNothing && !isOpen)) {
      remove(key);
      return undefined;
    }
    const read = { ...document, key, folder, file, directory, lines: linesOf(document.text), reading };
    namesakes.state(read);
    return keep(judgeAll(read));
  }

  /** Whether another document may be judged beside all others; what is open always may. */
  function hasRoomFor(key: string, reading: DocumentReading): boolean {
    const others = references - (documents.get(key)?.checked.reading.references.length ?? 0);
    const hasRoom = others + reading.references.length <= MOST_REFERENCES_TOGETHER;
    if (!hasRoom && !isToldFull) onFull();
    isToldFull ||= !hasRoom;
    return hasRoom;
  }

  /** Reads a document again that looked at what other files say, and judges all of it. */
  function readAgain({ checked }: Kept<Folder>): void {
    const { text, reading } = checked;
    const now = reader.read(text, reading.source, reading);
    if (now === undefined) return;
    const read = { ...checked, reading: now };
    namesakes.state(read);
    const after = keep(judgeAll(read));
    onJudged(after, after.analysis.judged);
  }

  /** Judges some references of a document anew. */
  async function judgeSome(kept: Kept<Folder>, affected: ReadonlySet<number>, turn: Turn): Promise<void> {
    const { uri, text, reading, lines } = kept.checked;
    const by = judgedBy(kept.checked);
    const ignored = ignoredPlaces(reading.ignores);
    const start = kept.judged;
    const anew = new Map<number, Judged>();
    let isSame = true;
    for (const index of affected) {
      const reference = reading.references[index];
      const before = start.at(index);
      if (reference === undefined || before === undefined) continue;
      const now = boundary.round(uri, () => judge(reference, text, ignored, by), before);
      anew.set(index, now);
      looks.replace(kept, index, now);
      isSame &&= shownText(now, lines) === shownText(before, lines);
      if (!turn.isOver()) continue;
      await turn.end();
      // It is gone, or was judged as a whole meanwhile, by all that is known now.
      if (documents.get(kept.checked.key) !== kept || kept.judged !== start) return;
    }
    const revision = isSame ? kept.checked.revision : String(++revisions);
    const judged = start.with(anew);
    const after = { ...kept.checked, analysis: analysisOf(judged), revision };
    Object.assign(kept, { checked: after, judged });
    if (!isSame) onChange(after.uri, after);
    onJudged(after, anew.values());
  }

  function openFirst<Item>(items: readonly Item[], documentOf: (item: Item) => Kept<Folder>): readonly Item[] {
    const isOpen = (item: Item) => open.has(documentOf(item).checked.key);
    return [...items.filter(isOpen), ...items.filter(item => !isOpen(item))];
  }

  async function passOnce(turn: Turn): Promise<void> {
    const keys = [...waiting];
    waiting.clear();
    await looks.catchUp(turn);
    const lookers = [...looks.lookers(keys)];
    for (const [kept, { isRead, references: affected }] of openFirst(lookers, ([its]) => its)) {
      if (documents.get(kept.checked.key) !== kept) continue;
      if (isRead && !reader.isCurrent(kept.checked.reading)) readAgain(kept);
      else if (affected.size > 0) await judgeSome(kept, affected, turn);
      if (turn.isOver()) await turn.end();
    }
  }

  /** Begins in a later turn, because documents change what they state while they are read. */
  async function passes(): Promise<void> {
    try {
      await setImmediate();
      const turn = takeTurns();
      while (waiting.size > 0) await passOnce(turn);
    } finally {
      // At once: whoever comes between the last look at what waits and this would wait for a pass that is over.
      pass = undefined;
    }
  }

  function changed(keys: Iterable<string>): Promise<void> {
    for (const key of keys) waiting.add(key);
    if (waiting.size === 0) return pass ?? Promise.resolve();
    pass ??= passes();
    return pass;
  }

  return {
    get: uri => documents.get(keyOf(uri))?.checked,
    *all() {
      for (const { checked } of documents.values()) yield checked;
    },
    isOpen: uri => open.has(keyOf(uri)),
    get isWalked() {
      return isWalked;
    },
    walked(now) {
      isWalked = now;
      for (const run of isWalked ? waitingForWalk.splice(0) : []) run();
      return changed(now ? [WALKED_KEY] : []);
    },
    whenWalked(run) {
      if (isWalked) run();
      else waitingForWalk.push(run);
    },
    show({ uri, languageId, version, text }, place) {
      const key = keyOf(uri);
      open.add(key);
      const { file, directory, excluded, folder } = place;
      const { settings } = folder;
      const before = documents.get(key)?.checked.reading;
      const source = { file, directory, languageId, settings };
      return record({ uri, version, text }, excluded ? undefined : reader.read(text, source, before), place);
    },
    put(uri, text, place, reading) {
      if (open.has(keyOf(uri))) return undefined;
      return record({ uri, version: undefined, text }, place.excluded ? undefined : reading, place);
    },
    close(uri) {
      const key = keyOf(uri);
      open.delete(key);
      const kept = documents.get(key);
      // The client drops what it knew of an open document, so the next report must not say "unchanged".
      if (kept === undefined) return;
      kept.checked = { ...kept.checked, version: undefined, revision: String(++revisions) };
      onChange(kept.checked.uri, kept.checked);
    },
    drop(uri) {
      const key = keyOf(uri);
      if (!open.has(key)) remove(key);
    },
    changed,
    async move(placeOf) {
      for (const [key, kept] of [...documents]) {
        const place = placeOf(kept.checked.uri);
        if (place === undefined || place.excluded) {
          remove(key);
          continue;
        }
        const { folder, file, directory } = place;
        kept.checked = { ...kept.checked, folder, file, directory };
      }
      const turn = takeTurns();
      for (const kept of openFirst([...documents.values()], each => each)) {
        const { checked } = kept;
        if (documents.get(checked.key) !== kept) continue;
        const { text, file, directory, folder, reading } = checked;
        const source = { ...reading.source, file, directory, settings: folder.settings };
        const now = reader.read(text, source, reading);
        if (now === undefined) remove(checked.key);
        else {
          const read = { ...checked, reading: now };
          namesakes.state(read);
          keep(judgeAll(read));
        }
        if (turn.isOver()) await turn.end();
      }
    },
  };
}
