import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readerFor } from '../../server/src/ecosystems/readers.ts';
import { chainsOf } from '../../server/src/model/lock-graph.ts';
import { LOCKFILE_TEXTS, type LockfileText } from './lockfile-texts.ts';
import { median } from './measure.ts';

/** What it costs to read a lockfile of one format: ratios within one run. */
export interface LockfileRow {
  readonly '': string;
  readonly MiB: string;
  readonly 'to JSON.parse': string;
  readonly goal: string;
  /** Of 20,000 entries to 1,000, by entry. */
  readonly growth: string;
  readonly 'kept, to the text': string;
  readonly 'chain, in ms': string;
}

const ENTRIES = 20_000;
const FEW = 1000;
const ROUNDS = 9;

/**
 * Reads a lockfile of 20,000 entries of each format, in turns with `JSON.parse` of as many bytes: of the very text
 * where it is JSON, else of npm's lockfile.
 */
export function measureLockfiles(): readonly LockfileRow[] {
  const [npm] = LOCKFILE_TEXTS;
  const json = npm?.text(ENTRIES) ?? '';
  return LOCKFILE_TEXTS.flatMap(each => {
    const row = rowOf(each, json);
    return row === undefined ? [] : [row];
  });
}

function rowOf({ file, text }: LockfileText, json: string): LockfileRow | undefined {
  const reader = readerFor(file);
  if (reader === undefined) return undefined;
  const large = text(ENTRIES);
  const small = text(FEW);
  const read = (its: string) => reader.read(its, file);
  const found = read(large).references.length;
  if (found < ENTRIES) throw new Error(`${file} has ${found} entries.`);
  const parsed = file === 'package-lock.json' ? large : json;
  const rounds = Array.from({ length: ROUNDS }, () => {
    const parse = timed(() => JSON.parse(parsed)) * (large.length / parsed.length);
    const all = timed(() => read(large));
    const few = timed(() => {
      for (let times = 0; times < ENTRIES / FEW; times += 1) read(small);
    });
    return { toParse: all / parse, growth: all / few };
  });
  return {
    '': file,
    MiB: (large.length / 2 ** 20).toFixed(1),
    'to JSON.parse': `${median(rounds.map(({ toParse }) => toParse)).toFixed(2)} ×`,
    goal: file === 'package-lock.json' ? '≤ 3' : '≤ 1.5',
    growth: `${median(rounds.map(({ growth }) => growth)).toFixed(2)} ×`,
    'kept, to the text': `${(kept(() => read(large)) / large.length).toFixed(2)} ×`,
    'chain, in ms': chainTime(() => read(large)).toFixed(1),
  };
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** The first look at a chain makes what all others are made from. */
function chainTime(read: () => ReturnType<NonNullable<ReturnType<typeof readerFor>>['read']>): number {
  const { graph, references } = read();
  if (graph === undefined) return 0;
  return timed(() => chainsOf(graph).chainTo(references.length - 1));
}

/** The bytes that are still there when nothing else is. */
function kept(make: () => unknown): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  const before = process.memoryUsage().heapUsed;
  const made = make();
  collect();
  const after = process.memoryUsage().heapUsed;
  // Used once more, so that it is there until now.
  if (made === undefined) throw new Error('Nothing was made.');
  return after - before;
}
