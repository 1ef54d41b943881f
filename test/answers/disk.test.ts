import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  chmod,
  chown,
  lstat,
  lutimes,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AnswerStore, createDiskStore } from '../../server/src/answers/index.ts';
import { STORED_VERSION } from '../../server/src/answers/stored.ts';
import type { Question } from '../../server/src/model/question.ts';
import { createWorld, DAY, DEPRECATED, HOUR, MINUTE, ROUTE, release, stateOf, type World } from './fake-registry.ts';

const QUESTION = release('a');
const NOW = Date.UTC(2026, 5, 1);

let folder: string;
let lines: string[];

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'answers-')), 'cache');
  lines = [];
});
afterEach(async () => {
  await rm(join(folder, '..'), { recursive: true, force: true });
});

function store(): AnswerStore {
  return createDiskStore({ folder, log: line => lines.push(line) });
}

/** A process of its own, as far as memory goes. */
function process(now = NOW): World {
  return createWorld({ store: store(), now });
}

async function files(): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return all.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
}

async function answerFiles(): Promise<string[]> {
  return (await files()).filter(file => file.endsWith('.json'));
}

/** Asks in a process that ends, and leaves the answer on disk. */
async function askBefore(says: World['says'], questions: readonly Question[] = [QUESTION], now = NOW): Promise<void> {
  const world = process(now);
  world.says = says;
  await world.folder.settle(questions);
  await world.answers.close();
}

describe('a later process', () => {
  const table: {
    about: string;
    before: World['says'];
    after: number;
    asks: number;
    says?: World['says'];
    shown: string;
  }[] = [
    { about: 'asks nothing that is fresh', before: { says: 'known' }, after: MINUTE, asks: 0, shown: 'known' },
    { about: 'repeats a fresh absence', before: { says: 'absent' }, after: MINUTE, asks: 0, shown: 'absent' },
    { about: 'asks again what is old', before: { says: 'known' }, after: HOUR, asks: 1, shown: 'known' },
    { about: 'asks a failure again', before: { says: 'unknown' }, after: 0, asks: 1, shown: 'known' },
    {
      about: 'shows what was known while the registry is down',
      before: { says: 'known' },
      after: DAY,
      says: { says: 'unknown' },
      asks: 1,
      shown: 'known',
    },
    {
      about: 'shows nothing that is older than it may be kept',
      before: { says: 'known' },
      after: 7 * DAY,
      says: { says: 'unknown' },
      asks: 1,
      shown: 'unreachable',
    },
    {
      about: 'never repeats an old absence',
      before: { says: 'absent' },
      after: HOUR,
      says: { says: 'unknown' },
      asks: 1,
      shown: 'unreachable',
    },
    {
      about: 'knows for ever what cannot change',
      before: { says: 'known', forEver: true },
      after: 300 * DAY,
      asks: 0,
      shown: 'known',
    },
  ];
  test.each(table)('$about', async ({ before, after, asks, says, shown }) => {
    await askBefore(before);
    const world = process(NOW + after);
    world.says = says ?? { says: 'known' };
    await world.folder.settle([QUESTION]);
    expect(world.asked).toHaveLength(asks);
    expect(stateOf(world.folder.peek(QUESTION))).toBe(shown);
    await world.answers.close();
  });

  test('counts what it found as hits', async () => {
    await askBefore({ says: 'known' });
    const world = process(NOW + MINUTE);
    await world.folder.settle([QUESTION, release('b')]);
    expect({ ...world.answers.stats }).toEqual({ questions: 2, cacheHits: 1 });
    await world.answers.close();
  });

  test('confirms by the validator that was kept', async () => {
    await askBefore({ says: 'known', fact: DEPRECATED, validator: 'W/"1"' });
    const world = process(NOW + HOUR);
    await world.folder.settle([QUESTION]);
    expect(world.askings[0]?.earlier).toEqual({ fact: DEPRECATED, validator: 'W/"1"' });
    await world.answers.close();
  });

  test('offline loads what is kept, and asks nothing', async () => {
    await askBefore(
      question => (question === QUESTION ? { says: 'known' } : { says: 'absent' }),
      [QUESTION, release('b')],
    );
    const world = process(NOW + DAY);
    world.routing = route => ({ open: false, why: 'offline', route });
    await world.folder.settle([QUESTION, release('b')]);
    expect(stateOf(world.folder.peek(QUESTION))).toBe('known');
    expect(stateOf(world.folder.peek(release('b')))).toBe('offline');
    expect({ ...world.answers.stats }).toEqual({ questions: 1, cacheHits: 1 });
    expect(world.asked).toEqual([]);
    await world.answers.close();
  });

  test('asks what is not kept as soon as it is online again', async () => {
    const world = process();
    world.routing = route => ({ open: false, why: 'offline', route });
    await world.folder.settle([QUESTION]);
    expect(stateOf(world.folder.peek(QUESTION))).toBe('offline');
    world.routing = route => ({ open: true, route });
    await world.folder.settle([QUESTION]);
    expect(stateOf(world.folder.peek(QUESTION))).toBe('known');
    await world.answers.close();
  });

  test('asks what one folder may only look up and another may ask', async () => {
    const world = process();
    const offline = world.answers.through(() => ({ open: false, why: 'offline', route: ROUTE }));
    await Promise.all([offline.settle([QUESTION]), world.folder.settle([QUESTION])]);
    expect(stateOf(world.folder.peek(QUESTION))).toBe('known');
    await world.answers.close();
  });

  test('sees nothing of another identity', async () => {
    await askBefore({ says: 'known' });
    const world = createWorld({ store: store(), now: NOW, route: { ...ROUTE, identity: 'someone' } });
    await world.folder.settle([QUESTION]);
    expect(world.asked).toHaveLength(1);
    await world.answers.close();
  });

  test('refreshes past the disk', async () => {
    await askBefore({ says: 'known' });
    const world = process(NOW + MINUTE);
    world.folder.refresh([QUESTION]);
    world.says = { says: 'known', fact: DEPRECATED };
    await world.folder.settle([QUESTION]);
    expect(world.folder.peek(QUESTION)).toMatchObject({ fact: DEPRECATED });
    await world.answers.close();
  });
});

describe('a text', () => {
  test.each([0, 1, 16_383, 16_384, 16_385, 300_000])('of %i bytes comes back as it was', async bytes => {
    const text = 'ä'.repeat(Math.floor(bytes / 2)) + 'x'.repeat(bytes % 2);
    const first = store();
    first.save('key', text);
    expect((await first.load('key')) === text).toBe(true);
    await first.close();
    expect((await store().load('key')) === text).toBe(true);
    expect(await store().load('another key')).toBeUndefined();
  });

  test('that was saved last is the one that stays', async () => {
    for (let round = 0; round < 10; round += 1) {
      const keeper = store();
      // The longer a text, the longer its writing takes, so that a later and shorter one could overtake it.
      for (const length of [400_000, 200_000, 3]) keeper.save('key', String(round).repeat(length));
      await keeper.close();
      expect(await store().load('key')).toHaveLength(3);
    }
  });

  test('without end is not read', async () => {
    const first = store();
    first.save('key', 'text');
    await first.close();
    const [file = ''] = await answerFiles();
    await truncate(file, 30 * 1024 * 1024);
    expect(await store().load('key')).toHaveLength(30 * 1024 * 1024);
    await truncate(file, 40 * 1024 * 1024);
    expect(await store().load('key')).toBeUndefined();
  });
});

describe('two processes at once', () => {
  test('the one takes over what the other asked meanwhile', async () => {
    const [one, other] = [process(), process()];
    await one.folder.settle([QUESTION]);
    await expect.poll(answerFiles).toHaveLength(1);
    one.now = other.now = NOW + HOUR;
    other.says = { says: 'known', fact: DEPRECATED };
    await other.folder.settle([QUESTION]);
    await other.answers.close();
    await one.folder.settle([QUESTION]);
    expect(one.asked).toHaveLength(1);
    expect(one.folder.peek(QUESTION)).toMatchObject({ fact: DEPRECATED });
    await one.answers.close();
  });

  test('an old absence of the other takes nothing away', async () => {
    const [one, other] = [process(), process()];
    await one.folder.settle([QUESTION]);
    await expect.poll(answerFiles).toHaveLength(1);
    other.now = NOW + HOUR;
    other.says = { says: 'absent' };
    await other.folder.settle([QUESTION]);
    await other.answers.close();
    one.now = NOW + DAY;
    one.says = { says: 'unknown' };
    await one.folder.settle([QUESTION]);
    expect(stateOf(one.folder.peek(QUESTION))).toBe('known');
    await one.answers.close();
  });

  test('what the other left is not taken over where memory is newer', async () => {
    await askBefore({ says: 'known' });
    const [file = ''] = await answerFiles();
    const older = await readFile(file);
    const world = process(NOW + HOUR);
    world.says = { says: 'known', fact: DEPRECATED };
    await world.folder.settle([QUESTION]);
    await expect.poll(() => readFile(file, 'utf8')).toContain('deprecated');
    await writeFile(file, older);
    world.now += HOUR;
    world.says = { says: 'unknown' };
    await world.folder.settle([QUESTION]);
    expect(world.folder.peek(QUESTION)).toMatchObject({ fact: DEPRECATED });
    await world.answers.close();
  });

  test('never read half of what the other writes', async () => {
    const [one, other] = [store(), store()];
    const texts = ['a', 'b'].map(letter => letter.repeat(200_000));
    for (let round = 0; round < 20; round += 1) {
      one.save('key', texts[0] ?? '');
      other.save('key', texts[1] ?? '');
      const read = await store().load('key');
      expect(read === undefined || texts.includes(read)).toBe(true);
    }
    await Promise.all([one.close(), other.close()]);
    expect(texts).toContain(await store().load('key'));
    expect(await files()).toHaveLength(1);
  });
});

describe('what is broken on disk', () => {
  const good = { version: STORED_VERSION, key: '', answer: { state: 'known', fact: DEPRECATED, asOf: NOW } };
  const table: [about: string, text: (key: string) => string][] = [
    ['nothing', () => ''],
    ['half of it', key => JSON.stringify({ ...good, key }).slice(0, -20)],
    ['no JSON', () => '<html>'],
    ['another value', () => 'null'],
    ['a list', () => '[]'],
    ['bytes', () => '\u0000\uffff'],
    ['an older version', key => JSON.stringify({ ...good, key, version: STORED_VERSION - 1 })],
    ['a newer version', key => JSON.stringify({ ...good, key, version: STORED_VERSION + 1 })],
    ['another key', key => JSON.stringify({ ...good, key: `${key}x` })],
    ['no answer', key => JSON.stringify({ ...good, key, answer: undefined })],
    ['ignorance', key => JSON.stringify({ ...good, key, answer: { state: 'unknown', why: 'refused' } })],
    [
      'a fact of another shape',
      key => JSON.stringify({ ...good, key, answer: { ...good.answer, fact: { tags: [] } } }),
    ],
    ['a fact of null', key => JSON.stringify({ ...good, key, answer: { ...good.answer, fact: null } })],
    [
      'a standing from elsewhere',
      key =>
        JSON.stringify({
          ...good,
          key,
          answer: { ...good.answer, fact: { version: '1.0.0', standing: { is: 'constructor' } } },
        }),
    ],
    ['no time', key => JSON.stringify({ ...good, key, answer: { ...good.answer, asOf: 'today' } })],
    ['a time to come', key => JSON.stringify({ ...good, key, answer: { ...good.answer, asOf: NOW + DAY } })],
    [
      'an absence of nothing',
      key => JSON.stringify({ ...good, key, answer: { state: 'absent', missing: 'x', asOf: NOW } }),
    ],
    [
      'an absence for ever',
      key =>
        JSON.stringify({
          ...good,
          key,
          forEver: true,
          answer: { state: 'absent', missing: 'version', asOf: NOW - DAY },
        }),
    ],
  ];
  test.each(table)('%s costs one request and heals', async (_, text) => {
    await askBefore({ says: 'known' });
    const [file = ''] = await answerFiles();
    const { key } = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, text(key));
    const world = process(NOW + MINUTE);
    await world.folder.settle([QUESTION]);
    expect(world.asked).toHaveLength(1);
    await world.answers.close();
    const next = process(NOW + MINUTE);
    await next.folder.settle([QUESTION]);
    expect(next.asked).toHaveLength(0);
    await next.answers.close();
  });

  test('what the table breaks is taken when it is whole', async () => {
    await askBefore({ says: 'known' });
    const [file = ''] = await answerFiles();
    const { key } = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...good, key }));
    const world = process(NOW + MINUTE);
    await world.folder.settle([QUESTION]);
    expect(world.folder.peek(QUESTION)).toMatchObject({ fact: DEPRECATED });
    await world.answers.close();
  });

  test('a folder in the place of a file is no answer', async () => {
    await askBefore({ says: 'known' });
    const [file = ''] = await answerFiles();
    await rm(file);
    await mkdir(file);
    const world = process();
    await world.folder.settle([QUESTION]);
    expect(stateOf(world.folder.peek(QUESTION))).toBe('known');
    await world.answers.close();
  });

  test('a disk that cannot be written leaves the answers in memory, with one line', async () => {
    await writeFile(folder, 'a file where the folder should be');
    const world = process();
    const questions = Array.from({ length: 20 }, (_, index) => release(`p${index}`));
    await world.folder.settle(questions);
    await world.answers.close();
    expect(questions.map(question => stateOf(world.folder.peek(question)))).toEqual(questions.map(() => 'known'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('in memory only');
  });
});

describe.skipIf(globalThis.process.platform === 'win32')('what others put among the answers', () => {
  test.each<[about: string, put: (file: string) => unknown]>([
    ['a pipe', file => execFileSync('mkfifo', [file])],
    ['a link to a device without end', file => symlink('/dev/zero', file)],
    ['a link to a pipe', file => execFileSync('sh', ['-c', 'mkfifo "$0.pipe" && ln -s "$0.pipe" "$0"', file])],
  ])('%s costs one request and heals', async (_, put) => {
    const questions = Array.from({ length: 10 }, (__, index) => release(`p${index}`));
    await askBefore({ says: 'known' }, questions);
    for (const file of await answerFiles()) {
      await rm(file);
      await put(file);
    }
    const world = process(NOW + MINUTE);
    await world.folder.settle(questions);
    expect(world.asked).toHaveLength(10);
    await world.answers.close();
    const next = process(NOW + MINUTE);
    await next.folder.settle(questions);
    expect(next.asked).toEqual([]);
    await next.answers.close();
  });

  test('a link is replaced, and what it leads to stays as it was', async () => {
    await askBefore({ says: 'known' });
    const [file = ''] = await answerFiles();
    const elsewhere = join(folder, '..', 'elsewhere');
    await rename(file, elsewhere);
    await symlink(elsewhere, file);
    const text = await readFile(elsewhere, 'utf8');
    const world = process(NOW + MINUTE);
    world.says = { says: 'known', fact: DEPRECATED };
    await world.folder.settle([QUESTION]);
    expect(world.asked).toHaveLength(1);
    await world.answers.close();
    expect(await readFile(elsewhere, 'utf8')).toBe(text);
    expect(await readFile(file, 'utf8')).toContain('deprecated');
  });

  test('what tells when the folder was cleaned is replaced too, where it is a link', async () => {
    const elsewhere = join(folder, '..', 'elsewhere');
    const marker = join(folder, `v${STORED_VERSION}`, 'cleaned');
    await mkdir(join(marker, '..'), { recursive: true });
    await writeFile(elsewhere, 'text');
    await symlink(elsewhere, marker);
    await lutimes(marker, new Date(), new Date(Date.now() - 30 * DAY));
    const keeper = store();
    keeper.cleanUp(7 * DAY);
    await expect.poll(async () => (await lstat(marker)).isFile()).toBe(true);
    await keeper.close();
    expect(await readFile(elsewhere, 'utf8')).toBe('text');
  });

  test.each([
    ['the folder of the answers', '.'],
    ['a folder in it', createHash('sha256').update('key').digest('hex').slice(0, 2)],
  ])('%s is not written to where it leads elsewhere, with one line', async (_, name) => {
    const elsewhere = join(folder, '..', 'elsewhere');
    await mkdir(elsewhere);
    const place = join(folder, `v${STORED_VERSION}`, name);
    await mkdir(join(place, '..'), { recursive: true });
    await symlink(elsewhere, place);
    const keeper = store();
    for (const text of ['one', 'two']) keeper.save('key', text);
    await keeper.close();
    expect(await readdir(elsewhere)).toEqual([]);
    expect(lines).toEqual([
      `\`${place}\` is not used, because it is a link. Answers are kept in memory only. Remove it, or set \`REGISTRY_LENS_CACHE\` to another folder.`,
    ]);
  });

  // Only the superuser may give files away.
  test.runIf(globalThis.process.getuid?.() === 0)('the answers of another user are not believed', async () => {
    await askBefore({ says: 'known' });
    await chown(join(folder, `v${STORED_VERSION}`), 12_345, 12_345);
    const world = process(NOW + MINUTE);
    await world.folder.settle([QUESTION]);
    await world.answers.close();
    expect(world.asked).toHaveLength(1);
    expect(lines).toEqual([expect.stringContaining('belongs to another user')]);
  });

  test('rights of others are taken away', async () => {
    await askBefore({ says: 'known' });
    const root = join(folder, `v${STORED_VERSION}`);
    await chmod(root, 0o777);
    await askBefore({ says: 'known' }, [release('b')]);
    expect((await stat(root)).mode & 0o777).toBe(0o700);
  });
});

describe('the folder', () => {
  test.skipIf(globalThis.process.platform === 'win32')('is for the user alone', async () => {
    await askBefore({ says: 'known' });
    const [file = ''] = await answerFiles();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    for (const path of [folder, join(folder, `v${STORED_VERSION}`), join(file, '..')])
      expect((await stat(path)).mode & 0o777).toBe(0o700);
  });

  test('loses what is too old, but not what never changes', async () => {
    await askBefore({ says: 'known' }, [release('old')]);
    await askBefore({ says: 'known', forEver: true }, [release('for ever')]);
    await askBefore({ says: 'known', forEver: true }, [release('two years')]);
    const leftover = join((await answerFiles())[0] ?? '', '..', `${'0'.repeat(62)}.json.${randomUUID()}.tmp`);
    await writeFile(leftover, '');
    for (const file of [...(await answerFiles()), leftover]) {
      const days = (await readFile(file, 'utf8')).includes('two years') ? 730 : 30;
      await utimes(file, new Date(), new Date(Date.now() - days * DAY));
    }
    await utimes(join(folder, `v${STORED_VERSION}`, 'cleaned'), new Date(), new Date(Date.now() - 2 * DAY));
    const keeper = store();
    keeper.cleanUp(7 * DAY);
    // What is asked next leaves time for the work: it ends when the store closes.
    await expect.poll(files).toHaveLength(2);
    await keeper.close();
    expect(await readFile((await answerFiles())[0] ?? '', 'utf8')).toContain('for ever');
  });

  test('is cleaned once a day', async () => {
    await askBefore({ says: 'known' });
    await expect.poll(files).toHaveLength(2);
    const [file = ''] = await answerFiles();
    await utimes(file, new Date(), new Date(Date.now() - 30 * DAY));
    await askBefore({ says: 'known' }, [release('b')]);
    expect(await answerFiles()).toHaveLength(2);
  });
});
