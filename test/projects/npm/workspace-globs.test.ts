import { describe, expect, test } from 'vitest';
import { isWorkspace, workspaceGlobs } from '../../../server/src/projects/npm/workspace-globs.ts';

function isMember(patterns: readonly unknown[], folder: string): boolean {
  return folder.split('/').reduce((at, name) => at.enter(name), workspaceGlobs(patterns)).isMember;
}

test.each<[unknown[], string, boolean]>([
  [['packages/*'], 'packages/a', true],
  [['packages/*'], 'packages', false],
  [['packages/*'], 'packages/a/b', false],
  [['packages/*'], 'packages/.a', false],
  [['packages/.a'], 'packages/.a', true],
  [['./packages/a/'], 'packages/a', true],
  [['/packages/a'], 'packages/a', true],
  [['packages\\a'], 'packages/a', true],
  [['packages/**'], 'packages/a/b/c', true],
  [['packages/**'], 'packages/.cache/a', false],
  [['**'], 'a/b', true],
  [['**/app'], 'app', true],
  [['**/app'], 'a/b/app', true],
  [['**/app'], 'a/b/application', false],
  [['packages/**'], 'packages/node_modules/a', false],
  [['packages/**', '!packages/old'], 'packages/old', false],
  [['!**/test/**', 'packages/**'], 'packages/a/test/fixture', false],
  [['packages/**', '!packages/b/**', 'packages/b/a'], 'packages/b/a', true],
  [['packages/**', '!!packages/a'], 'packages/a', true],
  [['{apps,packages/*}/web-*'], 'packages/x/web-1', true],
  [['{apps,packages/*}/web-*'], 'apps/web-1', true],
  [['a-?'], 'a-1', true],
  // What is not understood takes in too many rather than too few.
  [['packages/!(old)'], 'packages/new', true],
  [['packages/[a-m]*'], 'packages/b', true],
  [['packages/*', '!packages/+(x|y)'], 'packages/x', true],
  [['../outside', 'a/../../b'], '../outside', false],
  // The readable half of a broken list counts.
  [[7, null, {}, 'a'.repeat(301), 'packages/a'], 'packages/a', true],
  [['', '!', '.', '/', '{', '}', '{,}', '**/**/**'], 'a', true],
  [['', '!', '.', '/'], 'a', false],
])('%j, of %s: %s', (patterns, folder, expected) => {
  expect(isMember(patterns, folder)).toBe(expected);
});

test('hostile patterns take no time to speak of', () => {
  const patterns = [
    `${'**/'.repeat(90)}x`,
    `${'*a'.repeat(100)}b`,
    `+(${'a|'.repeat(100)}a)+`,
    '{a,b}'.repeat(50),
    `${'{a,'.repeat(60)}b${'}'.repeat(60)}`,
    ...Array.from({ length: 10_000 }, (_, i) => `**/${i}*`),
    ...Array.from({ length: 10_000 }, (_, i) => `${i % 2 ? '!' : ''}{a,b}/{a,b}/{a,b}/*${i}`),
  ];
  const started = performance.now();
  const folder = Array.from({ length: 60 }, () => 'a'.repeat(200)).join('/');
  expect(isMember(patterns, folder)).toBe(false);
  // A fraction of a second where nothing else runs; what backtracks takes hours on any.
  expect(performance.now() - started).toBeLessThan(4_000);
});

test.each([
  ['takes out and puts back', (i: number) => `${i % 2 ? '!' : ''}${'a/'.repeat(148)}${i}`],
  ['takes out everywhere', (i: number) => (i < 50 ? `!${'**/a/'.repeat(59)}${i}` : `${'a/'.repeat(148)}${i}`)],
  ['has braces without end', (i: number) => `{a,b}{a,b}{a,b}{a,b,c,d,e,f,g,h,i,j,k,l,m,n}${i}`],
])('a list that %s is read in no time to speak of', (_, pattern) => {
  const patterns = Array.from({ length: 20_000 }, (_, i) => pattern(i));
  const started = performance.now();
  workspaceGlobs(patterns);
  // Some hundredths of a second where nothing else runs; without a bound it takes five at least.
  expect(performance.now() - started).toBeLessThan(2_000);
});

describe('a workspace of a root', () => {
  test.each<[unknown, string, boolean]>([
    [['packages/*'], 'packages/a', true],
    [['packages/*'], 'packages/a/b', false],
    [['packages/*'], 'packages/.hidden', false],
    [['packages/**'], 'packages/a/b', true],
    [['./packages/a/'], 'packages/a', true],
    [['/packages/a'], 'packages/a', true],
    [['packages\\a'], 'packages/a', true],
    [['{apps,packages}/*'], 'apps/web', true],
    [['**'], 'node_modules/a', false],
    [['packages/*', '!packages/a'], 'packages/a', false],
    [['packages/*', '!packages/a'], 'packages/b', true],
    [['!packages/a', 'packages/*'], 'packages/a', false],
    [['!packages/a', 'packages/a'], 'packages/a', true],
    [['packages/**', '!packages/b/**', 'packages/b/a'], 'packages/b/a', true],
    [['!!packages/a'], 'packages/a', true],
    [{ packages: ['packages/*'], nohoist: [] }, 'packages/a', true],
    [{ packages: 'packages/*' }, 'packages/a', false],
    ['packages/*', 'packages/a', false],
    [['packages/*', 7], 'packages/a', true],
    [['packages/@(a|b)'], 'packages/b', true],
    [['packages/[a-c]*'], 'packages/b1', true],
    [undefined, 'packages/a', false],
    [[], 'packages/a', false],
  ])('%j holds %s: %s', (workspaces, folder, expected) => {
    expect(isWorkspace(workspaces, folder)).toBe(expected);
  });
});
