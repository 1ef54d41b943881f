import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readerFor } from '../../server/src/ecosystems/readers.ts';
import { createDiagnosed } from '../../server/src/editor/diagnosed.ts';
import type { Checked as EditorChecked } from '../../server/src/editor/workspace.ts';
import { ignoredPlaces } from '../../server/src/model/ignored-places.ts';
import { TOLD_NOTHING } from '../../server/src/model/statement.ts';
import { judge } from '../../server/src/workspace/judge.ts';
import { judgedBy } from '../support/judged-by.ts';
import { type TestLedger, testLedger } from '../support/ledger.ts';
import { median } from './measure.ts';

const REFERENCES = 20_000;
const AT_A_TIME = 64;
const ROUNDS = 5;

/** What it costs that the answers to the names of one large document arrive in many small parts. */
export interface ArrivalTimes {
  /** Milliseconds to read the document, and to judge each reference twice: before and after its answer. */
  readonly floor: number;
  /** Milliseconds from reading to the last judgement, each part in a turn of its own. */
  readonly ledger: number;
  /** The same, with all diagnostics made and written as text after each part. */
  readonly shown: number;
  /** Milliseconds that the event loop was held at most, without showing and with it. */
  readonly longestTurn: number;
  readonly longestShown: number;
  /** Bytes that the ledger and the answers take, and the text's length. */
  readonly memory: number;
  readonly text: number;
}

/** Each time is a median of some rounds. */
async function measureArrivals(): Promise<ArrivalTimes> {
  const rounds = { floor: [] as number[], ledger: [] as number[], shown: [] as number[] };
  const turns = { ledger: [] as number[], shown: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.floor.push(floorOf());
    for (const what of ['ledger', 'shown'] as const) {
      const { milliseconds, longestTurn } = await arrive(testLedger(), what === 'shown');
      rounds[what].push(milliseconds);
      turns[what].push(longestTurn);
    }
  }
  return {
    floor: median(rounds.floor),
    ledger: median(rounds.ledger),
    shown: median(rounds.shown),
    longestTurn: median(turns.ledger),
    longestShown: median(turns.shown),
    memory: await memoryOf(),
    text: TEXT.length,
  };
}

const TEXT = JSON.stringify(
  { dependencies: Object.fromEntries(Array.from({ length: REFERENCES }, (_, i) => [`package-${i}`, `1.0.${i % 10}`])) },
  undefined,
  2,
);

/** One release of twenty is deprecated. */
function answerTo(i: number) {
  const standing =
    i % 20 === 0 ? ({ is: 'deprecated', message: 'Use another one.' } as const) : ({ is: 'live' } as const);
  return { state: 'known', fact: { version: `1.0.${i % 10}`, standing }, asOf: 1 } as const;
}

const keyOf = (i: number) => `release npm package-${i} 1.0.${i % 10}`;

/**
 * The same work in one loop, which nothing interrupts, and which finds a reference by its place; it keeps what it
 * found.
 */
function floorOf(): number {
  const { answers, lens } = testLedger();
  const start = performance.now();
  const reading = readerFor('package.json')?.read(TEXT, 'package.json');
  if (reading === undefined) throw new Error('A manifest is read.');
  const by = judgedBy(lens.peek, () => undefined, TOLD_NOTHING);
  const ignored = ignoredPlaces(reading.ignores);
  const kept = reading.references.map((reference, i) => judge(reference, TEXT, ignored, by, i));
  for (const [i, reference] of reading.references.entries()) {
    answers.set(keyOf(i), answerTo(i));
    kept[i] = judge(reference, TEXT, ignored, by, i);
  }
  const milliseconds = performance.now() - start;
  checkFound(kept.reduce((sum, { findings }) => sum + findings.length, 0));
  return milliseconds;
}

async function arrive({ ledger, answers, put }: TestLedger, isShown: boolean) {
  const diagnosed = createDiagnosed({ codeDescription: true, tags: true, related: true });
  const loop = watchLoop();
  await setImmediate();
  const start = performance.now();
  put('package.json', TEXT);
  const reading = performance.now() - start;
  for (let first = 0; first < REFERENCES; first += AT_A_TIME) {
    const arrived = Array.from({ length: Math.min(AT_A_TIME, REFERENCES - first) }, (_, i) => first + i);
    for (const i of arrived) answers.set(keyOf(i), answerTo(i));
    await ledger.changed(arrived.map(keyOf));
    const checked = ledger.get('package.json');
    if (isShown && checked !== undefined) JSON.stringify(diagnosed(checked as EditorChecked));
  }
  const milliseconds = performance.now() - start;
  checkFound(ledger.get('package.json')?.analysis.findings.length);
  // Reading a text is one turn, however it is judged.
  return { milliseconds, longestTurn: loop.stop(reading) };
}

function checkFound(findings: number | undefined): void {
  if (findings !== REFERENCES / 20) throw new Error(`There are ${findings} findings.`);
}

/** Tells the longest time between two turns of the event loop. */
function watchLoop() {
  const gaps: number[] = [];
  let last = performance.now();
  let timer = globalThis.setImmediate(look);
  function look() {
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    timer = globalThis.setImmediate(look);
  }
  return {
    /** @param known a turn that does not count */
    stop(known: number) {
      clearImmediate(timer);
      const sorted = gaps.sort((a, b) => b - a);
      return (sorted[0] ?? 0) >= known ? (sorted[1] ?? 0) : (sorted[0] ?? 0);
    },
  };
}

async function memoryOf(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = testLedger();
  await arrive(kept, false);
  collect();
  const after = process.memoryUsage().heapUsed;
  if (kept.ledger.get('package.json') === undefined) throw new Error('The document is there.');
  return after - before;
}

// In a process of its own, where nothing was compiled or kept before.
process.send?.(await measureArrivals());
process.disconnect();
