import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type IgnoreWalk, ignoreWalk, inside } from '../../server/src/files/ignore-rules.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function folderOf(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'ignore-'));
  made.push(root);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return root;
}

function walk(): { readonly ignoring: IgnoreWalk; readonly log: readonly string[] } {
  const log: string[] = [];
  const turn = { isOver: () => false, end: () => Promise.resolve() };
  return { ignoring: ignoreWalk({ turn, log: line => log.push(line) }), log };
}

const NAMES = new Set(['.git', '.gitignore']);
const NO_RULES = { levels: [], size: 0, wild: 0 };

test.each<[string, string, string]>([
  ['a line that is longer than any path', `x\n${'a'.repeat(5000)}\n`, 'it has a line of more than 4096 characters'],
  ['a megabyte of one line', 'a*'.repeat(520_000), 'it has a line of more than 4096 characters'],
  ['more than a megabyte', `x\n${'#'.repeat(2 ** 20)}`, 'it is larger than 1 MiB'],
  [
    'a hundred thousand wildcards',
    `x\n${Array.from({ length: 100_000 }, (_, i) => `*.${i}\n`).join('')}`,
    'it has more than 32768 characters of patterns with wildcards',
  ],
])('a file with %s hides nothing, and says why once', async (_, text, why) => {
  const root = folderOf({ '.gitignore': text });
  const { ignoring, log } = walk();
  const rules = await ignoring.in(root, NO_RULES, NAMES);
  expect(['x', 'aa', 'a.7'].filter(name => ignoring.hides(rules, name, false))).toEqual([]);
  expect(log).toEqual([`\`${path.join(root, '.gitignore')}\` hides nothing: ${why}.`]);
});

test('a long comment, and a hundred thousand names, are no burden', async () => {
  const names = Array.from({ length: 100_000 }, (_, i) => `n${i}\n`).join('');
  const root = folderOf({ '.gitignore': `#${'x'.repeat(5000)}\n${names}` });
  const { ignoring, log } = walk();
  const rules = await ignoring.in(root, NO_RULES, NAMES);
  const hidden = (name: string) => ignoring.hides(rules, name, false);
  expect(['n0', 'n99999', 'n100000'].map(hidden)).toEqual([true, true, false]);
  // Looked up, and not tried.
  expect(rules.levels[0]?.state).toMatchObject({ floating: 0 });
  expect(rules.levels[0]?.state.fixed).toBeLessThan(100);
  expect(log).toEqual([]);
});

test('what is tried on one name is bounded in all files that speak of it together', async () => {
  const lines = Array.from({ length: 500 }, (_, i) => `*-wanted-elsewhere-${i}*\n`).join('');
  const root = folderOf({ '.gitignore': lines, 'a/.gitignore': lines, 'a/a/.gitignore': `${lines}x\n` });
  const { ignoring, log } = walk();
  let rules = await ignoring.in(root, NO_RULES, NAMES);
  for (const folder of ['a', 'a/a']) {
    rules = await ignoring.in(path.join(root, folder), inside(rules, 'a'), NAMES);
  }
  expect(log).toEqual([expect.stringContaining(`${path.join('a', 'a', '.gitignore')}\` hides nothing: with those`)]);
  expect(ignoring.hides(rules, 'x', false)).toBe(false);
});

test('patterns that take long are given up after some names, and cheap ones are heard for as long as there are names', async () => {
  const lines = Array.from({ length: 120 }, (_, i) => `*${'a'.repeat(100)}${i}*\n`).join('');
  const root = folderOf({ '.gitignore': `x\n${lines}`, 'cheap/.gitignore': 'x\n*.log\n' });
  const { ignoring, log } = walk();
  const costly = await ignoring.in(root, NO_RULES, NAMES);
  expect(ignoring.hides(costly, 'x', false)).toBe(true);
  for (let i = 0; i < 200; i++) ignoring.hides(costly, 'a'.repeat(250), false);
  expect(log).toEqual([`\`${path.join(root, '.gitignore')}\` hides nothing: its patterns take too long.`]);
  expect(ignoring.hides(costly, 'x', false)).toBe(false);

  const cheap = await ignoring.in(path.join(root, 'cheap'), NO_RULES, NAMES);
  for (let i = 0; i < 100_000; i++) ignoring.hides(cheap, 'a'.repeat(250), false);
  expect(ignoring.hides(cheap, 'x', false)).toBe(true);
  expect(log).toHaveLength(1);
});

test('taking in files is paid for as well', async () => {
  // Whatever is in them.
  const root = folderOf({ '.gitignore': '#\n'.repeat(500_000) });
  const { ignoring, log } = walk();
  for (let i = 0; i < 30; i++) await ignoring.in(root, NO_RULES, NAMES);
  // Ten are told of, and then that there are more.
  expect(log).toHaveLength(11);
  expect(log[0]).toContain('its patterns take too long');
});

test('repositories inside of each other do not pile up in memory', async () => {
  const text = Array.from({ length: 90_000 }, (_, i) => `name-${i}\n`).join('');
  const root = folderOf({ '.git/HEAD': '', '.gitignore': text });
  const { ignoring, log } = walk();
  let rules = await ignoring.in(root, NO_RULES, NAMES);
  for (let i = 0; i < 3; i++) rules = await ignoring.in(root, inside(rules, 'a'), NAMES);
  expect(log[0]).toContain('with those around it, it is larger than 2 MiB');
});

test.skipIf(process.platform === 'win32')('what is no regular file of the folder says nothing', async () => {
  const root = folderOf({ rules: 'x\n' });
  const file = path.join(root, '.gitignore');
  mkdirSync(path.join(root, '.git', 'info'), { recursive: true });
  const makers: readonly (() => void)[] = [
    () => mkdirSync(file),
    () => execFileSync('mkfifo', [file]),
    () => symlinkSync('/dev/zero', file),
    // As git has it since 2.32.
    () => symlinkSync('rules', file),
    () => symlinkSync('/dev/zero', path.join(root, '.git', 'info', 'exclude')),
    () => execFileSync('mkfifo', [path.join(root, '.git', 'info', 'exclude')]),
  ];
  for (const make of makers) {
    make();
    const { ignoring, log } = walk();
    expect(ignoring.hides(await ignoring.in(root, NO_RULES, NAMES), 'x', false)).toBe(false);
    expect(log).toEqual([]);
    rmSync(file, { recursive: true, force: true });
    rmSync(path.join(root, '.git', 'info', 'exclude'), { force: true });
  }
});
