import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CachedAnswer } from '../../server/src/answers/cached-answer.ts';
import { storedName } from '../../server/src/answers/facts.ts';
import { checkAnswer, deserialize, serialize } from '../../server/src/answers/serialized.ts';
import { openStore } from '../answers/disk/open-store.ts';

/** One piece of work with 20,000 answers, in a process of its own, as every check is one. */
export interface StoreWork {
  readonly do: 'save' | 'load' | 'write one file' | 'parse one file' | 'check one file';
  readonly folder: string;
  /** How many answers there are. */
  readonly answers: number;
}

export interface StoreTime {
  readonly milliseconds: number;
  /** The longest that the event loop was held up by it, in milliseconds. */
  readonly longestTurn: number;
}

/** As many answers are looked up at a time as a check does. */
const AT_A_TIME = 8;

process.once('message', async (work: StoreWork) => {
  const keys = Array.from({ length: work.answers }, (_, index) => keyOf(index));
  const answers = keys.map((_, index) => answerOf(index));
  const watch = watchTurns();
  const start = performance.now();
  await run(work, keys, answers);
  const milliseconds = performance.now() - start;
  const told: StoreTime = { milliseconds, longestTurn: watch.stop() };
  process.send?.(told);
  process.disconnect();
});

async function run(work: StoreWork, keys: readonly string[], answers: readonly CachedAnswer[]): Promise<void> {
  const file = join(work.folder, 'one.json');
  switch (work.do) {
    case 'write one file':
      return writeFile(file, JSON.stringify(keys.map((key, index) => [key, answers[index]])));
    case 'parse one file':
      return complain(keys.length - new Map(await parseFile(file)).size);
    case 'check one file': {
      const found = new Map<string, CachedAnswer>();
      for (const [key, value] of await parseFile(file)) {
        const answer = checkAnswer(value, 'release', Date.now());
        if (answer !== undefined) found.set(key, answer);
      }
      return complain(keys.length - found.size);
    }
    case 'save': {
      const store = openStore(work.folder);
      for (const [index, answer] of answers.entries())
        store.save({ name: storedName(keys[index] ?? '', 'release'), text: serialize(answer), neverChanges: false });
      return store.close();
    }
    case 'load':
      return complain(keys.length - (await loadAll(work.folder, keys)).size);
  }
}

async function parseFile(file: string): Promise<[key: string, value: unknown][]> {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** Each answer by its own question, checked as the program checks it. */
async function loadAll(folder: string, keys: readonly string[]): Promise<ReadonlyMap<string, CachedAnswer>> {
  const store = openStore(folder);
  const found = new Map<string, CachedAnswer>();
  const left = keys.values();
  const loadMore = async () => {
    for (const key of left) {
      const loaded = store.load(storedName(key, 'release'));
      const text = loaded instanceof Promise ? await loaded : loaded;
      const answer = text === undefined ? undefined : deserialize(text, 'release', Date.now());
      if (answer !== undefined) found.set(key, answer);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, loadMore));
  await store.close();
  return found;
}

function complain(missing: number): void {
  if (missing > 0) throw new Error(`${missing} answers were not found again.`);
}

/** A package of a registry that asks for a login, as most are long: some 290 bytes together with the key. */
function keyOf(index: number): string {
  return `https://registry.example/npm ${'0123456789abcdef'.repeat(2)} release npm @scope/package-${index} 1.2.${index % 50}`;
}

function answerOf(index: number): CachedAnswer {
  const message = 'This package is no longer maintained, use something else instead of it please.';
  const standing = index % 10 === 0 ? ({ is: 'deprecated', message } as const) : ({ is: 'live' } as const);
  return {
    answer: { state: 'known', fact: { version: `1.2.${index % 50}`, standing }, asOf: 1_790_000_000_000 },
    validator: `W/"${(index * 7919).toString(16).padStart(32, '0')}"`,
    freshFor: 300_000,
  };
}

function watchTurns(): { stop(): number } {
  let longest = 0;
  let last = performance.now();
  let isOver = false;
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  return {
    stop() {
      isOver = true;
      return longest;
    },
  };
}
