import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CachePlace, cacheFolder, keptFolders } from '../../server/src/files/cache-folder.ts';
import { ownershipOf } from '../../server/src/ownership.ts';

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

  test('nowhere in what is checked, nor around it, links followed', async () => {
    const place = await realpath(await mkdtemp(path.join(tmpdir(), 'cache-')));
    await mkdir(path.join(place, 'ws', '.git'), { recursive: true });
    await mkdir(path.join(place, 'ws', 'sub'));
    await symlink(path.join(place, 'ws'), path.join(place, 'link'));
    await symlink(path.join(place, 'cache'), path.join(place, 'to-cache'));
    await mkdir(path.join(place, 'cache'));
    const at = (name: string) => path.join(place, name);
    const kept = async (cache: string, state: string, checked = 'ws/sub') =>
      Object.keys(
        await keptFolders(
          { cacheFolder: at(cache), stateFolder: at(state) },
          [at(checked)],
          await ownershipOf([at(checked)], undefined),
        ),
      );
    expect(await kept('cache', 'state')).toEqual(['cacheFolder', 'stateFolder']);
    expect(await kept('ws/.cache', 'state')).toEqual(['stateFolder']);
    expect(await kept('link/.cache', 'link/state')).toEqual([]);
    expect(await kept('ws2', 'ws3')).toEqual(['cacheFolder', 'stateFolder']);
    expect(await kept('cache', 'state', 'cache/v3')).toEqual(['stateFolder']);
    expect(await kept('cache', 'to-cache/state')).toEqual(['cacheFolder']);
    await rm(place, { recursive: true });
  });
});
