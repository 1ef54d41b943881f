import { setImmediate } from 'node:timers/promises';
import type { Boundary } from '../boundary.ts';
import { type TakeTurns, type Turn, takeTurns } from '../files/turn.ts';
import { chainsOf } from '../model/lock-graph.ts';
import { linesOf } from '../model/positions.ts';
import { analysisOf, analyze, NOTHING_FOUND, unjudged } from './analyze.ts';
import { createClock } from './clock.ts';
import { culpritStatements } from './culprits.ts';
import { type DocumentReader, type DocumentReading, MOST_REFERENCES_TOGETHER } from './documents.ts';
import { NO_TALLY, type Tally, tallyOf } from './flood.ts';
import type { Judged, JudgedBy } from './judge.ts';
import type { Judgements } from './judgements.ts';
import type { Checked, DocumentPlace, Keys, Ledger, OnJudged, View } from './ledger.ts';
import { createLooks } from './looks.ts';
import { createNamesakes } from './namesakes.ts';
import { rejudge } from './rejudge.ts';
import { isShownAlike } from './shown-alike.ts';
import type { Statements } from './statements.ts';
import { statementsOf } from './stating.ts';
import { createWalked } from './walked.ts';

export interface LedgerOptions<Folder extends View> {
  readonly reader: Pick<DocumentReader, 'read' | 'isCurrent' | 'toldIn' | 'folderOf'>;
  readonly statements: Pick<Statements, 'put' | 'drop'>;
  readonly boundary: Boundary;
  readonly keyOf: (uri: string) => string;
  /** Whether findings point to other documents by URIs. */
  readonly hasUris: boolean;
  readonly isWalked: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told after each change of what is shown, with the URI that the client knows. */
  readonly onChange: (uri: string, now: Checked<Folder> | undefined) => void;
  readonly onJudged: OnJudged<Folder>;
  /**
   * Told of the references of a large document that were judged in one turn, so that what they ask is on its way while
   * the others are judged; {@link onJudged} is told of the last ones alone then. Absent: of all.
   */
  readonly onPart?: (folder: Folder, judged: Iterable<Judged>) => void;
  /** Told when the first document was left out because there are too many names already. */
  readonly onFull: () => void;
  /** Absent: nothing else is done meanwhile. */
  readonly turns?: TakeTurns | undefined;
}

/** A document that is not judged yet. */
type Read<Folder extends View> = Omit<Checked<Folder>, 'analysis' | 'revision'>;

/** What the ledger keeps of a document. It stays the same object while the document is there. */
interface Kept<Folder extends View> {
  checked: Checked<Folder>;
  judged: Judgements;
  /** Of what was judged. */
  tally: Tally;
  read: readonly string[];
}

export function createLedger<Folder extends View>(options: LedgerOptions<Folder>): Ledger<Folder> {
  const { reader, statements, boundary, keyOf, onChange, onJudged, onPart, onFull, turns = takeTurns } = options;
  const isPast = createClock({ now: options.now, onPast: keys => void changed(keys) });
  const documents = new Map<string, Kept<Folder>>();
  const open = new Set<string>();
  const looks = createLooks<Kept<Folder>>();
  const walk = createWalked(options.isWalked, changed);
  let isToldFull = false;
  let revisions = 0;
  /** Of all documents. */
  let references = 0;
  /** Keys that changed, as they were told. There may be many thousands. */
  const waiting: Keys[] = [];
  /** Documents of which all is to be judged: again, or for the first time. */
  const whole = new Set<Kept<Folder>>();
  /** Lockfiles of which others are to be told what was found, once for all that is judged in a pass. */
  const untold = new Set<Kept<Folder>>();
  let pass: Promise<void> | undefined;
  let gathering: NodeJS.Timeout | undefined;
  /** A document states what it says before it is judged itself. */
  const namesakes = createNamesakes<Read<Folder>>({
    ...{ reader, statements, hasUris: options.hasUris },
    find: key => documents.get(key)?.checked,
    isOpen: key => open.has(key),
    saidBy: ({ uri, reading }) => boundary.round(uri, () => statementsOf(reading), []),
  });

  function judgedBy({ folder, file, directory, reading }: Read<Folder>): JudgedBy {
    const { lookUp, derive } = folder.lens;
    const proposedAge = folder.settings.proposedDays * DAY;
    const policy = folder.policyFor(file.split('/'));
    const chains = reading.graph === undefined ? {} : { chains: derive(reading.graph, chainsOf) };
    const told = reader.toldIn(directory);
    const place = { file, folder: reader.folderOf(directory) };
    return { ...{ policy, file, lookUp, derive, isPast, proposedAge, told, place }, isWalked: walk.mayAsk, ...chains };
  }

  function judgeAll(read: Read<Folder>): Checked<Folder> {
    const before = documents.get(read.key)?.checked;
    const work = () => analyze(read.text, read.reading, judgedBy(read));
    const analysis = boundary.round(read.uri, work, NOTHING_FOUND);
    const { findings } = analysis;
    const isSame =
      before !== undefined &&
      isShownAlike({ findings, lines: read.lines }, { findings: before.analysis.findings, lines: before.lines });
    return { ...read, analysis, revision: isSame ? before.revision : String(++revisions) };
  }

  /** Tells others what follows from how a lockfile was judged. */
  function tellJudged({ checked: now, tally }: Kept<Folder>): void {
    const { reading, analysis, file, folder } = now;
    const { graph } = reading;
    const tells = () =>
      graph === undefined || tally.culprits === 0
        ? []
        : culpritStatements(reading, graph, folder.lens.derive(graph, chainsOf), analysis.judged, file);
    namesakes.stateJudged(now, boundary.round(now.uri, tells, []));
  }

  /** Keeps a document with what is known of it by now: a judgement of all of it, or none yet. */
  function keep(now: Checked<Folder>, tally: Tally): Kept<Folder> {
    const { key, analysis, reading } = now;
    const kept = documents.get(key);
    const before = kept?.checked;
    references += reading.references.length - (before?.reading.references.length ?? 0);
    const { judged } = analysis;
    const read = [...reading.looked.keys()];
    const its = Object.assign(kept ?? {}, { checked: now, judged, tally, read });
    documents.set(key, its);
    looks.note(its);
    if (before?.revision !== now.revision || before.version !== now.version) onChange(now.uri, now);
    return its;
  }

  function keepJudged(read: Read<Folder>): Kept<Folder> {
    const now = judgeAll(read);
    return keep(now, tallyOf(now.analysis.judged));
  }

  function remove(key: string): void {
    const kept = documents.get(key);
    if (kept === undefined) return;
    const { uri, reading } = kept.checked;
    references -= reading.references.length;
    documents.delete(key);
    whole.delete(kept);
    untold.delete(kept);
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
    const sayers = namesakes.state(read);
    const isCrowded = sayers > MOST_SAYERS;
    if (isOpen || (!isCrowded && reading.references.length <= MOST_AT_ONCE)) {
      const now = keepJudged(read);
      tellJudged(now);
      return now.checked;
    }
    // What was told of it before holds until it is judged: others are not to lose and find it again.
    const later = keep({ ...read, analysis: unjudged(reading), revision: String(++revisions) }, NO_TALLY);
    judgeLater(key, isCrowded);
    return later.checked;
  }

  /** Whether another document may be judged beside all others; what is open always may. */
  function hasRoomFor(key: string, reading: DocumentReading): boolean {
    const others = references - (documents.get(key)?.checked.reading.references.length ?? 0);
    const hasRoom = others + reading.references.length <= MOST_REFERENCES_TOGETHER;
    if (!hasRoom && !isToldFull) onFull();
    isToldFull ||= !hasRoom;
    return hasRoom;
  }

  /** A document as it is read now where it lies: the same one as before where that would give the same. */
  function readNow({ text, reading, file, directory, folder }: Checked<Folder>): DocumentReading | undefined {
    const source = { ...reading.source, file, directory, settings: folder.settings };
    return reader.isCurrent(reading, source) ? reading : reader.read(text, source, reading);
  }

  /** Reads a document again where that may give something else, and judges all of it. */
  async function judgeWhole(kept: Kept<Folder>, turn: Turn): Promise<void> {
    const { checked } = kept;
    const reading = readNow(checked);
    if (reading === undefined) return remove(checked.key);
    if (reading === checked.reading) return judgeSome(kept, undefined, turn);
    const read = { ...checked, reading };
    namesakes.state(read);
    const { checked: after } = keepJudged(read);
    untold.add(kept);
    onJudged(after, after.analysis.judged);
  }

  /** Judges some references of a document anew; or all, in short turns, and then the index takes them in at once. */
  async function judgeSome(kept: Kept<Folder>, some: ReadonlySet<number> | undefined, turn: Turn): Promise<void> {
    const { judged: start, checked } = kept;
    const { reading, folder } = checked;
    const by = judgedBy(checked);
    let rest: Judged[] = [];
    const work = rejudge(kept, some, by, boundary, (index, now) => {
      if (onPart !== undefined) rest.push(now);
      if (some !== undefined) looks.replace(kept, index, now);
    });
    let step = work.next();
    for (; step.done !== true; step = work.next()) {
      if (!turn.isOver()) continue;
      if (onPart !== undefined) {
        onPart(kept.checked.folder, rest);
        rest = [];
      }
      await turn.end();
      // It is gone, or was judged as a whole meanwhile, by all that is known now.
      if (documents.get(kept.checked.key) !== kept || kept.judged !== start) return;
      // It lies elsewhere by now, or less is known than was: what was judged so far must not be asked about.
      if (kept.checked.folder !== folder || walk.mayAsk !== by.isWalked) {
        whole.add(kept);
        return;
      }
    }
    const { judged, tally, anew, isSame, isToldAlike } = step.value;
    const revision = isSame ? kept.checked.revision : String(++revisions);
    const after = { ...kept.checked, analysis: analysisOf(judged), revision };
    Object.assign(kept, { checked: after, judged, tally });
    if (some === undefined) looks.note(kept);
    if (reading.graph !== undefined && (some === undefined || !isToldAlike)) untold.add(kept);
    if (!isSame) onChange(after.uri, after);
    onJudged(after, onPart === undefined ? anew : rest);
  }

  function openFirst(some: readonly Kept<Folder>[]): readonly Kept<Folder>[] {
    const isOpen = ({ checked }: Kept<Folder>) => open.has(checked.key);
    return [...some.filter(isOpen), ...some.filter(kept => !isOpen(kept))];
  }

  /** @param withOthers whether those that come soon are judged in the same pass */
  function judgeLater(key: string, withOthers: boolean): void {
    const kept = documents.get(key);
    if (kept !== undefined) whole.add(kept);
    if (!withOthers || whole.size >= MOST_WAITING) void changed([]);
    else gathering ??= setTimeout(() => void changed([]), GATHERED_FOR).unref();
  }

  async function passOnce(turn: Turn): Promise<void> {
    const told = waiting.splice(0);
    // Who is judged for the first time looks at nothing yet.
    if (told.length > 0) await looks.catchUp(turn);
    const lookers = await looks.lookers(told, turn);
    for (const [kept, { isRead }] of lookers) if (isRead && !reader.isCurrent(kept.checked.reading)) whole.add(kept);
    const affected = new Map([...lookers].filter(([kept]) => !whole.has(kept)));
    for (const kept of openFirst([...whole, ...affected.keys()])) {
      if (documents.get(kept.checked.key) !== kept) continue;
      const some = affected.get(kept)?.references;
      if (whole.delete(kept)) await judgeWhole(kept, turn);
      else if (some !== undefined && some.size > 0) await judgeSome(kept, some, turn);
      if (turn.isOver()) await turn.end();
    }
    for (const kept of untold) {
      untold.delete(kept);
      // What is to be judged again tells when it is.
      if (!whole.has(kept)) tellJudged(kept);
      if (turn.isOver()) await turn.end();
    }
  }

  /** Begins in a later turn, because documents change what they state while they are read. */
  async function passes(): Promise<void> {
    await setImmediate();
    const turn = turns();
    try {
      while (waiting.length > 0 || whole.size > 0) await passOnce(turn);
    } finally {
      // Before anything else can run: a key that comes now begins a pass of its own.
      pass = undefined;
    }
  }

  function changed(keys: Keys): Promise<void> {
    if (!isEmpty(keys)) waiting.push(keys);
    clearTimeout(gathering);
    gathering = undefined;
    if (waiting.length === 0 && whole.size === 0) return pass ?? Promise.resolve();
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
      return walk.mayAsk;
    },
    walked: walk.say,
    holding: walk.holding,
    whenWalked: walk.whenWalked,
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
    move(placeOf) {
      for (const [key, kept] of [...documents]) {
        const place = placeOf(kept.checked.uri);
        if (place === undefined || place.excluded) {
          remove(key);
          continue;
        }
        const { folder, file, directory } = place;
        kept.checked = { ...kept.checked, folder, file, directory };
        whole.add(kept);
      }
      return changed([]);
    },
  };
}

function isEmpty(keys: Keys): boolean {
  return 'size' in keys ? keys.size === 0 : keys.length === 0;
}

/** Of a file that nobody waits for, so many references are judged in one turn: some milliseconds' work. */
const MOST_AT_ONCE = 200;
const DAY = 86_400_000;
/**
 * Where more files than these state something under one key, whoever is judged by it takes longer the more there are:
 * so files that are read one after the other are judged together, by one look at all.
 */
const MOST_SAYERS = 100;
/** So many wait for each other, and for so many milliseconds. */
const MOST_WAITING = 200;
const GATHERED_FOR = 100;
