import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makesKey } from '../../server/src/model/statement.ts';
import { workspacePackages } from '../../server/src/projects/npm/workspace-packages.ts';
import { surroundingsOf } from '../support/surroundings.ts';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'own-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Files = Readonly<Record<string, string | object>>;

function write(files: Files): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

async function namesAt(folder = root): Promise<readonly string[]> {
  return [...(await workspacePackages(folder, () => undefined))].sort();
}

const MEMBERS: Files = {
  'packages/a/package.json': { name: '@in/a' },
  'packages/b/package.json': { name: 'b' },
  'packages/unnamed/package.json': { type: 'module' },
  'fixtures/lodash/package.json': { name: 'lodash' },
};

test.each<[string, Files, readonly string[]]>([
  ['an array', { 'package.json': { name: 'top', workspaces: ['packages/*'] } }, ['@in/a', 'b', 'top']],
  ['packages of an object', { 'package.json': { workspaces: { packages: ['packages/*'] } } }, ['@in/a', 'b']],
  ['pnpm', { 'pnpm-workspace.yaml': 'packages:\n  - "packages/*"\n  - "!packages/b"\n' }, ['@in/a']],
  [
    'pnpm, for its settings alone',
    { 'pnpm-workspace.yaml': 'onlyBuiltDependencies: []\n', 'package.json': { name: 'top' } },
    ['top'],
  ],
  ['no workspace', { 'package.json': { name: 'top' } }, []],
  [
    'a manifest with a byte-order mark',
    { 'package.json': '\uFEFF{"name": "top", "workspaces": ["packages/a"]}' },
    ['@in/a', 'top'],
  ],
  [
    'members of a member',
    {
      'package.json': { workspaces: ['inner'] },
      'inner/package.json': { name: 'inner', workspaces: ['../packages/a', 'deep'] },
      'inner/deep/package.json': { name: 'deep' },
    },
    ['deep', 'inner'],
  ],
  [
    'two members of one name',
    { 'package.json': { workspaces: ['packages/*'] }, 'packages/c/package.json': { name: 'b' } },
    ['@in/a', 'b'],
  ],
  [
    'a member that somebody types',
    {
      'package.json': { workspaces: ['packages/*'] },
      'packages/a/package.json': '{"name": "@in/a", "dependencies": {"x": "',
    },
    ['@in/a', 'b'],
  ],
  [
    'a root that somebody types',
    { 'package.json': '{"workspaces": ["packages/*"],, "name": "top' },
    ['@in/a', 'b', 'top'],
  ],
  ['broken YAML', { 'pnpm-workspace.yaml': 'packages:\n  - packages/a\n catalog: {\n' }, ['@in/a']],
  [
    'what is no list',
    { 'package.json': { name: 'top', workspaces: 'packages/*' }, 'pnpm-workspace.yaml': '7' },
    ['top'],
  ],
  [
    'aliases without end',
    {
      'pnpm-workspace.yaml': `a: &a [x]\n${[...'bcdefghi'].map((n, i) => `${n}: &${n} [${`*${'abcdefgh'[i]},`.repeat(9)}]\n`).join('')}packages: *i\n`,
    },
    [],
  ],
  ['a nesting without end', { 'package.json': `{"workspaces": ${'['.repeat(100_000)}` }, []],
  [
    'members that are broken',
    {
      'package.json': { workspaces: ['packages/*'] },
      'packages/a/package.json': '[]',
      'packages/b/package.json': { name: 7 },
    },
    [],
  ],
])('the names of %s', async (_, files, expected) => {
  write({ ...MEMBERS, ...files });
  expect(await namesAt()).toEqual(expected);
});

test.skipIf(process.platform === 'win32')('follows no link to a folder, and none out of the root', async () => {
  write({ 'mono/package.json': { workspaces: ['packages/*'] }, 'mono/packages/a/package.json': { name: 'a' } });
  write({ 'outside/package.json': { name: 'outside' } });
  symlinkSync(path.join(root, 'outside'), path.join(root, 'mono/packages/linked'));
  symlinkSync(path.join(root, 'mono'), path.join(root, 'mono/packages/circle'));
  mkdirSync(path.join(root, 'mono/packages/b'));
  symlinkSync(path.join(root, 'outside/package.json'), path.join(root, 'mono/packages/b/package.json'));
  expect(await namesAt(path.join(root, 'mono'))).toEqual(['a']);
});

test('knows the workspaces around a folder, up to the home and no further', async () => {
  write({
    'package.json': { name: 'above-home', workspaces: ['home'] },
    'home/one/package.json': { name: 'one', workspaces: ['a', 'b'] },
    'home/one/a/package.json': { name: 'one-a' },
    'home/one/b/inner/pnpm-workspace.yaml': 'packages: ["*"]',
    'home/one/b/inner/c/package.json': { name: 'inner-c' },
    'home/two/package.json': { name: 'two', workspaces: ['a'] },
    'home/two/a/package.json': { name: 'two-a' },
  });
  const { surroundings, toldIn } = surroundingsOf(path.join(root, 'home'));
  const provided = async (folder: string) => {
    await surroundings.learn(path.join(root, folder));
    const told = toldIn(path.join(root, folder));
    const all = ['above-home', 'one', 'one-a', 'inner-c', 'two', 'two-a'];
    return all.filter(name => told(makesKey('npm', name)).length > 0);
  };
  expect(surroundings.knows(path.join(root, 'home/one/a'))).toBe(false);
  expect(await provided('home/one/a')).toEqual(['one', 'one-a']);
  expect(await provided('home/one/b/inner/c')).toEqual(['one', 'one-a', 'inner-c']);
  expect(await provided('home/two')).toEqual(['two', 'two-a']);
  expect(await provided('home')).toEqual([]);
  expect(await provided('home/not/there')).toEqual([]);
  expect(toldIn(path.join(root, 'home/two'))(makesKey('oci', 'two'))).toEqual([]);
});

test('sees what changed when it looks again, and only that', async () => {
  write({
    'one/package.json': { name: 'one', workspaces: ['*'] },
    'two/package.json': { name: 'two', workspaces: ['*'] },
  });
  const { surroundings, toldIn, changes } = surroundingsOf(root);
  const folders = ['one', 'two'].map(folder => path.join(root, folder));
  const knowNew = () => folders.map(folder => toldIn(folder)(makesKey('npm', 'new')).length > 0);
  await Promise.all(folders.map(folder => surroundings.learn(folder)));
  expect(changes()).toEqual(['client npm', 'makes npm one', 'makes npm two']);
  expect(knowNew()).toEqual([false, false]);
  write({ 'one/new/package.json': { name: 'new' } });
  await Promise.all([surroundings.relearn(), surroundings.relearn()]);
  expect(knowNew()).toEqual([true, false]);
  expect(changes()).toEqual(['makes npm new']);
  rmSync(path.join(root, 'one/new'), { recursive: true });
  await surroundings.relearn();
  expect(knowNew()).toEqual([false, false]);
  expect(changes()).toEqual(['makes npm new']);
});

test('looks through the folders of workspaces in workspaces no more often than the budget allows', async () => {
  const depth = 8;
  const files = Array.from({ length: depth }, (_, i) => `${'n/'.repeat(i)}package.json`);
  write(Object.fromEntries(files.map((file, i) => [file, { name: `level-${i}`, workspaces: ['**'] }])));
  const budget = { left: 20 };
  const said: string[] = [];
  for (let i = 0; i < depth; i++)
    await workspacePackages(path.join(root, 'n/'.repeat(i)), line => said.push(line), budget);
  expect(budget.left).toBeLessThanOrEqual(0);
  expect(said).toContainEqual(expect.stringContaining('too many folders'));
});

test('catalogues above a folder are told to it, from manifests that have some', async () => {
  write({
    '.yarnrc.yml': 'catalog:\n  a: ^1.0.0\n',
    'package.json': { workspaces: { packages: ['packages/*'], catalogs: { old: { a: '0.9.0' } } } },
    'packages/a/package.json': { name: 'a', dependencies: { a: 'catalog:' } },
  });
  const { surroundings, toldIn } = surroundingsOf();
  await surroundings.learn(path.join(root, 'packages/a'), root);
  const told = toldIn(path.join(root, 'packages/a'));
  const said = (key: string) => told(key).map(each => `${each.from.file} ${each.says === 'gives' && each.value}`);
  expect(said('catalog npm  a')).toEqual(['.yarnrc.yml yarn ^1.0.0']);
  expect(said('catalog npm old a')).toEqual(['package.json bun 0.9.0']);
});
