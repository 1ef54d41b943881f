import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CachePlace, cacheFolder, mayKeepIn } from '../../server/src/files/cache-folder.ts';

describe.skipIf(process.platform === 'win32')('answers are kept', () => {
  test.each<[string, Partial<CachePlace>, string | undefined]>([
    ['in the folder of the system', { home: '/home/me' }, '/home/me/.cache/registry-lens'],
    ['where the user says', { home: '/home/me', environment: { REGISTRY_LENS_CACHE: '/srv/c' } }, '/srv/c'],
    ['without a home where the user says', { environment: { XDG_CACHE_HOME: '/srv/c' } }, '/srv/c/registry-lens'],
    ['nowhere without both', {}, undefined],
    ['nowhere by a relative place', { environment: { REGISTRY_LENS_CACHE: 'c', XDG_CACHE_HOME: '.' } }, undefined],
    ['on macOS', { home: '/Users/me', platform: 'darwin' }, '/Users/me/Library/Caches/registry-lens'],
    ['nowhere on macOS without a home', { platform: 'darwin' }, undefined],
  ])('%s', (_, place, expected) => {
    expect(cacheFolder({ environment: {}, home: undefined, platform: 'linux', ...place })).toBe(expected);
  });

  test('nowhere in what is checked, links followed', async () => {
    const place = await mkdtemp(path.join(tmpdir(), 'cache-'));
    await mkdir(path.join(place, 'ws', '.git'), { recursive: true });
    await mkdir(path.join(place, 'ws', 'sub'));
    await symlink(path.join(place, 'ws'), path.join(place, 'link'));
    const may = (cache: string) => mayKeepIn(path.join(place, cache), [path.join(place, 'ws', 'sub')], undefined);
    expect(await Promise.all(['cache', 'ws/.cache', 'link/.cache', 'ws2'].map(may))).toEqual([
      true,
      false,
      false,
      true,
    ]);
    await rm(place, { recursive: true });
  });
});
