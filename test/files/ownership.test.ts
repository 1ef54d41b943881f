import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownershipOf } from '../../server/src/ownership.ts';

let place: string;
beforeEach(async () => {
  place = await realpath(await mkdtemp(path.join(tmpdir(), 'ownership-')));
});
afterEach(() => rm(place, { recursive: true }));

/** Files, folders that end with a slash, and links by what they lead to. */
async function make(entries: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(entries)) {
    const at = path.join(place, name);
    await mkdir(name.endsWith('/') ? at : path.dirname(at), { recursive: true });
    if (text.startsWith('→ ')) await symlink(path.join(place, text.slice(2)), at);
    else if (!name.endsWith('/')) await writeFile(at, text);
  }
}

const ownership = (folders: readonly string[], home: string | undefined) =>
  ownershipOf(
    folders.map(folder => path.join(place, folder)),
    home === undefined ? undefined : path.join(place, home),
  );

describe.skipIf(process.platform === 'win32')('whose a place is', () => {
  test.each<[string, Record<string, string>, string, string, 'folders' | 'users']>([
    ['what is in the folder', { 'home/src/ws/': '' }, 'home/src/ws', 'home/src/ws/a/b', 'folders'],
    ['the folder itself', { 'home/src/ws/': '' }, 'home/src/ws', 'home/src/ws', 'folders'],
    ['what is beside it', { 'home/src/ws/': '' }, 'home/src/ws', 'home/src/other', 'users'],
    ['what begins like it', { 'home/src/ws/': '' }, 'home/src/ws', 'home/src/ws2/x', 'users'],
    ['the home', { 'home/src/ws/': '' }, 'home/src/ws', 'home/.npmrc', 'users'],
    ['what a link out of it leads to', { 'home/ws/x': '→ home/y', 'home/y': '' }, 'home/ws', 'home/ws/x', 'folders'],
    ['a link into it', { 'home/ws/x': '', 'home/.npmrc': '→ home/ws/x' }, 'home/ws', 'home/.npmrc', 'folders'],
    ['a link to it', { 'home/ws/x': '', 'home/link': '→ home/ws' }, 'home/ws', 'home/link/x', 'folders'],
    [
      'the folder, opened by a link',
      { 'home/ws/x': '', 'home/link': '→ home/ws' },
      'home/link',
      'home/ws/x',
      'folders',
    ],
    ['what is not there, below a link to it', { 'home/ws/': '', l: '→ home/ws' }, 'home/ws', 'l/not/there', 'folders'],
    ['the repository around it', { 'home/ws/.git/': '', 'home/ws/a/': '' }, 'home/ws/a', 'home/ws/bin/x', 'folders'],
    ['the project around it', { 'home/ws/package.json': '', 'home/ws/a/': '' }, 'home/ws/a', 'home/ws/x', 'folders'],
    ['modules around it', { 'home/ws/node_modules/': '', 'home/ws/a/': '' }, 'home/ws/a', 'home/ws/x', 'folders'],
    ['the outer of two projects', { 'home/o/.git/': '', 'home/o/i/.git': '' }, 'home/o/i', 'home/o/x', 'folders'],
    ['outside of the home', { 'srv/ws/.git/': '', 'srv/ws/a/': '' }, 'srv/ws/a', 'srv/ws/x', 'folders'],
    [
      'the home below the home’s own repository',
      { 'home/.git/': '', 'home/ws/.git/': '' },
      'home/ws',
      'home/x',
      'users',
    ],
    ['a home that is the repository', { 'home/.git/': '', 'home/ws/': '' }, 'home/ws', 'home/.npmrc', 'folders'],
    ['a home that is opened', { 'home/x': '' }, 'home', 'home/.npmrc', 'users'],
    ['a project in a home that is opened', { 'home/ws/.git/': '' }, 'home', 'home/ws/x', 'folders'],
    ['a home that is opened and a project', { 'home/package.json': '' }, 'home', 'home/.npmrc', 'folders'],
    ['a home in a repository around', { 'o/.git/': '', 'o/home/x': '', 'o/s/.git': '' }, 'o/s', 'o/home/x', 'folders'],
    [
      'a link in a repository, and what it leads to',
      { 'r/.git/': '', 'r/l': '→ ws', 'ws/x': '' },
      'r/l',
      'r/x',
      'folders',
    ],
    ['a link elsewhere leads to', { 'r/l': '→ ws', 'ws/x': '' }, 'r/l', 'r/x', 'users'],
    ['files of a home that is opened', { 'home/.vscode/': '', 'home/.npmrc': '' }, 'home', 'home/.npmrc', 'users'],
    ['a home in what is opened', { 'home/x': '' }, '', 'home/.npmrc', 'users'],
    ['beside the home in what is opened', { 'home/x': '' }, '', 'x', 'folders'],
  ])('%s', async (_, entries, folder, asked, whose) => {
    await make({ 'home/': '', ...entries });
    const home = entries['o/home/x'] === undefined ? 'home' : 'o/home';
    const isFolders = await (await ownership([folder], home)).isFolders(path.join(place, asked));
    expect(isFolders ? 'folders' : 'users').toBe(whose);
  });

  test('a relative place depends on where one stands', async () => {
    expect(await (await ownership([], 'home')).isFolders('bin')).toBe(true);
    expect(await (await ownership([], undefined)).isFolders('')).toBe(true);
  });

  test('of several folders each counts', async () => {
    await make({ 'home/a/': '', 'home/b/': '' });
    const its = await ownership(['home/a', 'home/b'], 'home');
    expect(await Promise.all(['a', 'b', 'c'].map(name => its.isFolders(path.join(place, 'home', name))))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe.skipIf(process.platform === 'win32')('a program', () => {
  test.each<[string, Record<string, string>, string, string, boolean]>([
    ['of the user', { 'home/ws/': '', 'bin/x': '' }, 'home/ws', 'bin', true],
    ['of the folder', { 'home/ws/bin/x': '' }, 'home/ws', 'home/ws/bin', false],
    [
      'of the folder around',
      { 'home/ws/node_modules/': '', 'home/ws/s/': '', 'home/ws/b/x': '' },
      'home/ws/s',
      'home/ws/b',
      false,
    ],
    ['by a link', { 'home/ws/bin/x': '', l: '→ home/ws' }, 'home/ws', 'l/bin', false],
    ['that is a link into the folder', { 'home/ws/x': '', 'bin/x': '→ home/ws/x' }, 'home/ws', 'bin', false],
    ['of scripts, wherever', { 'home/ws/': '', 'n/node_modules/.bin/x': '' }, 'home/ws', 'n/node_modules/.bin', false],
    ['in a home that is opened', { 'home/bin/x': '' }, 'home', 'home/bin', false],
    ['between the folder and the home', { 'home/o/ws/': '', 'home/o/bin/x': '' }, 'home/o/ws', 'home/o/bin', false],
    ['beside the way to the home', { 'home/o/ws/': '', 'home/bin/x': '' }, 'home/o/ws', 'home/bin', true],
  ])('%s', async (_, entries, folder, bin, runs) => {
    await make({ 'home/': '', ...entries });
    await chmod(path.join(place, bin, 'x'), 0o755);
    const its = await ownership([folder], 'home');
    const folders = await its.programFolders([path.join(place, bin)]);
    const may = await Promise.all(folders.map(entry => its.mayRun(path.join(entry, 'x'))));
    expect(may.includes(true)).toBe(runs);
  });

  test('is not looked for in relative and empty entries of the PATH', async () => {
    expect(await (await ownership([], undefined)).programFolders(['', '.', 'bin', '/usr/bin'])).toEqual(['/usr/bin']);
  });

  test('that cannot be run is none', async () => {
    await make({ 'bin/x': '' });
    expect(await (await ownership([], undefined)).mayRun(path.join(place, 'bin', 'x'))).toBe(false);
  });
});

test.skipIf(process.platform === 'win32')('a path is judged as it is followed', async () => {
  await make({
    'home/ws/.git/': '',
    'home/ws/deep/er/': '',
    l: '→ home/ws/deep/er',
    'home/ws/deep/secret': '',
    secret: '',
  });
  const its = await ownership(['home/ws'], 'home');
  expect(await its.isFolders(`${place}/l/../secret`)).toBe(true);
});

test('the edge is the repository in the opened folder', async () => {
  await make({ 'ws/a/.git/': '', 'ws/a/b/': '', 'ws/c/': '' });
  const its = await ownership(['ws'], undefined);
  const edges = await Promise.all(['ws/a/b', 'ws/a', 'ws/c'].map(directory => its.edgeOf(path.join(place, directory))));
  expect(edges).toEqual(['ws/a', 'ws/a', 'ws'].map(edge => path.join(place, edge)));
});

test('the edge is the outermost opened folder, and above it the directory itself', async () => {
  await make({ 'ws/a/b/': '' });
  const its = await ownership(['ws/a', 'ws/a/b'], undefined);
  const directories = ['ws/a/b/c', 'ws/a', 'ws', 'other'];
  const edges = await Promise.all(directories.map(directory => its.edgeOf(path.join(place, directory))));
  expect(edges).toEqual(['ws/a', 'ws/a', 'ws', 'other'].map(edge => path.join(place, edge)));
});
