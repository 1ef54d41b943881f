import { setImmediate } from 'node:timers/promises';
import type { Diagnostic } from 'vscode-languageserver';
import type { Boundary } from '../boundary.ts';
import type { Answer, AnyFact } from '../model/answer.ts';
import type { Finding } from '../model/finding.ts';
import { imageNameText } from '../model/names.ts';
import { type Lines, linesOf } from '../model/positions.ts';
import type { Reference } from '../model/reference.ts';
import { type Analysis, isMadeHere, NOTHING_FOUND } from '../workspace/analyze.ts';
import { type DocumentReader, type DocumentReading, MOST_REFERENCES_TOGETHER } from '../workspace/documents.ts';
import { createPinIndex } from '../workspace/pins.ts';
import { keyOf } from './uris.ts';
import type { Folder, Place } from './workspace.ts';

/** A document as it was last read and judged. A value: a newer judgement is a new one. */
export interface Checked {
  /** See {@link keyOf}. */
  readonly key: string;
  /** The document's URI as the client spells it where it is open. */
  readonly uri: string;
  readonly folder: Folder;
  readonly file: string;
  /** The client's version of an open document; `undefined` for one that is only on disk. */
  readonly version: number | undefined;
  readonly text: string;
  readonly lines: Lines;
  readonly reading: DocumentReading;
  readonly analysis: Analysis;
  readonly diagnostics: readonly Diagnostic[];
  /** Differs whenever the diagnostics may differ: the protocol's result id. */
  readonly revision: string;
  /** What the answers were that it was judged by. */
  readonly answers: string;
}

type Judged = Pick<Checked, 'analysis' | 'diagnostics'>;

/** A document that was read, before it is judged. */
type Seen = Omit<Checked, 'analysis' | 'diagnostics' | 'revision' | 'answers'>;

/** A document as the client has it. */
export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

/** Every document that was read, open or on disk. What is open wins over what is on disk. */
export interface Ledger {
  get(uri: string): Checked | undefined;
  all(): Iterable<Checked>;
  isOpen(uri: string): boolean;
  /** A reference as people are told of it: what another document builds is the workspace's own, as in the findings. */
  asSeen(reference: Reference): Reference;
  /** Reads and judges an open document now. */
  show(document: OpenDocument, place: Place): Checked | undefined;
  /** Judges a file that was read; left alone where the document is open. */
  put(uri: string, text: string, place: Place, reading: DocumentReading | undefined): Checked | undefined;
  /** The client closed it: what is on disk counts from now on. Follow with {@link put} or {@link drop}. */
  close(uri: string): void;
  /** The file is gone, or is no longer to be read. An open document stays. */
  drop(uri: string): void;
  /** Judges those anew whose answers changed: what is open at once, the rest in short turns. Tells each that was. */
  rejudge(onJudged: (checked: Checked) => void): Promise<void>;
  /** Judges those anew that name what workspaces provide now, or no longer provide. Tells each that was. */
  renew(onJudged: (checked: Checked) => void): Promise<void>;
  /** Folders or settings changed: every document goes to its new place, or out where it has none. */
  move(placeOf: (uri: string) => Place | undefined): void;
}

export interface LedgerOptions {
  readonly reader: Pick<DocumentReader, 'read' | 'renew'>;
  readonly boundary: Boundary;
  readonly toDiagnostics: (findings: readonly Finding[], lines: Lines) => readonly Diagnostic[];
  /** Told after each change of what is shown, with the URI that the client knows. */
  readonly onChange: (uri: string, now: Checked | undefined) => void;
  /** Told when documents pin images otherwise than before: follow with {@link Ledger.rejudge}, but not from within. */
  readonly onPinsChange: () => void;
  /** Told when the first document was left out because there are too many names already. */
  readonly onFull: () => void;
}

/**
 * How long the event loop may be held while nobody waits, in milliseconds: a hover in between takes hardly longer than
 * otherwise.
 */
const LONGEST_TURN = 2;

export function createLedger(options: LedgerOptions): Ledger {
  const { reader, boundary, toDiagnostics, onChange, onPinsChange, onFull } = options;
  const documents = new Map<string, Checked>();
  const open = new Set<string>();
  const pins = createPinIndex();
  let toldPins = 0;
  let isToldFull = false;
  let revisions = 0;
  /** Of all documents. */
  let references = 0;

  function judge(seen: Seen, before?: Checked): Checked {
    const nothing = { analysis: NOTHING_FOUND, diagnostics: [] };
    const { analysis, diagnostics } = boundary.round<Judged>(seen.uri, () => judged(seen), nothing);
    const isSame = before !== undefined && JSON.stringify(diagnostics) === JSON.stringify(before.diagnostics);
    const revision = isSame ? before.revision : String(++revisions);
    return { ...seen, analysis, diagnostics, revision, answers: seenBy(analysis, seen) };
  }

  function judged(seen: Seen): Judged {
    pins.put(seen);
    const analysis = seen.folder.lens.analyze(seen.text, seen.reading, pins);
    return { analysis, diagnostics: toDiagnostics(analysis.findings, seen.lines) };
  }

  /** All that an analysis looked at besides the text, as one text: where it is the same, so are the findings. */
  function seenBy(analysis: Analysis, { folder, reading }: Pick<Checked, 'folder' | 'reading'>): string {
    const made = reading.references.flatMap((reference, index) => (isMadeHere(reference, pins) ? [index] : []));
    return `${reading.references.some(isPinned) ? pins.revision : ''} ${made.join()} ${answersTo(analysis, folder)}`;
  }

  function tellOfPins(): void {
    if (pins.revision === toldPins) return;
    toldPins = pins.revision;
    onPinsChange();
  }

  function keep(key: string, now: Checked): Checked {
    const before = documents.get(key);
    references += now.reading.references.length - (before?.reading.references.length ?? 0);
    documents.set(key, now);
    if (before?.revision !== now.revision || before.version !== now.version) onChange(now.uri, now);
    tellOfPins();
    return now;
  }

  function remove(key: string): void {
    const before = documents.get(key);
    references -= before?.reading.references.length ?? 0;
    pins.drop(key);
    if (documents.delete(key) && before !== undefined) onChange(before.uri, undefined);
    tellOfPins();
  }

  function record(
    key: string,
    document: Pick<Checked, 'uri' | 'version' | 'text'>,
    reading: DocumentReading | undefined,
    { folder, file }: Place,
  ): Checked | undefined {
    // Files with nothing in them are many, and nobody asks about them; an open one may be asked about any time.
    const saysNothing = reading?.references.length === 0 && reading.collects === undefined;
    const isTooMuch = reading !== undefined && document.version === undefined && !hasRoomFor(key, reading);
    if (reading === undefined || isTooMuch || (saysNothing && document.version === undefined)) {
      remove(key);
      return undefined;
    }
    const lines = linesOf(document.text);
    return keep(key, judge({ ...document, key, folder, file, lines, reading }, documents.get(key)));
  }

  /** Whether another document may be judged beside all others; what is open always may. */
  function hasRoomFor(key: string, reading: DocumentReading): boolean {
    const others = references - (documents.get(key)?.reading.references.length ?? 0);
    const hasRoom = others + reading.references.length <= MOST_REFERENCES_TOGETHER;
    if (!hasRoom && !isToldFull) onFull();
    isToldFull ||= !hasRoom;
    return hasRoom;
  }

  function rejudgeOne(key: string, checked: Checked, onJudged: (checked: Checked) => void): void {
    if (documents.get(key) !== checked || seenBy(checked.analysis, checked) === checked.answers) return;
    onJudged(keep(key, judge(checked, checked)));
  }

  function renewOne(key: string, checked: Checked, onJudged: (checked: Checked) => void): void {
    const reading = reader.renew(checked.reading);
    if (documents.get(key) !== checked || reading === checked.reading) return;
    onJudged(keep(key, judge({ ...checked, reading }, checked)));
  }

  /** Does something with each document: with those that are open at once, with the rest in short turns. */
  async function each(run: (key: string, checked: Checked) => void): Promise<void> {
    const entries = [...documents];
    for (const [key, checked] of entries) if (open.has(key)) run(key, checked);
    let turn = performance.now();
    for (const [key, checked] of entries) {
      if (open.has(key)) continue;
      run(key, checked);
      if (performance.now() - turn < LONGEST_TURN) continue;
      await setImmediate();
      turn = performance.now();
    }
  }

  return {
    get: uri => documents.get(keyOf(uri)),
    all: () => documents.values(),
    isOpen: uri => open.has(keyOf(uri)),
    asSeen(reference) {
      const { subject } = reference;
      if (subject.kind !== 'image' || !isMadeHere(reference, pins)) return reference;
      return {
        ...reference,
        subject: { kind: 'opaque', why: 'workspace', registry: 'oci', name: imageNameText(subject.name) },
      };
    },
    show({ uri, languageId, version, text }, place) {
      const key = keyOf(uri);
      open.add(key);
      const { file, directory, excluded } = place;
      const before = documents.get(key)?.reading;
      const reading = excluded
        ? undefined
        : reader.read(text, { file, directory, languageId, imagePaths: place.folder.settings.imagePaths }, before);
      return record(key, { uri, version, text }, reading, place);
    },
    put(uri, text, place, reading) {
      const key = keyOf(uri);
      if (open.has(key)) return undefined;
      return record(key, { uri, version: undefined, text }, place.excluded ? undefined : reading, place);
    },
    close(uri) {
      const key = keyOf(uri);
      open.delete(key);
      const before = documents.get(key);
      // The client drops what it knew of an open document, so the next report must not say "unchanged".
      if (before !== undefined) keep(key, { ...before, version: undefined, revision: String(++revisions) });
    },
    drop(uri) {
      const key = keyOf(uri);
      if (!open.has(key)) remove(key);
    },
    move(placeOf) {
      for (const [key, checked] of [...documents]) {
        const place = placeOf(checked.uri);
        if (place === undefined || place.excluded) {
          remove(key);
          continue;
        }
        const { folder, file } = place;
        keep(key, judge({ ...checked, folder, file, reading: reader.renew(checked.reading) }, checked));
      }
    },
    rejudge: onJudged => each((key, checked) => rejudgeOne(key, checked, onJudged)),
    renew: onJudged => each((key, checked) => renewOne(key, checked, onJudged)),
  };
}

/** The state of all answers that an analysis looked at. */
function answersTo({ questions }: Analysis, folder: Folder): string {
  return questions.map(question => stateOf(folder.lens.peek(question))).join(' ');
}

function isPinned({ subject }: Reference): boolean {
  return subject.kind === 'image' && subject.tag !== undefined && subject.digest !== undefined;
}

function stateOf(answer: Answer<AnyFact>): string {
  switch (answer.state) {
    case 'known':
      return `+${answer.asOf}`;
    case 'absent':
      return `-${answer.asOf}`;
    case 'unknown':
      return `?${answer.why}`;
  }
}
