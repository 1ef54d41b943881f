import { expect, test } from 'vitest';
import { environmentFile, type PlaceWorld } from '../../../server/src/projects/go/environment.ts';

const HOME = { home: '/home/ann', environment: {} };

test.each<[string, PlaceWorld, string | undefined]>([
  ['Linux', { platform: 'linux', ...HOME }, '/home/ann/.config/go/env'],
  ['Linux, elsewhere', { platform: 'linux', ...HOME, environment: { XDG_CONFIG_HOME: '/c' } }, '/c/go/env'],
  ['macOS', { platform: 'darwin', ...HOME }, '/home/ann/Library/Application Support/go/env'],
  ['Windows', { platform: 'win32', environment: { APPDATA: 'C:\\Data' } }, 'C:\\Data\\go\\env'],
  ['Windows, in other letters', { platform: 'win32', environment: { AppData: 'C:\\Data' } }, 'C:\\Data\\go\\env'],
  ['any, where it is said', { platform: 'darwin', ...HOME, environment: { GOENV: '/my/env' } }, '/my/env'],
  ['any, without one', { platform: 'linux', ...HOME, environment: { GOENV: 'off' } }, undefined],
  ['any, without a home', { platform: 'linux', environment: {} }, undefined],
])('on %s, go env -w writes there', (_, world, file) => {
  expect(environmentFile(world)).toBe(file);
});
