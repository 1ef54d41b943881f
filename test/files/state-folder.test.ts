import { expect, test } from 'vitest';
import type { CachePlace } from '../../server/src/files/cache-folder.ts';
import { stateFolder } from '../../server/src/files/state-folder.ts';

const ME = '/home/me';

test.skipIf(process.platform === 'win32').each<[CachePlace, string | undefined]>([
  [{ platform: 'linux', home: ME, environment: {} }, '/home/me/.local/state/registry-lens'],
  [{ platform: 'linux', home: ME, environment: { XDG_STATE_HOME: '/state' } }, '/state/registry-lens'],
  [{ platform: 'linux', home: ME, environment: { XDG_STATE_HOME: './s' } }, '/home/me/.local/state/registry-lens'],
  [{ platform: 'linux', home: ME, environment: { XDG_STATE_HOME: '' } }, '/home/me/.local/state/registry-lens'],
  [{ platform: 'darwin', home: ME, environment: {} }, '/home/me/Library/Application Support/registry-lens'],
  [{ platform: 'win32', home: ME, environment: { LOCALAPPDATA: '/local' } }, '/local/registry-lens'],
  [{ platform: 'win32', home: ME, environment: {} }, '/home/me/AppData/Local/registry-lens'],

  [{ platform: 'linux', home: undefined, environment: {} }, undefined],
  [{ platform: 'darwin', home: undefined, environment: {} }, undefined],
  [{ platform: 'win32', home: undefined, environment: {} }, undefined],
  [{ platform: 'linux', home: undefined, environment: { XDG_STATE_HOME: '/state' } }, '/state/registry-lens'],

  // A cache that is given away would take the secret along.
  [{ platform: 'linux', home: ME, environment: { XDG_STATE_HOME: '/x', XDG_CACHE_HOME: '/x' } }, undefined],
  [{ platform: 'linux', home: ME, environment: { REGISTRY_LENS_CACHE: '/home/me/.local' } }, undefined],
])('%j: %s', (place, expected) => {
  expect(stateFolder(place)).toBe(expected);
});
