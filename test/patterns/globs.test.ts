import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { readGlobs, rememberFolders } from '../../server/src/patterns/globs.ts';

test.each<[string, string, boolean]>([
  ['a', 'a', true],
  ['a', 'b/a', false],
  ['./a', 'a', true],
  ['a/', 'a', true],
  ['/a', 'a', false],
  ['**/a', 'x/y/a', true],
  ['a/**', 'a', false],
  ['*/**', 'a', false],
  ['a/**', 'a/b/c', true],
  ['a/**', 'ab', false],
  ['**/.x/**', 'a/.x/b', true],
  ['*', '.a', true],
  ['a**b', 'a/b', false],
  ['{a,b}/c', 'b/c', true],
  ['{a,b/{c,d}}', 'b/d', true],
  ['{a,}b', 'b', true],
  ['{a}', '{a}', true],
  ['{a', '{a', true],
  ['\\{a,b}', '{a,b}', true],
  ['[', '[', true],
  ['[a', '[a', true],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  // As in VS Code, where neither stands for more than itself.
  ['!a', 'b', false],
  ['[!a]', 'b', true],
  ['[!a]', 'a', false],
  ['app (copy)', 'app (copy)', true],
  ['**/(group)/x', 'app/(group)/x', true],
  ['+(a|b)', '+(a|b)', true],
])('%s, of %s: %s', (glob, path, expected) => {
  const globs = readGlobs([glob]);
  expect(globs.matches(path.split('/'))).toBe(expected);
  const remembering = rememberFolders(globs);
  for (let again = 0; again < 2; again++) expect(remembering(path.split('/'))).toBe(expected);
});

test.each<[string, string, boolean]>([
  ['a', 'a/b', true],
  ['a/**', 'a/b', true],
  ['a/**', 'a', false],
  ['**/a', 'x/a/b/c', true],
  ['**/a/**', 'x/a/b', true],
  ['b', 'a/b', false],
  ['a/b', 'a/b/c', true],
])('%s hides %s: %s', (glob, path, expected) => {
  expect(readGlobs([glob]).matchesOnTheWay(path.split('/'))).toBe(expected);
});

describe('beyond what people write', () => {
  test.each([
    ['a'.repeat(1001)],
    ['{a,b}'.repeat(9)],
    [`{${'a,'.repeat(300)}b}`],
    [`${'{a,'.repeat(270)}b${'}'.repeat(270)}`.slice(0, 1100)],
  ])('a glob matches nothing, and is named', glob => {
    const globs = readGlobs([glob, 'b']);
    expect(globs.passedOver).toEqual([glob]);
    expect(globs.matches(['b'])).toBe(true);
  });

  test('many of them are not read to the end', () => {
    const globs = readGlobs(Array.from({ length: 100_000 }, (_, i) => `*${i}*`));
    expect(globs.passedOver).toHaveLength(10);
    expect(globs.matches(['x7y'])).toBe(true);
    expect(globs.matches(['x7777777y'])).toBe(true);
    expect(globs.matches(['x'])).toBe(false);
  });
});

const name = fc
  .string({ unit: fc.constantFrom('a', 'b', '.', '-'), minLength: 1, maxLength: 4 })
  .filter(name => !name.endsWith('.'));
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map(names => names.join('/'));
const step = fc.oneof(
  fc.constant('**'),
  fc
    .array(fc.constantFrom('a', 'b', '.', '-', '*', '?', '[ab]', '[^a]', '{a,b}', '{a,-b}'), {
      minLength: 1,
      maxLength: 4,
    })
    .map(parts => parts.join(''))
    // Stars side by side are read in many ways.
    .filter(text => !text.includes('**')),
);
const glob = fc
  .array(step, { minLength: 1, maxLength: 4 })
  .map(steps => steps.join('/'))
  // Others differ there among themselves.
  .filter(text => !text.includes('**/**') && !text.endsWith('/**') && !text.includes('././'));

test('reads globs as others do', () => {
  fc.assert(
    fc.property(glob, fc.array(path, { minLength: 5, maxLength: 20 }), (written, paths) => {
      const ours = readGlobs([written]);
      const theirs = picomatch(written, { dot: true });
      const found = paths.filter(path => ours.matches(path.split('/')));
      expect(found).toEqual(paths.filter(path => theirs(path)));
    }),
    { numRuns: 3000 },
  );
});
