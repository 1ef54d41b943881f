import type { Statement } from '../model/statement.ts';
import type { DocumentReader } from './documents.ts';
import type { Statements } from './statements.ts';
import { type StatingDocument, statingOf } from './stating.ts';

/** A document that states something, as the ledger keeps it. */
export interface StatingOne extends StatingDocument {
  readonly key: string;
}

/**
 * Who speaks for a file, where links lead to it by several paths: each is a document of its own, and all state the
 * same. The one that is open speaks, else the one that was read last; and where it goes, another one that is left.
 */
export interface Namesakes<Document extends StatingOne> {
  /** Takes what a document states now. Returns how many files state the same at the most, as `Statements.put` does. */
  state(document: Document): number;
  /** Takes what follows from how a document was judged, from the one that speaks for its file. */
  stateJudged(document: Document, statements: readonly Statement[]): void;
  /** The document with that key is gone. */
  drop(key: string): void;
}

export interface NamesakesOptions<Document extends StatingOne> {
  readonly reader: Pick<DocumentReader, 'folderOf'>;
  readonly statements: Pick<Statements, 'put' | 'drop'>;
  readonly hasUris: boolean;
  /** A document that is there, by its key. */
  readonly find: (key: string) => Document | undefined;
  readonly isOpen: (key: string) => boolean;
  readonly saidBy: (document: Document) => readonly Statement[];
}

export function createNamesakes<Document extends StatingOne>(options: NamesakesOptions<Document>): Namesakes<Document> {
  const { reader, statements, hasUris, find, isOpen, saidBy } = options;
  /** By a document's key, the `id` that it stated under: where a link leads elsewhere by now, it would be another. */
  const ids = new Map<string, string>();
  const keys = new Map<string, Set<string>>();

  function state(document: Document): number {
    const { key } = document;
    const from = statingOf(document, reader, hasUris);
    if (ids.get(key) !== from.id) drop(key);
    ids.set(key, from.id);
    const those = keys.get(from.id) ?? new Set();
    keys.set(from.id, those.add(key));
    if (!speaks(key, those)) return 0;
    return statements.put(from, 'document', saidBy(document));
  }

  function speaks(key: string, those: ReadonlySet<string>): boolean {
    return isOpen(key) || ![...those].some(isOpen);
  }

  function stateJudged(document: Document, its: readonly Statement[]): void {
    const from = statingOf(document, reader, hasUris);
    if (speaks(document.key, keys.get(from.id) ?? new Set())) statements.put(from, 'judged', its);
  }

  function drop(key: string): void {
    const id = ids.get(key);
    if (id === undefined) return;
    ids.delete(key);
    const left = keys.get(id) ?? new Set();
    left.delete(key);
    const others = [...left].flatMap(other => find(other) ?? []);
    const speaker = others.find(other => isOpen(other.key)) ?? others.at(-1);
    if (speaker !== undefined) {
      state(speaker);
      return;
    }
    keys.delete(id);
    statements.drop(id, 'document');
    statements.drop(id, 'judged');
  }

  return { state, stateJudged, drop };
}
