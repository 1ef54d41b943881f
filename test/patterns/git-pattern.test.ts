import { expect, test } from 'vitest';
import { readGitPattern } from '../../server/src/patterns/git-pattern.ts';
import { enterFolder, pathTree, rankAt } from '../../server/src/patterns/path-tree.ts';

/** Whether a pattern matches a path itself; one that ends with `/` is a folder's. */
function matches(line: string, path: string): boolean {
  const pattern = readGitPattern(line);
  if (pattern === undefined) return false;
  const tree = pathTree();
  tree.add(pattern.steps, 0, pattern.ends);
  const names = path.replace(/\/$/, '').split('/');
  const state = names.slice(0, -1).reduce(enterFolder, tree.start());
  return rankAt(state, names.at(-1) ?? '', path.endsWith('/')) === 0;
}

test.each<[string, string, boolean]>([
  ['a', 'a', true],
  ['a', 'b/a', true],
  ['a', 'a/b', false],
  ['/a', 'a', true],
  ['/a', 'b/a', false],
  ['b/a', 'b/a', true],
  ['b/a', 'c/b/a', false],
  ['a/', 'a/', true],
  ['a/', 'a', false],
  ['b/a/', 'b/a/', true],
  ['*.log', 'x/y.log', true],
  ['*.log', '.log', true],
  ['/*.log', 'x/y.log', false],
  ['a*b*c', 'aXbYbZc', true],
  ['a*b*c', 'acb', false],
  ['*ab*ba*', 'aba', false],
  ['*ab*ba*', 'abba', true],
  ['a*a', 'a', false],
  ['?', 'a', true],
  ['?', 'ab', false],
  ['**/a', 'a', true],
  ['**/a', 'x/y/a', true],
  ['x/**/a', 'x/a', true],
  ['x/**/a', 'x/y/z/a', true],
  ['x/**/a', 'y/x/a', false],
  ['x/**', 'x', false],
  ['x/**', 'x/y/z', true],
  ['x/**/', 'x/y/', true],
  ['x/**/', 'x/y', false],
  ['**', 'x/y', true],
  ['x/***/a', 'x/y/z/a', true],
  ['x/*/a', 'x/y/a', true],
  ['x/*/a', 'x/a', false],
  ['x**y/a', 'xzy/a', true],
  ['x**y/a', 'x/y/a', false],
  ['[ab]c', 'bc', true],
  ['[!ab]c', 'bc', false],
  ['[^ab]c', 'dc', true],
  ['[a-c]', 'b', true],
  ['[a-]', '-', true],
  ['[]a]', ']', true],
  ['[!]a]', ']', false],
  ['[\\]]', ']', true],
  ['[\\a-\\c]', 'b', true],
  ['[[:digit:]]x', '7x', true],
  ['[[:digit:]x]', 'x', true],
  ['[[:alpha:]', 'a', false],
  ['[[:nothing:]]', 'n', false],
  ['[[:]', ':', true],
  ['[a/b]c', 'ac', true],
  ['x[/]a', 'x/a', false],
  ['[', '[', false],
  ['a[b', 'a[b', false],
  ['\\[', '[', true],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  ['a\\', 'a\\', false],
  ['\\#a', '#a', true],
  ['#a', '#a', false],
  ['\\!a', '!a', true],
  ['!!a', '!a', true],
  ['x\\/a', 'x/a', true],
  ['a ', 'a', true],
  ['a  ', 'a', true],
  ['a\\ ', 'a ', true],
  ['a\\  ', 'a ', true],
  ['a\\\\ ', 'a\\', true],
  ['a\t', 'a', false],
  [' a', ' a', true],
  ['x//a', 'x/a', false],
  ['a//', 'a/', false],
  ['/', 'a/', false],
  ['!', 'a', false],
  ['', 'a', false],
  ['x/', 'y/x/', true],
])('%s, of %s: %s', (line, path, expected) => {
  expect(matches(line, path)).toBe(expected);
});

test.each([
  ['a', false],
  ['/a/b/', false],
  ['**/a', false],
  ['*.log', true],
  ['a/**', true],
  ['a/**/b', true],
  ['[ab]', true],
])('%s is tried on names: %s', (line, isWild) => {
  expect(readGitPattern(line)?.isWild).toBe(isWild);
});
