import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadOwnSecret, SECRET_BYTES } from '../../server/src/files/own-secret.ts';

let place: string;
let folder: string;
let file: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'secret-'));
  folder = join(place, 'state/registry-lens');
  file = join(folder, 'identity-secret');
});
afterEach(() => rm(place, { recursive: true }));

/** Why the secret is this process's alone. The test's own folder is left out. */
async function whyPassing(): Promise<string> {
  const [one, other] = [await loadOwnSecret(folder), await loadOwnSecret(folder)];
  expect([one.secret.length, other.secret.length]).toEqual([SECRET_BYTES, SECRET_BYTES]);
  expect(one.secret.equals(other.secret)).toBe(false);
  if (one.is === 'kept') throw new Error('kept');
  return one.why.replace(place, '');
}

test('the secret is made once, and found again', async () => {
  const made = await loadOwnSecret(folder);
  expect(made).toMatchObject({ is: 'kept' });
  expect(made.secret).toHaveLength(SECRET_BYTES);
  expect((await loadOwnSecret(folder)).secret).toEqual(made.secret);
  expect(await readFile(file)).toEqual(made.secret);
});

test('no two users have the same', async () => {
  const [one, other] = await Promise.all([loadOwnSecret(folder), loadOwnSecret(join(place, 'other'))]);
  expect(one.secret.equals(other.secret)).toBe(false);
});

test('all who start at once agree on one, and leave nothing else behind', async () => {
  const all = await Promise.all(Array.from({ length: 30 }, () => loadOwnSecret(folder)));
  expect(new Set(all.map(({ secret }) => secret.toString('hex'))).size).toBe(1);
  expect(all.every(({ is }) => is === 'kept')).toBe(true);
  expect(await readdir(folder)).toEqual(['identity-secret']);
});

test.each<[about: string, bytes: Buffer]>([
  ['nothing', Buffer.alloc(0)],
  ['half of it', Buffer.alloc(SECRET_BYTES / 2)],
  ['more', Buffer.alloc(SECRET_BYTES + 1)],
])('a file with %s in it is not used, and stays', async (_, bytes) => {
  await mkdir(folder, { recursive: true });
  await writeFile(file, bytes);
  expect(await whyPassing()).toBe(`\`/state/registry-lens/identity-secret\` is not used, because it has not 32 bytes`);
  expect(await readFile(file)).toEqual(bytes);
});

test('where the folder cannot be made, the process has one of its own', async () => {
  await writeFile(join(place, 'state'), '');
  expect(await whyPassing()).toBe('`/state/registry-lens` cannot be used: ENOTDIR');
});

describe.skipIf(process.platform === 'win32')('where there are modes, links and pipes', () => {
  test('the file and its folder are for the user alone', async () => {
    await loadOwnSecret(folder);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test('what others may read is for the user alone afterwards', async () => {
    const { secret } = await loadOwnSecret(folder);
    await chmod(file, 0o644);
    await chmod(folder, 0o755);
    expect((await loadOwnSecret(folder)).secret).toEqual(secret);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test.each<[about: string, put: () => unknown]>([
    ['a pipe', () => execFileSync('mkfifo', [file])],
    ['a device', () => symlink('/dev/zero', file)],
    ['a link to a file of the right length', () => symlink(join(place, 'bytes'), file)],
    ['a folder', () => mkdir(file)],
  ])('%s is no secret', async (_, put) => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(place, 'bytes'), Buffer.alloc(SECRET_BYTES));
    await put();
    expect(await whyPassing()).toBe(
      '`/state/registry-lens/identity-secret` is not used, because it is not a regular file',
    );
  });

  test('a folder that is a link is not used', async () => {
    await mkdir(join(place, 'state'));
    await mkdir(join(place, 'elsewhere'));
    await symlink(join(place, 'elsewhere'), folder);
    expect(await whyPassing()).toBe('`/state/registry-lens` is not used, because it is a link');
    expect(await readdir(join(place, 'elsewhere'))).toEqual([]);
  });
});

// Only the superuser may give files away, and only it may write everywhere.
describe.runIf(process.getuid?.() === 0)('as the superuser', () => {
  test('another user’s file is not used', async () => {
    await loadOwnSecret(folder);
    await chown(file, 12_345, 12_345);
    expect(await whyPassing()).toContain('because it belongs to another user');
  });

  test('nothing is made in another user’s home, where that user could not read it', async () => {
    await chown(place, 12_345, 12_345);
    expect(await whyPassing()).toBe('`/state/registry-lens` would lie in a folder of another user');
    expect(await readdir(place)).toEqual([]);
  });
});

test('where its folder cannot be made, as in a home that is read-only', async () => {
  await writeFile(join(place, 'state'), 'no folder');
  expect(await whyPassing()).toMatch(/^`\/state\/registry-lens` cannot be used: (?:ENOTDIR|ENOENT|EEXIST)$/);
});
