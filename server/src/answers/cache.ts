import type { Ask } from '../model/question.ts';
import type { Asked } from '../registries/registry.ts';
import { type CachedAnswer, isFresh, type Lifetimes, type Told } from './cached-answer.ts';
import type { AnswerStore } from './disk/disk-store.ts';
import { storedName } from './facts.ts';
import { createMemory } from './memory.ts';
import { deserialize, serialize } from './serialized.ts';
import type { Network } from './way.ts';

/** The answers in memory, and those on disk behind them. */
export interface Cache {
  /** What may be shown now; see `Memory.shown`. */
  shown(key: string, network: Network): Told | undefined;
  /** Whether the answer need not be asked again. */
  isFresh(key: string): boolean;
  get(key: string): CachedAnswer | undefined;
  /** Whether there is a disk that may hold more than memory does. */
  readonly hasDisk: boolean;
  /** Takes over what the disk is known to hold, where it says more than memory does. Never rejects. */
  recall(key: string, ask: Ask): Promise<void>;
  /** The same where another process may have asked meanwhile: all who want that at a time share one look. */
  lookAgain(key: string, ask: Ask): Promise<void>;
  /** Keeps what a registry told. False where that is too large to be an answer. */
  keep(key: string, ask: Ask, told: Told, asked: Pick<Asked, 'validator' | 'freshFor' | 'forEver'>): boolean;
  /** Asking again failed; see `Memory.doubt`. */
  doubt(key: string): void;
  /** What is kept until now, in memory or on disk, is no longer fresh. */
  refresh(key: string): void;
  close(): Promise<void>;
}

export interface CacheOptions {
  readonly store: AnswerStore | undefined;
  readonly clock: () => number;
  readonly lifetimes: Lifetimes;
  /** An answer had to go, because memory was full. */
  readonly onDropped: (key: string) => void;
}

/** In characters of JSON. Ten thousand versions take about one million; a document that needs more is no package's. */
const LARGEST_ANSWER = 4 * 1024 * 1024;

export function createCache({ store, clock, lifetimes, onDropped }: CacheOptions): Cache {
  const memory = createMemory(lifetimes, onDropped);
  /** When answers were refreshed that perhaps only the disk holds. */
  const refreshed = new Map<string, number>();

  function adopt(key: string, found: CachedAnswer, size: number): void {
    const { asOf, state } = found.answer;
    if (asOf <= (memory.get(key)?.answer.asOf ?? Number.NEGATIVE_INFINITY)) return;
    const isRefused = asOf <= (refreshed.get(key) ?? Number.NEGATIVE_INFINITY);
    // That something was absent when an earlier process asked is no ground for a finding now.
    if (state === 'absent' && (isRefused || !isFresh(found, lifetimes, clock()))) return;
    memory.set(key, found, size);
    if (isRefused) memory.age(key);
  }

  function take(key: string, ask: Ask, text: string | undefined): void {
    const found = text === undefined ? undefined : deserialize(text, ask, clock());
    if (found !== undefined) adopt(key, found, text?.length ?? 0);
  }

  async function recall(key: string, ask: Ask): Promise<void> {
    take(key, ask, await store?.load(storedName(key, ask)));
  }

  return {
    shown: (key, network) => memory.shown(key, clock(), network),
    isFresh: key => memory.isFresh(key, clock()),
    get: key => memory.get(key),
    hasDisk: store !== undefined,
    recall,
    async lookAgain(key, ask) {
      if (await store?.look()) await recall(key, ask);
    },
    keep(key, ask, told, { validator, freshFor, forEver = false }) {
      const cached: CachedAnswer = {
        answer: told,
        ...(validator === undefined ? {} : { validator }),
        ...(freshFor === undefined ? {} : { freshFor }),
        ...(forEver ? { forEver } : {}),
      };
      const text = serialize(cached);
      if (text.length > LARGEST_ANSWER) return false;
      refreshed.delete(key);
      memory.set(key, cached, text.length);
      store?.save({ name: storedName(key, ask), text, neverChanges: forEver });
      store?.cleanUp(lifetimes.keepFor);
      return true;
    },
    doubt: key => memory.doubt(key, clock()),
    refresh(key) {
      memory.age(key);
      refreshed.set(key, clock());
    },
    close: async () => store?.close(),
  };
}
