import { expect, test } from 'vitest';
import {
  netrcPlaces,
  type PlaceWorld,
  pdmPlaces,
  pipPlaces,
  poetryFolder,
  uvPlaces,
} from '../../../server/src/projects/pypi/places.ts';

const LINUX: PlaceWorld = { platform: 'linux', home: '/home/ann', environment: {} };
const MOVED: PlaceWorld = { ...LINUX, environment: { XDG_CONFIG_HOME: '/c', XDG_CONFIG_DIRS: '/one:/two:three' } };
const MAC: PlaceWorld = { platform: 'darwin', home: '/Users/ann', environment: {} };
const ROAMING = 'C:\\Users\\ann\\AppData\\Roaming';
const LOCAL = 'C:\\Users\\ann\\AppData\\Local';
const WINDOWS: PlaceWorld = {
  ...{ platform: 'win32', home: 'C:\\Users\\ann' },
  environment: { APPDATA: ROAMING, LOCALAPPDATA: LOCAL, PROGRAMDATA: 'D:\\Data' },
};
const BARE: PlaceWorld = { platform: 'linux', environment: {} };

test.each<[string, PlaceWorld, readonly string[], readonly string[]]>([
  [
    'Linux',
    LINUX,
    ['/etc/xdg/pip/pip.conf', '/etc/pip.conf'],
    ['/home/ann/.pip/pip.conf', '/home/ann/.config/pip/pip.conf'],
  ],
  [
    'Linux with folders of its own',
    MOVED,
    ['/one/pip/pip.conf', '/two/pip/pip.conf', '/etc/pip.conf'],
    ['/home/ann/.pip/pip.conf', '/c/pip/pip.conf'],
  ],
  [
    'macOS',
    MAC,
    ['/Library/Application Support/pip/pip.conf'],
    [
      '/Users/ann/.pip/pip.conf',
      '/Users/ann/.config/pip/pip.conf',
      '/Users/ann/Library/Application Support/pip/pip.conf',
    ],
  ],
  ['Windows', WINDOWS, ['D:\\Data\\pip\\pip.ini'], ['C:\\Users\\ann\\pip\\pip.ini', `${ROAMING}\\pip\\pip.ini`]],
  ['no home', BARE, ['/etc/xdg/pip/pip.conf', '/etc/pip.conf'], []],
])('pip on %s, lowest first', (_, world, system, user) => {
  expect(pipPlaces(world)).toEqual({ system, user });
});

test.each<[string, PlaceWorld, readonly string[], readonly string[]]>([
  ['Linux', LINUX, ['/etc/xdg/uv/uv.toml', '/etc/uv/uv.toml'], ['/home/ann/.config/uv/uv.toml']],
  [
    'Linux with folders of its own',
    MOVED,
    ['/one/uv/uv.toml', '/two/uv/uv.toml', '/etc/uv/uv.toml'],
    ['/c/uv/uv.toml'],
  ],
  ['macOS', MAC, ['/etc/xdg/uv/uv.toml', '/etc/uv/uv.toml'], ['/Users/ann/.config/uv/uv.toml']],
  ['Windows', WINDOWS, ['D:\\Data\\uv\\uv.toml'], [`${ROAMING}\\uv\\uv.toml`]],
])('uv on %s, the first of the machine’s that is there', (_, world, system, user) => {
  expect(uvPlaces(world)).toEqual({ system, user });
});

test.each<[string, PlaceWorld, string | undefined]>([
  ['Linux', LINUX, '/home/ann/.config/pypoetry'],
  ['macOS', MAC, '/Users/ann/Library/Application Support/pypoetry'],
  ['Windows', WINDOWS, `${ROAMING}\\pypoetry`],
  ['a place of its own', { ...LINUX, environment: { POETRY_CONFIG_DIR: '/p' } }, '/p'],
  ['no home', BARE, undefined],
])('Poetry on %s', (_, world, folder) => {
  expect(poetryFolder(world)).toBe(folder);
});

test.each<[string, PlaceWorld, readonly string[], readonly string[]]>([
  ['Linux', LINUX, ['/etc/xdg/pdm/config.toml'], ['/home/ann/.config/pdm/config.toml']],
  [
    'macOS',
    MAC,
    ['/Library/Application Support/pdm/config.toml'],
    ['/Users/ann/Library/Application Support/pdm/config.toml'],
  ],
  ['Windows', WINDOWS, ['D:\\Data\\pdm\\pdm\\config.toml'], [`${LOCAL}\\pdm\\pdm\\config.toml`]],
  [
    'a file of its own',
    { ...LINUX, environment: { PDM_CONFIG_FILE: '/p.toml' } },
    ['/etc/xdg/pdm/config.toml'],
    ['/p.toml'],
  ],
])('PDM on %s', (_, world, system, user) => {
  expect(pdmPlaces(world)).toEqual({ system, user });
});

test.each<[string, PlaceWorld, readonly string[]]>([
  ['Linux', LINUX, ['/home/ann/.netrc', '/home/ann/_netrc']],
  ['Windows', WINDOWS, ['C:\\Users\\ann\\.netrc', 'C:\\Users\\ann\\_netrc']],
  ['a place of its own', { ...LINUX, environment: { NETRC: '/n' } }, ['/n']],
  ['no home', BARE, []],
])('netrc on %s', (_, world, files) => {
  expect(netrcPlaces(world)).toEqual(files);
});
