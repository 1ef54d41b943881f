import type { Turn } from '../files/turn.ts';
import { LargeMap } from '../model/large-map.ts';
import type { Judged } from './judge.ts';
import type { Judgements } from './judgements.ts';

/**
 * Who looked at what: from the key of an answer or a statement to the references that were judged by it, and to the
 * documents that were read by it. Brought up to date only when keys change, as most documents change more often than
 * keys do.
 */
export interface Looks<Document extends Looking> {
  /** The document's looks are others than before, or it is new. */
  note(document: Document): void;
  drop(document: Document): void;
  /** One reference was judged anew. */
  replace(document: Document, index: number, now: Judged): void;
  /** Takes in what was noted, in short turns; then {@link lookers} answers. */
  catchUp(turn: Turn): Promise<void>;
  /**
   * Who looked at one of these keys: the documents, with the places of their references, each once. In short turns;
   * what was noted or dropped meanwhile may be missing, or among them.
   */
  lookers(told: readonly Iterable<string>[], turn: Turn): Promise<ReadonlyMap<Document, Affected>>;
}

/** What a document looks at. */
export interface Looking {
  readonly judged: Judgements;
  /** The keys that its reader looked at. */
  readonly read: readonly string[];
}

/** What of a document rests on keys that changed. */
export interface Affected {
  /** The whole of it must be read again. */
  isRead: boolean;
  /** References, by their place in the document. */
  readonly references: Set<number>;
}

/** A reference of a document, or for {@link READING} its reading; and the keys under which it stands in the index. */
interface Looker<Document> {
  readonly document: Document;
  readonly index: number;
  keys: readonly string[];
}

const READING = -1;

export function createLooks<Document extends Looking>(): Looks<Document> {
  /** A key is mostly looked at by one reference: then there is no set. */
  const byKey = new LargeMap<Looker<Document> | Set<Looker<Document>>>();
  /** What stands in the index of a document, by reference. */
  const indexed = new Map<Document, Looker<Document>[]>();
  const known = new Set<Document>();
  const noted = new Set<Document>();

  function add(key: string, looker: Looker<Document>): void {
    const there = byKey.get(key);
    if (there === undefined) byKey.set(key, looker);
    else if (there instanceof Set) there.add(looker);
    else byKey.set(key, new Set([there, looker]));
  }

  function remove(key: string, looker: Looker<Document>): void {
    const there = byKey.get(key);
    if (there === looker) byKey.delete(key);
    else if (there instanceof Set && there.delete(looker) && there.size === 0) byKey.delete(key);
  }

  function* forget(document: Document): Generator<void> {
    for (const looker of indexed.get(document) ?? []) {
      for (const key of looker.keys) remove(key, looker);
      yield;
    }
    indexed.delete(document);
  }

  function* index(document: Document): Generator<void> {
    yield* forget(document);
    const own: Looker<Document>[] = [];
    indexed.set(document, own);
    const looks = (at: number, keys: readonly string[]) => {
      const looker = { document, index: at, keys };
      for (const key of keys) add(key, looker);
      own.push(looker);
    };
    looks(READING, document.read);
    let at = 0;
    for (const { looked } of document.judged) {
      looks(at, looked);
      at += 1;
      yield;
    }
  }

  return {
    note(document) {
      known.add(document);
      noted.add(document);
    },
    drop(document) {
      known.delete(document);
      noted.delete(document);
      for (const _ of forget(document));
    },
    replace(document, at, { looked }) {
      // Then all of it is taken in later.
      const there = noted.has(document) ? undefined : indexed.get(document)?.[at + 1];
      if (there === undefined || there.keys === looked || isSame(there.keys, looked)) return;
      for (const key of there.keys) remove(key, there);
      for (const key of looked) add(key, there);
      there.keys = looked;
    },
    async catchUp(turn) {
      for (const document of noted) {
        noted.delete(document);
        for (const _ of index(document)) {
          if (!turn.isOver()) continue;
          await turn.end();
          // It changed meanwhile, and is to be begun anew; or it is gone.
          if (noted.has(document) || !known.has(document)) break;
        }
      }
    },
    async lookers(told, turn) {
      const found = new Map<Document, Affected>();
      const take = ({ document, index: at }: Looker<Document>) => {
        const its = found.get(document) ?? { isRead: false, references: new Set() };
        found.set(document, its);
        if (at === READING) its.isRead = true;
        else its.references.add(at);
      };
      for (const keys of told) {
        for (const key of keys) {
          if (turn.isOver()) await turn.end();
          const there = byKey.get(key);
          if (there instanceof Set) there.forEach(take);
          else if (there !== undefined) take(there);
        }
      }
      return found;
    },
  };
}

function isSame(before: readonly string[], now: readonly string[]): boolean {
  return before.length === now.length && before.every((key, i) => key === now[i]);
}
