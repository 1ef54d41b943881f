import { execFileSync } from 'node:child_process';
import {
  appendFile,
  chmod,
  chown,
  lstat,
  lutimes,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { storedName } from '../../../server/src/answers/facts.ts';
import type { AnswerStore } from '../../../server/src/answers/index.ts';
import { keyOf } from '../../../server/src/answers/way.ts';
import type { Question } from '../../../server/src/model/question.ts';
import { createWorld, DAY, DEPRECATED, HOUR, MINUTE, ROUTE, release, stateOf, type World } from '../fake-registry.ts';
import { openStore, plantBytes, plantSegment, recordOf, rootOf, segmentFiles } from './open-store.ts';

const QUESTION = release('a');
const NAME = storedName(keyOf(ROUTE, QUESTION), 'release');
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
  return openStore(folder, { log: line => lines.push(line) });
}

/** A process of its own, as far as memory goes. */
function process(now = NOW): World {
  return createWorld({ store: store(), now });
}

/** Saves one text in a process of its own. */
async function save(text: string, name = 'name'): Promise<void> {
  const keeper = store();
  keeper.save({ name, text, neverChanges: false });
  await keeper.close();
}

/** What a process of its own finds under a name. */
async function find(name = 'name'): Promise<string | undefined> {
  const keeper = store();
  const found = await keeper.load(name);
  await keeper.close();
  return found;
}

/** What lies on disk is some bytes long, whoever wrote them. */
async function bytesOnDisk(): Promise<number> {
  const states = await Promise.all((await segmentFiles(folder)).map(file => stat(file)));
  return states.reduce((sum, { size }) => sum + size, 0);
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
  test.each([0, 1, 16_383, 16_384, 16_385, 300_000, 5_000_000])('of %i bytes comes back as it was', async bytes => {
    const text = 'ä'.repeat(Math.floor(bytes / 2)) + 'x'.repeat(bytes % 2);
    const first = store();
    first.save({ name: 'name', text, neverChanges: false });
    expect((await first.load('name')) === text).toBe(true);
    await first.close();
    expect((await find()) === text).toBe(true);
    expect(await find('another name')).toBeUndefined();
    // Nothing of the name is taken for text, nor the other way round.
    expect(await find('nam')).toBeUndefined();
  });

  test('is found by who saved it, before and after it is written', async () => {
    const keeper = store();
    keeper.save({ name: 'name', text: 'text', neverChanges: false });
    await expect.poll(bytesOnDisk).toBeGreaterThan(0);
    expect(await keeper.load('name')).toBe('text');
    await keeper.close();
  });

  test('that was saved last is the one that stays', async () => {
    for (let round = 0; round < 10; round += 1) {
      const keeper = store();
      for (const length of [400_000, 200_000, 3])
        keeper.save({ name: 'name', text: String(round).repeat(length), neverChanges: false });
      await keeper.close();
      expect(await find()).toBe(String(round).repeat(3));
    }
  });

  test('is the one that stays where the clock went back before it was saved', async () => {
    const real = Date.now;
    const ahead = vi.spyOn(Date, 'now').mockImplementation(() => real() + 1000);
    const first = store();
    first.save({ name: 'name', text: 'first', neverChanges: false });
    await first.close();
    ahead.mockRestore();
    const second = store();
    second.save({ name: 'name', text: 'second', neverChanges: false });
    await second.close();
    expect(await find()).toBe('second');
  });

  test('that is too large is not kept, and takes nothing with it', async () => {
    const keeper = store();
    keeper.save({ name: 'large', text: 'x'.repeat(17 * 1024 * 1024), neverChanges: false });
    keeper.save({ name: 'name', text: 'text', neverChanges: false });
    await keeper.close();
    expect(await find('large')).toBeUndefined();
    expect(await find()).toBe('text');
  });

  test('twenty thousand of them lie in few files, and are all there', async () => {
    const keeper = store();
    const names = Array.from({ length: 20_000 }, (_, index) => `name ${index}`);
    for (const name of names) keeper.save({ name, text: name.repeat(20), neverChanges: false });
    await keeper.close();
    expect(await segmentFiles(folder)).toHaveLength(1);
    const next = store();
    let right = 0;
    for (const name of names) if ((await next.load(name)) === name.repeat(20)) right += 1;
    await next.close();
    expect(right).toBe(names.length);
  });

  test('is written again where somebody removed the files meanwhile', async () => {
    const keeper = store();
    keeper.save({ name: 'first', text: 'one', neverChanges: false });
    await expect.poll(bytesOnDisk).toBeGreaterThan(0);
    await rm(folder, { recursive: true });
    await mkdir(rootOf(folder), { recursive: true, mode: 0o700 });
    keeper.save({ name: 'second', text: 'two', neverChanges: false });
    await expect.poll(bytesOnDisk).toBeGreaterThan(0);
    expect(await keeper.load('first')).toBe('one');
    await keeper.close();
    expect([await find('first'), await find('second')]).toEqual(['one', 'two']);
  });
});

describe('two processes at once', () => {
  test('the one takes over what the other asked meanwhile', async () => {
    const [one, other] = [process(), process()];
    await one.folder.settle([QUESTION]);
    await expect.poll(bytesOnDisk).toBeGreaterThan(0);
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
    await expect.poll(bytesOnDisk).toBeGreaterThan(0);
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
    const [file = ''] = await segmentFiles(folder);
    const older = await readFile(file);
    const world = process(NOW + HOUR);
    world.says = { says: 'known', fact: DEPRECATED };
    await world.folder.settle([QUESTION]);
    await expect.poll(() => segmentFiles(folder)).toHaveLength(2);
    await plantSegment(folder, { name: NAME, text: textIn(older), savedAt: Date.now() + 1000 });
    world.now += HOUR;
    world.says = { says: 'unknown' };
    await world.folder.settle([QUESTION]);
    expect(world.folder.peek(QUESTION)).toMatchObject({ fact: DEPRECATED });
    await world.answers.close();
  });

  test('both find what both wrote, to the last text', async () => {
    const [one, other] = [store(), store()];
    const names = Array.from({ length: 400 }, (_, index) => `name ${index}`);
    for (const [index, name] of names.entries())
      (index % 2 === 0 ? one : other).save({ name, text: name, neverChanges: false });
    await Promise.all([one.close(), other.close()]);
    expect(await segmentFiles(folder)).toHaveLength(2);
    for (const keeper of [one, other]) {
      await keeper.look();
      expect(await Promise.all(names.map(name => keeper.load(name)))).toEqual(names);
    }
  });

  test('a look finds what was written since the last one, and says whether there was anything', async () => {
    const [one, other] = [store(), store()];
    expect(await other.look()).toBe(false);
    for (const text of ['one', 'two', 'three']) {
      const before = await bytesOnDisk();
      one.save({ name: 'name', text, neverChanges: false });
      await expect.poll(bytesOnDisk).toBeGreaterThan(before);
      expect(await other.look()).toBe(true);
      expect(await other.load('name')).toBe(text);
      expect(await other.look()).toBe(false);
    }
    await Promise.all([one.close(), other.close()]);
  });

  test('what is saved later counts, though another’s clock is ahead', async () => {
    await plantSegment(folder, { name: 'name', text: 'before', savedAt: Date.now() + 30_000 });
    const keeper = store();
    expect(await keeper.load('name')).toBe('before');
    keeper.save({ name: 'name', text: 'later', neverChanges: false });
    await keeper.close();
    expect(await find()).toBe('later');
  });

  test('never read half of what the other writes', async () => {
    const [one, other] = [store(), store()];
    const texts = ['a', 'b'].map(letter => letter.repeat(200_000));
    for (let round = 0; round < 20; round += 1) {
      one.save({ name: 'name', text: texts[0] ?? '', neverChanges: false });
      other.save({ name: 'name', text: texts[1] ?? '', neverChanges: false });
      const read = await find();
      expect(read === undefined || texts.includes(read)).toBe(true);
    }
    await Promise.all([one.close(), other.close()]);
    expect(texts).toContain(await find());
    expect(await segmentFiles(folder)).toHaveLength(2);
  });
});

describe('what is broken on disk', () => {
  const good = { answer: { state: 'known', fact: DEPRECATED, asOf: NOW } };
  const record = (text: string, name = NAME) => recordOf({ name, text });
  const whole = record(JSON.stringify(good));
  /** The record with some of its bytes changed, and its sum as it was. */
  const changed = (at: number, ...bytes: number[]) => {
    const copy = Buffer.from(whole);
    copy.set(bytes, at);
    return copy;
  };
  const table: [about: string, bytes: () => Buffer][] = [
    ['nothing', () => Buffer.alloc(0)],
    ['no segment', () => Buffer.from('<html>'.repeat(100))],
    ['zeros, as after a power cut', () => Buffer.alloc(5000)],
    ['half of a head', () => whole.subarray(0, 16)],
    ['a head alone', () => whole.subarray(0, 32)],
    ['a record without its last byte', () => whole.subarray(0, -1)],
    ['a record without its first byte', () => whole.subarray(1)],
    ['a byte of the text is another', () => changed(whole.length - 5, 0x20)],
    ['a byte of the name is another', () => changed(40, 0x20)],
    ['a byte of the sum is another', () => changed(4, (whole[4] ?? 0) ^ 1)],
    ['the name is said to be longer', () => changed(12, 0xff)],
    ['a record of four gigabytes', () => changed(8, 0xff, 0xff, 0xff, 0xff)],
    ['flags that nobody knows', () => changed(28, 0xff)],
    ['another record in the place of the hash', () => record(JSON.stringify(good), 'another')],
    ['the text of another name under the hash of this', () => forged(JSON.stringify(good))],
    ['from a time to come', () => recordOf({ name: NAME, text: JSON.stringify(good), savedAt: Date.now() + DAY })],
    ['half of a text', () => record(JSON.stringify(good).slice(0, -20))],
    ['no text', () => record('')],
    ['no JSON', () => record('<html>')],
    ['another value', () => record('null')],
    ['a list', () => record('[]')],
    ['bytes', () => record('\u0000\uffff')],
    ['JSON a million deep', () => record('['.repeat(1_000_000) + ']'.repeat(1_000_000))],
    ['an answer a hundred thousand deep', () => record(`{"answer":${'{"fact":'.repeat(1e5)}1${'}'.repeat(1e5)}}`)],
    ['an older version of the fact', () => record(JSON.stringify(good), NAME.replace('release 2', 'release 1'))],
    ['a newer version of the fact', () => record(JSON.stringify(good), NAME.replace('release 2', 'release 3'))],
    ['another kind of question', () => record(JSON.stringify(good), NAME.replace('release 2', 'package 2'))],
    ['another key', () => record(JSON.stringify(good), `${NAME}x`)],
    ['no answer', () => record(JSON.stringify({ ...good, answer: undefined }))],
    ['ignorance', () => record(JSON.stringify({ answer: { state: 'unknown', why: 'refused' } }))],
    ['a fact of another shape', () => record(JSON.stringify({ answer: { ...good.answer, fact: { tags: [] } } }))],
    ['a fact of null', () => record(JSON.stringify({ answer: { ...good.answer, fact: null } }))],
    [
      'a standing from elsewhere',
      () =>
        record(
          JSON.stringify({ answer: { ...good.answer, fact: { version: '1.0.0', standing: { is: 'constructor' } } } }),
        ),
    ],
    ['no time', () => record(JSON.stringify({ answer: { ...good.answer, asOf: 'today' } }))],
    ['a time to come', () => record(JSON.stringify({ answer: { ...good.answer, asOf: NOW + DAY } }))],
    ['an absence of nothing', () => record(JSON.stringify({ answer: { state: 'absent', missing: 'x', asOf: NOW } }))],
    [
      'an absence for ever',
      () => record(JSON.stringify({ forEver: true, answer: { state: 'absent', missing: 'version', asOf: NOW - DAY } })),
    ],
  ];
  test.each(table)('%s costs one request and heals', async (_, bytes) => {
    await plantBytes(folder, bytes());
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
    await plantBytes(folder, whole);
    const world = process(NOW + MINUTE);
    await world.folder.settle([QUESTION]);
    expect(world.folder.peek(QUESTION)).toMatchObject({ fact: DEPRECATED });
    await world.answers.close();
  });

  test.each(table.slice(1, 13))('%s takes nothing with it that was written before', async (_, bytes) => {
    await plantBytes(folder, Buffer.concat([recordOf({ name: 'before', text: 'text' }), bytes()]));
    expect(await find('before')).toBe('text');
  });

  test('what a writer had not finished is taken up when it has', async () => {
    const file = await plantBytes(folder, whole.subarray(0, 50));
    const keeper = store();
    expect(await keeper.load(NAME)).toBeUndefined();
    await appendFile(file, whole.subarray(50));
    expect(await keeper.look()).toBe(true);
    expect(await keeper.load(NAME)).toBe(JSON.stringify(good));
    await keeper.close();
  });

  test('a file without end is not read', async () => {
    const file = await plantBytes(folder, whole);
    await truncate(file, 2 ** 40);
    const keeper = store();
    expect(await keeper.load(NAME)).toBeUndefined();
    await keeper.close();
  });

  test('a file that is cut or exchanged while it is in use gives nothing wrong', async () => {
    const names = Array.from({ length: 5000 }, (_, index) => `name ${index}`);
    const texts = names.map(name => ({ name, text: `${name} `.repeat(100) }));
    const file = await plantSegment(folder, ...texts);
    const keeper = store();
    expect(await keeper.load('name 0')).toBe(texts[0]?.text);
    const handle = await open(file, 'r+');
    await handle.write(Buffer.alloc(1000, 'x'), 0, 1000, 2_000_000);
    await handle.truncate(3_000_000);
    await handle.close();
    const found = await Promise.all(names.map(name => keeper.load(name)));
    await keeper.close();
    expect(found.filter((text, index) => text !== undefined && text !== texts[index]?.text)).toEqual([]);
  });

  test('a folder in the place of a segment is no answer', async () => {
    await askBefore({ says: 'known' });
    const [file = ''] = await segmentFiles(folder);
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
    for (const file of await segmentFiles(folder)) {
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

  test('a link is not followed, and what it leads to stays as it was', async () => {
    await askBefore({ says: 'known' });
    const [file = ''] = await segmentFiles(folder);
    const elsewhere = join(folder, '..', 'elsewhere');
    await rename(file, elsewhere);
    await symlink(elsewhere, file);
    const bytes = await readFile(elsewhere);
    const world = process(NOW + MINUTE);
    world.says = { says: 'known', fact: DEPRECATED };
    await world.folder.settle([QUESTION]);
    expect(world.asked).toHaveLength(1);
    await world.answers.close();
    expect((await readFile(elsewhere)).equals(bytes)).toBe(true);
    expect(await find(NAME)).toContain('deprecated');
  });

  test.each(['cleaned', 'compacting'])('what tells that the folder is cleaned is replaced too: %s', async name => {
    const elsewhere = join(folder, '..', 'elsewhere');
    const place = join(rootOf(folder), name);
    await mkdir(rootOf(folder), { recursive: true });
    await writeFile(elsewhere, 'text');
    await symlink(elsewhere, place);
    await lutimes(place, new Date(), new Date(Date.now() - 30 * DAY));
    const keeper = store();
    keeper.cleanUp(7 * DAY);
    const marker = join(rootOf(folder), 'cleaned');
    await expect.poll(async () => (await lstat(marker).catch(() => undefined))?.isFile()).toBe(true);
    await keeper.close();
    expect(await readFile(elsewhere, 'utf8')).toBe('text');
    expect(await readdir(rootOf(folder))).toEqual(['cleaned']);
  });

  test('the folder of the answers is not written to where it leads elsewhere, with one line', async () => {
    const elsewhere = join(folder, '..', 'elsewhere');
    await mkdir(elsewhere);
    const place = rootOf(folder);
    await mkdir(folder, { recursive: true });
    await symlink(elsewhere, place);
    const keeper = store();
    for (const text of ['one', 'two']) keeper.save({ name: 'name', text, neverChanges: false });
    await keeper.close();
    expect(await readdir(elsewhere)).toEqual([]);
    expect(lines).toEqual([
      `\`${place}\` is not used, because it is a link. Answers are kept in memory only. Remove it, or set \`REGISTRY_LENS_CACHE\` to another folder.`,
    ]);
  });

  test('the folder of the answers is not read where it leads elsewhere', async () => {
    await save('text');
    await rename(rootOf(folder), join(folder, '..', 'elsewhere'));
    await symlink(join(folder, '..', 'elsewhere'), rootOf(folder));
    expect(await find()).toBeUndefined();
  });

  // Only the superuser may give files away.
  test.runIf(globalThis.process.getuid?.() === 0)('the answers of another user are not believed', async () => {
    await askBefore({ says: 'known' });
    await chown(rootOf(folder), 12_345, 12_345);
    const world = process(NOW + MINUTE);
    await world.folder.settle([QUESTION]);
    await world.answers.close();
    expect(world.asked).toHaveLength(1);
    expect(lines).toEqual([expect.stringContaining('belongs to another user')]);
  });

  test.runIf(globalThis.process.getuid?.() === 0)('a segment of another user is not believed', async () => {
    await askBefore({ says: 'known' });
    for (const file of await segmentFiles(folder)) await chown(file, 12_345, 12_345);
    const world = process(NOW + MINUTE);
    await world.folder.settle([QUESTION]);
    await world.answers.close();
    expect(world.asked).toHaveLength(1);
  });

  test('rights of others are taken away', async () => {
    await askBefore({ says: 'known' });
    const root = rootOf(folder);
    await chmod(root, 0o777);
    await askBefore({ says: 'known' }, [release('b')]);
    expect((await stat(root)).mode & 0o777).toBe(0o700);
  });
});

describe('the folder', () => {
  test.skipIf(globalThis.process.platform === 'win32')('is for the user alone', async () => {
    await askBefore({ says: 'known' });
    const [file = ''] = await segmentFiles(folder);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    for (const path of [folder, rootOf(folder)]) expect((await stat(path)).mode & 0o777).toBe(0o700);
  });
});

/** The first text in the bytes of a segment. */
function textIn(bytes: Buffer): string {
  const end = 32 + bytes.readUInt32LE(8);
  return bytes.toString('utf8', 32 + bytes.readUInt32LE(12), end);
}

/** A record that fits its sum, and has the hash of a name that it does not hold. */
function forged(text: string): Buffer {
  const bytes = recordOf({ name: NAME.replace(/./g, 'x'), text });
  recordOf({ name: NAME, text }).copy(bytes, 22, 22, 28);
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4);
  return bytes;
}
