import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeOwnFolder, ownFolder } from '../../server/src/files/own-folder.ts';

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'own-'));
});
afterEach(() => rm(place, { recursive: true }));

async function modeOf(name: string): Promise<number> {
  return (await stat(join(place, name))).mode & 0o777;
}

test('a folder that is not there is missing, and is made with those above it', async () => {
  expect(await ownFolder(join(place, 'a/b'))).toEqual({ is: 'missing' });
  expect(await makeOwnFolder(join(place, 'a/b'))).toEqual({ is: 'own' });
  expect(await ownFolder(join(place, 'a/b'))).toEqual({ is: 'own' });
});

test('several who make it at once all have it', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => makeOwnFolder(join(place, 'a/b/c'))));
  expect(all).toEqual(all.map(() => ({ is: 'own' })));
});

test('what cannot be made is failed, with the system’s word', async () => {
  await writeFile(join(place, 'file'), '');
  expect(await makeOwnFolder(join(place, 'file/below'))).toEqual({ is: 'failed', detail: 'ENOTDIR' });
});

test('a file is not a folder', async () => {
  await writeFile(join(place, 'file'), '');
  expect(await makeOwnFolder(join(place, 'file'))).toEqual({ is: 'not-own', why: 'it is not a folder' });
});

describe.skipIf(process.platform === 'win32')('where there are owners and links', () => {
  test('what is made is for the user alone', async () => {
    await makeOwnFolder(join(place, 'a/b'));
    expect([await modeOf('a'), await modeOf('a/b')]).toEqual([0o700, 0o700]);
  });

  test.each([0o777, 0o755, 0o770])('mode %o is narrowed', async mode => {
    await mkdir(join(place, 'a'));
    await chmod(join(place, 'a'), mode);
    expect(await ownFolder(join(place, 'a'))).toEqual({ is: 'own' });
    expect(await modeOf('a')).toBe(0o700);
  });

  test('a link is not its own, and leads to nothing that changes', async () => {
    await mkdir(join(place, 'a'));
    await chmod(join(place, 'a'), 0o755);
    await symlink('a', join(place, 'link'));
    expect(await makeOwnFolder(join(place, 'link'))).toEqual({ is: 'not-own', why: 'it is a link' });
    expect(await modeOf('a')).toBe(0o755);
  });

  // Only the superuser may give files away.
  test.runIf(process.getuid?.() === 0)('another user’s is not', async () => {
    await mkdir(join(place, 'a'));
    await chown(join(place, 'a'), 12_345, 12_345);
    expect(await makeOwnFolder(join(place, 'a'))).toEqual({ is: 'not-own', why: 'it belongs to another user' });
  });
});

test.runIf(process.getuid?.() === 0)('none is made by the superuser in a place of somebody else’s', async () => {
  await chown(place, 12_345, 12_345);
  expect(await makeOwnFolder(join(place, 'a', 'b'))).toMatchObject({ is: 'not-own' });
  expect(await readdir(place)).toEqual([]);
});
