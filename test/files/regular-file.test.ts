import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RegularFileOptions, readRegularFile } from '../../server/src/files/regular-file.ts';

const WHOLE: RegularFileOptions = { most: 10, beyond: 'refuse', links: 'refuse' };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regular-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What came of reading, in one word or as the text. */
async function read(name: string, options: Partial<RegularFileOptions> = {}): Promise<string> {
  const found = await readRegularFile(join(folder, name), { ...WHOLE, ...options });
  if (found.is === 'read') return `“${found.bytes}”`;
  return found.is === 'unreadable' ? found.detail : found.is;
}

describe('a file', () => {
  test.each<[bytes: number, options: Partial<RegularFileOptions>, found: string]>([
    [0, {}, '“”'],
    [9, {}, '“xxxxxxxxx”'],
    [10, {}, '“xxxxxxxxxx”'],
    [11, {}, 'too-large'],
    [1_000_000, {}, 'too-large'],
    [10, { beyond: 'cut' }, '“xxxxxxxxxx”'],
    [1_000_000, { beyond: 'cut' }, '“xxxxxxxxxx”'],
    [3, { beyond: 'cut' }, '“xxx”'],
  ])('of %i bytes with %j is %s', async (bytes, options, found) => {
    await writeFile(join(folder, 'file'), 'x'.repeat(bytes));
    expect(await read('file', options)).toBe(found);
  });

  test('that is not there is missing, and below a file the system says why not', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await read('nothing')).toBe('missing');
    expect(await read('file/below')).toBe('ENOTDIR');
  });

  test.runIf(process.platform === 'linux')('that says it is empty is read all the same', async () => {
    const options: RegularFileOptions = { most: 200_000, beyond: 'refuse', links: 'refuse' };
    const found = await readRegularFile('/proc/self/status', options);
    expect(found.is === 'read' && found.bytes.toString()).toContain('VmPeak');
    expect(await readRegularFile('/proc/self/status', { ...options, most: 20 })).toMatchObject({ is: 'too-large' });
  });
});

describe.skipIf(process.platform === 'win32')('what only looks like a file', () => {
  test.each<[about: string, make: (place: string) => unknown]>([
    ['a pipe', place => execFileSync('mkfifo', [place])],
    ['a folder', place => mkdir(place)],
    ['a link to a file', place => symlink(join(folder, 'file'), place)],
    ['a link to a device', place => symlink('/dev/zero', place)],
    ['a link to nothing', place => symlink('nowhere', place)],
  ])('%s is not read', async (_, make) => {
    await writeFile(join(folder, 'file'), 'text');
    await make(join(folder, 'place'));
    expect(await read('place')).toBe('not-regular');
  });

  test('a socket is not read', async () => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(join(folder, 'place'), resolve));
    expect(await read('place')).toBe('not-regular');
    await new Promise(resolve => server.close(resolve));
  });

  test('where links are followed, a device behind one is not read either', async () => {
    await writeFile(join(folder, 'file'), 'text');
    await symlink('file', join(folder, 'link'));
    await symlink('/dev/zero', join(folder, 'device'));
    expect(await read('link', { links: 'follow' })).toBe('“text”');
    expect(await read('device', { links: 'follow' })).toBe('not-regular');
  });

  test('many pipes leave the threads to others', async () => {
    await writeFile(join(folder, 'file'), 'text');
    const pipes = Array.from({ length: 50 }, (_, index) => `pipe-${index}`);
    execFileSync('mkfifo', pipes, { cwd: folder });
    const found = await Promise.all([...pipes.map(name => read(name)), read('file')]);
    expect(new Set(found)).toEqual(new Set(['not-regular', '“text”']));
  });
});
