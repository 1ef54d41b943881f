import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CompactionOptions, compact } from '../../../server/src/answers/disk/compaction.ts';
import { createSegments } from '../../../server/src/answers/disk/segments.ts';
import { storedName } from '../../../server/src/answers/facts.ts';
import { createWorld, DAY, HOUR, release } from '../fake-registry.ts';
import {
  MEBIBYTE,
  openStore,
  type Planted,
  plantBytes,
  plantSegment,
  recordOf,
  rootOf,
  segmentFiles,
} from './open-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compaction-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Compacts as a process of its own. */
function run(options: Partial<CompactionOptions> = {}): Promise<boolean> {
  return compact({
    segments: createSegments(rootOf(folder)),
    maxBytes: 256 * MEBIBYTE,
    segmentBytes: 16 * MEBIBYTE,
    keepFor: 7 * DAY,
    thorough: false,
    isOutdated: () => false,
    isOver: () => false,
    ...options,
  });
}

/** What a new process finds. */
async function found(...names: readonly string[]): Promise<(string | undefined)[]> {
  const store = openStore(folder);
  const texts = await Promise.all(names.map(name => store.load(name)));
  await store.close();
  return texts;
}

async function bytes(): Promise<number> {
  const states = await Promise.all((await segmentFiles(folder)).map(file => stat(file)));
  return states.reduce((sum, { size }) => sum + size, 0);
}

/** Dates what is there as if nobody had written to it for three hours. */
async function silence(...files: readonly string[]): Promise<void> {
  const before = new Date(Date.now() - 3 * HOUR);
  for (const file of files) await utimes(file, before, before);
}

const LONG = 'x'.repeat(200_000);

describe('compaction', () => {
  test('makes one segment of many small ones', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `name ${index}`);
    for (const name of names) await plantSegment(folder, { name, text: name });
    expect(await run()).toBe(true);
    expect(await segmentFiles(folder)).toHaveLength(1);
    expect(await found(...names)).toEqual(names);
  });

  test('removes what was written again', async () => {
    const [old, now] = [Date.now() - HOUR, Date.now()];
    for (const savedAt of [old, now]) await plantSegment(folder, ...texts(10, { text: `${savedAt}${LONG}`, savedAt }));
    const before = await bytes();
    await run();
    expect(await bytes()).toBeLessThan(before * 0.51);
    expect(await found('name 0', 'name 9')).toEqual([`${now}${LONG}`, `${now}${LONG}`]);
  });

  test.each<[about: string, plant: (name: string) => Promise<unknown>]>([
    ['a few small ones', name => plantSegment(folder, { name, text: 'text' })],
    ['a little garbage', name => plantSegment(folder, ...texts(3, { name }))],
    ['what somebody may be writing', () => plantBytes(folder, recordOf({ name: 'name', text: LONG }))],
  ])('leaves alone what is not worth the work: %s', async (_, plant) => {
    for (let count = 0; count < 8; count += 1) await plant(`name ${count}`);
    const before = await segmentFiles(folder);
    await run();
    expect(await segmentFiles(folder)).toEqual(before);
  });

  test('takes over what a killed process left behind, its torn end as well', async () => {
    const torn = recordOf({ name: 'torn', text: LONG }).subarray(0, 1000);
    for (let count = 0; count < 9; count += 1)
      await plantBytes(folder, Buffer.concat([recordOf({ name: `name ${count}`, text: 'text' }), torn]));
    await silence(...(await segmentFiles(folder)));
    await run();
    expect(await segmentFiles(folder)).toHaveLength(1);
    expect(await found('name 0', 'name 8', 'torn')).toEqual(['text', 'text', undefined]);
  });

  test.each<[about: string, record: Omit<Planted, 'name' | 'text'>, stays: boolean]>([
    ['young', { savedAt: Date.now() - 6 * DAY }, true],
    ['old', { savedAt: Date.now() - 8 * DAY }, false],
    ['old and never changing', { savedAt: Date.now() - 300 * DAY, neverChanges: true }, true],
    ['very old and never changing', { savedAt: Date.now() - 400 * DAY, neverChanges: true }, false],
    ['dated ahead by a wrong clock', { savedAt: Date.now() + 3 * 365 * DAY }, false],
  ])('keeps for its time what is %s', async (_, record, stays) => {
    await plantSegment(folder, { name: 'name', text: 'text', ...record }, { name: 'other', text: LONG });
    await run({ thorough: true });
    expect(await found('name', 'other')).toEqual([stays ? 'text' : undefined, LONG]);
    const all = await Promise.all((await segmentFiles(folder)).map(file => readFile(file, 'latin1')));
    expect(all.join('').includes('text')).toBe(stays);
  });

  test('drops the oldest of what is beyond the room that there is', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `name ${index}`);
    for (const [index, name] of names.entries())
      await plantSegment(folder, { name, text: LONG, savedAt: Date.now() - (40 - index) * HOUR });
    await run({ maxBytes: 4 * MEBIBYTE, segmentBytes: MEBIBYTE / 2 });
    expect(await bytes()).toBeLessThanOrEqual(4 * MEBIBYTE);
    expect(await bytes()).toBeGreaterThan(2.5 * MEBIBYTE);
    const left = (await found(...names)).map(text => text === LONG);
    expect(left.lastIndexOf(false)).toBe(left.indexOf(true) - 1);
  });

  test('a store that is written to without end stays within its bounds', async () => {
    const store = openStore(folder, { maxBytes: MEBIBYTE });
    store.cleanUp(7 * DAY);
    for (let round = 0; round < 100; round += 1) {
      store.save({ name: `name ${round}`, text: LONG, neverChanges: true });
      if (round % 10 === 0) await expect.poll(bytes, { timeout: 10_000 }).toBeGreaterThan(0);
    }
    await store.close();
    const next = openStore(folder, { maxBytes: MEBIBYTE });
    next.cleanUp(7 * DAY);
    await expect.poll(bytes, { timeout: 10_000 }).toBeLessThanOrEqual(MEBIBYTE);
    await next.close();
    expect(await found('name 99')).toEqual([LONG]);
  });

  test('a kind whose fact changed loses its answers alone, and what a newer program wrote stays', async () => {
    const versions = { release: 2, tags: 1 };
    const names = ['release 1 key', 'release 2 key', 'release 3 key', 'tags 1 key', 'unheard-of 1 key'];
    for (let count = 0; count < 9; count += 1)
      await plantSegment(folder, ...names.map(name => ({ name, text: `${name}.` })));
    await run({ isOutdated: name => name.startsWith('release 1') && versions.release > 1 });
    expect(await found(...names)).toEqual([undefined, ...names.slice(1).map(name => `${name}.`)]);
  });

  test('copies nothing that is broken', async () => {
    const broken = recordOf({ name: 'broken', text: LONG });
    broken[1000] = 0;
    for (let count = 0; count < 9; count += 1) await plantSegment(folder, broken, { name: 'name', text: 'text' });
    await run();
    expect(await found('broken', 'name')).toEqual([undefined, 'text']);
    expect(await bytes()).toBeLessThan(1000);
  });

  test('is left to the next process where this one ends', async () => {
    for (let count = 0; count < 9; count += 1) await plantSegment(folder, { name: `name ${count}`, text: 'text' });
    expect(await run({ isOver: () => true })).toBe(false);
    expect(await segmentFiles(folder)).toHaveLength(9);
  });
});

describe('compaction while others are at work', () => {
  test('two at once lose nothing', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `name ${index}`);
    for (const name of names) await plantSegment(folder, { name, text: name });
    await Promise.all([run(), run(), run()]);
    expect(await found(...names)).toEqual(names);
    await run();
    expect(await segmentFiles(folder)).toHaveLength(1);
    expect(await found(...names)).toEqual(names);
  });

  test('a process that looked before finds all by looking again', async () => {
    const before = { says: 'known' } as const;
    const questions = Array.from({ length: 9 }, (_, index) => release(`p${index}`));
    for (const question of questions) {
      const world = createWorld({ store: openStore(folder) });
      world.says = before;
      await world.folder.settle([question]);
      await world.answers.close();
    }
    const reader = createWorld({ store: openStore(folder) });
    await reader.folder.settle(questions.slice(0, 1));
    await run();
    await reader.folder.settle(questions);
    expect(reader.asked).toEqual([]);
    await reader.answers.close();
  });

  test('a writer that was taken for dead writes again what it had written', async () => {
    const writer = openStore(folder);
    writer.save({ name: 'before', text: 'one', neverChanges: false });
    await expect.poll(bytes).toBeGreaterThan(0);
    const files = await segmentFiles(folder);
    await silence(...files);
    await rm(files[0] ?? '');
    writer.save({ name: 'after', text: 'two', neverChanges: false });
    await writer.close();
    expect(await found('before', 'after')).toEqual(['one', 'two']);
  });

  test('a segment that grew meanwhile stays', async () => {
    for (let count = 0; count < 9; count += 1) await plantSegment(folder, { name: `name ${count}`, text: 'text' });
    const [file = ''] = await segmentFiles(folder);
    let looks = 0;
    const late = recordOf({ name: 'late', text: 'text' });
    await run({
      isOutdated: () => {
        looks += 1;
        if (looks === 1) void appendFile(file, late);
        return false;
      },
    });
    expect((await segmentFiles(folder)).includes(file)).toBe(true);
  });
});

describe('what is no segment', () => {
  const notes = ['notes.txt', 'x.answers', '123e4567-e89b-12d3-a456-426614174000.answers.orig', 'ab/notes'];
  test.each(notes)('stays: %s', async name => {
    const file = join(rootOf(folder), name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, '');
    await silence(file);
    await clean();
    expect((await readdir(rootOf(folder), { recursive: true })).map(found => found.replaceAll('\\', '/'))).toContain(
      name,
    );
  });

  test.skipIf(process.platform === 'win32')('goes where it is a link, and what that leads to stays', async () => {
    await plantSegment(folder, { name: 'name', text: 'text' });
    await writeFile(join(folder, 'elsewhere'), 'x');
    const link = join(rootOf(folder), '123e4567-e89b-12d3-a456-426614174000.answers');
    await symlink(join(folder, 'elsewhere'), link);
    await clean(3 * HOUR);
    expect(await segmentFiles(folder)).not.toContain(link);
    expect(await readFile(join(folder, 'elsewhere'), 'utf8')).toBe('x');
  });

  test('goes where nothing of it can be read', async () => {
    await silence(await plantBytes(folder, Buffer.from('no segment')));
    await clean();
    expect(await segmentFiles(folder)).toEqual([]);
  });

  test('is looked for once a day', async () => {
    await plantSegment(folder, { name: 'name', text: 'text' });
    await clean();
    await plantSegment(folder, { name: 'old', text: LONG, savedAt: Date.now() - 30 * DAY }, { name: 'b', text: LONG });
    const next = openStore(folder);
    next.cleanUp(7 * DAY);
    await next.close();
    expect(await segmentFiles(folder)).toHaveLength(2);
  });

  /** As if the process had begun so many milliseconds ago, by the dates of what is there. */
  async function clean(later = 0): Promise<void> {
    if (later > 0) {
      const { lutimes } = await import('node:fs/promises');
      const before = new Date(Date.now() - later);
      for (const name of await readdir(rootOf(folder))) await lutimes(join(rootOf(folder), name), before, before);
    }
    const store = openStore(folder);
    store.cleanUp(7 * DAY);
    await expect.poll(() => readdir(rootOf(folder))).toContain('cleaned');
    await expect.poll(() => readdir(rootOf(folder))).not.toContain('compacting');
    await store.close();
  }
});

function texts(count: number, record: Partial<Planted>): Planted[] {
  return Array.from({ length: count }, (_, index) => ({ name: `name ${index}`, text: 'text', ...record }));
}

test('a name tells its kind and the version of its fact', () => {
  expect(storedName('key', 'release')).toBe('release 2 key');
});
