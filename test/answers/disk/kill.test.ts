import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, rootOf, segmentFiles } from './open-store.ts';

const WRITER = fileURLToPath(new URL('kill-writer.ts', import.meta.url));
/** `KILLS=200 npx vitest run --project unit test/answers/disk/kill.test.ts` takes some minutes. */
const KILLS = Number(process.env.KILLS ?? 8);
const NAMES = 20;
/** In milliseconds: a writer saves, closes and compacts several times meanwhile. */
const LONGEST_LIFE = 250;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kill-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Writer {
  readonly name: string;
  readonly child: ChildProcess;
  /** The last number that it said is on disk. */
  readonly written: () => number;
}

async function start(name: string, from: number): Promise<Writer> {
  const child = fork(WRITER, [folder, name, String(from)], { stdio: 'inherit', execArgv: [] });
  let written = from;
  child.on('message', (count: number) => {
    written = count;
  });
  await once(child, 'message');
  return { name, child, written: () => written };
}

async function kill({ child }: Writer): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/**
 * Two processes write, and one of them, or both, are killed at a moment that nobody chose. Whatever is found then is a
 * text that was saved under its name, whole, and not older than what its writer knew to be on disk.
 */
test(`${KILLS} kills of two writers leave nothing wrong, and lose nothing that was written`, {
  timeout: 600_000,
}, async () => {
  const known = new Map<string, number>([
    ['one', 0],
    ['two', 0],
  ]);
  let wrong: string[] = [];
  let found = 0;
  let writers = await Promise.all([...known].map(([name, from]) => start(name, from)));
  for (let killed = 0; killed < KILLS; ) {
    await pause(Math.random() * LONGEST_LIFE);
    const victims = killed % 3 === 2 && killed + 1 < KILLS ? writers : writers.slice(killed % 2, (killed % 2) + 1);
    await Promise.all(victims.map(kill));
    killed += victims.length;
    await rm(join(rootOf(folder), 'compacting'), { force: true });
    if (victims.length === 2) await silence(await segmentFiles(folder));
    for (const writer of victims) known.set(writer.name, writer.written());
    const store = openStore(folder);
    for (const owner of ['one', 'two', 'shared'])
      for (let number = 0; number < NAMES; number += 1) {
        const name = `${owner} ${number}`;
        const text = await store.load(name);
        const problem = problemOf(text, name, known);
        if (problem === undefined) found += 1;
        else wrong = [...wrong, `after ${killed} kills, ${name}: ${problem}`];
      }
    await store.close();
    const next = await Promise.all(victims.map(({ name }) => start(name, (known.get(name) ?? 0) + 1000)));
    writers = writers.map(writer => next.find(({ name }) => name === writer.name) ?? writer);
  }
  await Promise.all(writers.map(kill));
  expect(wrong).toEqual([]);
  expect(found).toBeGreaterThan(KILLS * NAMES);
  expect((await readdir(rootOf(folder))).length).toBeLessThan(KILLS + 60);
});

/** As if two hours had gone by since the killed wrote, so that what they left is compacted too. */
async function silence(files: readonly string[]): Promise<void> {
  const before = new Date(Date.now() - 3 * 60 * 60_000);
  for (const file of files) await utimes(file, before, before);
}

/** What is wrong with a text that was found, if anything is. */
function problemOf(text: string | undefined, name: string, known: ReadonlyMap<string, number>): string | undefined {
  if (text === undefined) return 'lost';
  const { by = '', number = '' } = /^.+? by (?<by>one|two): (?<number>\d+)\./.exec(text)?.groups ?? {};
  const word = `${name} by ${by}: ${number}.`;
  if (text !== word.repeat(1 + ((Number(number) * 7) % 60))) return `mixed up: ${text.slice(0, 100)}`;
  if (name.startsWith('shared')) return undefined;
  return Number(number) < (known.get(name.split(' ')[0] ?? '') ?? 0)
    ? `older than what was written: ${number}`
    : undefined;
}
