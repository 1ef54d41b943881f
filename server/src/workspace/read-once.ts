import type { Reader } from '../model/reader.ts';
import type { Reading } from '../model/reference.ts';

/**
 * Large texts that depend on nothing around them, as lockfiles do, and what was read of them: they are read as
 * documents and for their neighbours' sake, and that is the same. A few are kept.
 */
export interface ReadOnce {
  /**
   * What was read of a file while it had this very text; `undefined` where that is not kept. What was read holds on to
   * the text that it was read of: who keeps that one as well holds a large text once.
   */
  known(reader: Reader, file: string, text: string): KnownReading | undefined;
  /** Keeps it, if it is of such a kind. */
  keep(reader: Reader, file: string, text: string, reading: Reading): void;
}

/** A text, and what was read of it. */
export interface KnownReading {
  readonly text: string;
  readonly reading: Reading;
}

export function createReadOnce(): ReadOnce {
  const kept = new Map<string, KnownReading>();
  return {
    known(reader, file, text) {
      if (reader.readsTextAlone !== true) return undefined;
      const its = kept.get(`${reader.id} ${file}`);
      return its?.text === text ? its : undefined;
    },
    keep(reader, file, text, reading) {
      if (reader.readsTextAlone !== true) return;
      const key = `${reader.id} ${file}`;
      kept.delete(key);
      kept.set(key, { text, reading });
      const [oldest] = kept.size > MOST_KEPT ? kept.keys() : [];
      if (oldest !== undefined) kept.delete(oldest);
    },
  };
}

/** A workspace has one or two, and a large one some ten. */
const MOST_KEPT = 16;
