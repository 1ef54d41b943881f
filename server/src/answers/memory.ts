import { LRUCache } from 'lru-cache';
import { type CachedAnswer, isFresh, isShown, type Lifetimes, type Told } from './cached-answer.ts';

/** The answers in memory, with the rules of their age. Synchronous, so that peeking never waits. */
export interface Memory {
  /**
   * What may be shown now. That something is absent is shown beyond its fresh time only while it can be asked again, so
   * not `offline`.
   */
  shown(key: string, now: number, network: 'online' | 'offline'): Told | undefined;
  /** Whether the answer need not be asked again. */
  isFresh(key: string, now: number): boolean;
  get(key: string): CachedAnswer | undefined;
  /** `size` is what the answer takes, in characters of JSON. */
  set(key: string, cached: CachedAnswer, size: number): void;
  /** The answer counts as no longer fresh; it stays shown. */
  age(key: string): void;
  /**
   * Asking again failed. What was known stays; that something is absent is not repeated once it is no longer fresh,
   * because nothing vouches for it any more and a finding would hang on it.
   */
  doubt(key: string, now: number): void;
}

/**
 * A third of the 600 MB that the process may take, as JSON text takes about three times its length as objects. A
 * workspace of 20,000 locked packages needs about a tenth of it; the limit is for registries that send documents
 * without end.
 */
const LARGEST_MEMORY = 64 * 1024 * 1024;
/** What the key and the bookkeeping of an answer take. */
const OVERHEAD = 300;

export function createMemory(lifetimes: Lifetimes, onDropped: (key: string) => void): Memory {
  const answers = new LRUCache<string, CachedAnswer>({
    maxSize: LARGEST_MEMORY,
    dispose: (_, key, reason) => {
      if (reason === 'evict') onDropped(key);
    },
  });
  /** Answers that the user wants asked again whatever their age. */
  const aged = new Set<string>();

  const fresh = (key: string, cached: CachedAnswer, now: number) =>
    (cached.forEver === true || !aged.has(key)) && isFresh(cached, lifetimes, now);

  return {
    shown(key, now, network) {
      const cached = answers.get(key);
      if (cached === undefined || !isShown(cached, lifetimes, now)) return undefined;
      if (cached.answer.state === 'absent' && network === 'offline' && !fresh(key, cached, now)) return undefined;
      return cached.answer;
    },
    isFresh(key, now) {
      const cached = answers.get(key);
      return cached !== undefined && fresh(key, cached, now);
    },
    get: key => answers.get(key),
    set(key, cached, size) {
      aged.delete(key);
      answers.set(key, cached, { size: size + OVERHEAD });
    },
    age(key) {
      if (answers.has(key)) aged.add(key);
    },
    doubt(key, now) {
      const cached = answers.get(key);
      if (cached?.answer.state === 'absent' && !fresh(key, cached, now)) answers.delete(key);
    },
  };
}
