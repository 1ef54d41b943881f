import { chmod, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { removeOlderFormats } from '../../../server/src/answers/disk/older-formats.ts';
import { FORMAT_VERSION } from '../../../server/src/answers/disk/segments.ts';
import { DAY } from '../fake-registry.ts';
import { openStore } from './open-store.ts';

const ANSWER = `ab/${'0'.repeat(62)}.json`;
const ASIDE = `${ANSWER}.123e4567-e89b-12d3-a456-426614174000.tmp`;
const SEGMENT = '123e4567-e89b-12d3-a456-426614174000.answers';
const never = () => false;

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'cleaning-'));
});
afterEach(() => rm(place, { recursive: true }));

/** Makes files, dated a month back. */
async function write(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const file = join(place, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '');
    await utimes(file, new Date(), new Date(Date.now() - 30 * DAY));
  }
}

async function left(): Promise<readonly string[]> {
  const all = await readdir(place, { recursive: true, withFileTypes: true });
  const names = all.filter(entry => !entry.isDirectory()).map(entry => join(entry.parentPath, entry.name));
  return names.map(name => name.slice(place.length + 1).replaceAll('\\', '/')).sort();
}

describe('what older formats left', () => {
  const before = `v${FORMAT_VERSION - 1}`;

  test('goes, with its folders', async () => {
    await write(`v1/${ANSWER}`, `v1/${ASIDE}`, 'v1/cleaned', `${before}/${ANSWER}`, `${before}/${SEGMENT}`);
    expect(await removeOlderFormats(place, never)).toBe(true);
    expect(await readdir(place)).toEqual([]);
  });

  test('goes by itself, in the background, with what a plain hash of a login is in the key of', async () => {
    await write(`${before}/${ANSWER}`);
    const store = openStore(place);
    store.cleanUp(7 * DAY);
    await expect.poll(() => readdir(place)).toEqual([`v${FORMAT_VERSION}`]);
    await store.close();
  });

  test.each([
    ['this version’s', `v${FORMAT_VERSION}/${ANSWER}`],
    ['a newer version’s', `v${FORMAT_VERSION + 1}/${ANSWER}`],
    ['a much newer version’s', `v${FORMAT_VERSION + 100}/${ANSWER}`],
    ['no version’s', `v0/${ANSWER}`],
    ['no number’s', `v1.5/${ANSWER}`],
    ['another folder’s', `vendor/${ANSWER}`],
    ['somebody else’s file', 'v1/ab/notes.txt'],
    ['a shorter hash', `v1/ab/${'0'.repeat(61)}.json`],
    ['a backup', `v1/${ANSWER}.orig`],
    ['a folder that is none of ours', `v1/abc/${'0'.repeat(62)}.json`],
    ['no folder', `v1/${'0'.repeat(62)}.json`],
    ['a folder too deep', `v1/ab/cd/${'0'.repeat(62)}.json`],
    ['somebody else’s folder', 'v1/notes/a.json'],
  ])('but nothing else goes: %s', async (_, name) => {
    await write(name);
    await removeOlderFormats(place, never);
    expect(await left()).toEqual([name]);
  });

  test('is left to the next process where this one ends', async () => {
    await write(`v1/${ANSWER}`);
    expect(await removeOlderFormats(place, () => true)).toBe(false);
    expect(await left()).toEqual([`v1/${ANSWER}`]);
  });

  test.skipIf(process.platform === 'win32')('is not looked for behind a link', async () => {
    await write(`elsewhere/${ANSWER}`);
    await symlink(join(place, 'elsewhere'), join(place, 'v1'));
    await mkdir(join(place, before));
    await symlink(join(place, 'elsewhere/ab'), join(place, before, 'ab'));
    await removeOlderFormats(place, never);
    expect(await left()).toEqual([`elsewhere/${ANSWER}`, 'v1', `${before}/ab`]);
  });

  test.skipIf(process.platform === 'win32')('goes where it is a link, and what that leads to stays', async () => {
    await write('elsewhere');
    await mkdir(join(place, 'v1/ab'), { recursive: true });
    await symlink(join(place, 'elsewhere'), join(place, 'v1', ANSWER));
    await removeOlderFormats(place, never);
    expect(await left()).toEqual(['elsewhere']);
  });

  test.skipIf(process.platform === 'win32')('that cannot be listed holds up nothing', async () => {
    await write(`v1/${ANSWER}`, `${before}/${ANSWER}`);
    await chmod(join(place, 'v1/ab'), 0o000);
    expect(await removeOlderFormats(place, never)).toBe(true);
    await chmod(join(place, 'v1/ab'), 0o700).catch(() => undefined);
    expect(await left()).not.toContain(`${before}/${ANSWER}`);
  });
});
