import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLockToml, readLockToml } from '../../../../server/src/ecosystems/pypi/syntax/lock-toml.ts';
import { scanLockToml } from '../../../../server/src/ecosystems/pypi/syntax/lock-toml-lines.ts';
import { WrittenFiles } from '../../../../server/src/ecosystems/pypi/syntax/lock-toml-values.ts';
import { atOnce } from '../../../../server/src/syntax/at-once.ts';
import { PYTHON_KITS } from '../../../fuzz/python-kits.ts';

/** What lines give, and the parser of the same text. */
function both(text: string, list: 'package' | 'packages' = 'package') {
  const lines = atOnce(scanLockToml(text, list, item => item));
  const { root, items } = parseLockToml(text, list);
  return [
    lines === undefined ? 'not read' : listed({ root: lines.root, items: lines.items }),
    { root, items },
  ] as const;
}

/** With the lists in place of those that are made when somebody looks. */
function listed(value: unknown): unknown {
  if (value instanceof WrittenFiles) return value.tables();
  if (Array.isArray(value)) return value.map(listed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, listed(each)]));
}

describe('line by line is read what the parser reads', () => {
  test.each([
    ['nothing', ''],
    ['comments', '# a "b"\n\n  \nversion = 1 \n'],
    ['a header with blanks behind', '[[package]]  \nname = "a"\t\n'],
    [
      'files',
      '[[package]]\nname = "a"\nfiles = [\n    {file = "a", hash = "sha256:0"},\n    {file = "b", hash = "c"}\n]\n',
    ],
    ['files in one line', '[[package]]\nname = "a"\nfiles = [{file = "a", hash = "b"}, {file = "", hash = ""}]\n'],
    [
      'escapes',
      '[[package]]\nname = "a\\"b\\\\c\\u00e4\\n"\ndescription = "x"\nfiles = [{file = "a\\"", hash = "b"}]\n',
    ],
    [
      'names in quotes',
      '[[package]]\nname = "a"\n\n[package.dependencies]\n"b.c" = "*"\nd = {version = "*", extras = ["e"]}\n',
    ],
    [
      'tables below tables',
      '[[package]]\nname = "a"\n[package.dependencies]\n[package.dependencies.b]\nversion = "1"\n',
    ],
    [
      'lists of tables',
      '[[package]]\nname = "a"\n[[package.wheels]]\nurl = "b"\n[package.wheels.hashes]\nsha256 = "c"\n[[package.wheels]]\nurl = "d"\n',
    ],
    ['numbers and dates', 'a = 1\nb = -1.5e3\nc = 2025-01-25T11:30:10.164985+00:00\nd = true\ne = false\nf = [1, 2]\n'],
    ['a table without members', '[[package]]\nname = "a"\nsource = {}\nx = { }\ny = []\n'],
    ['no name', '[[package]]\nversion = "a"\n[[package]]\n'],
    ['carriage returns', '[[package]]\r\nname = "a"\r\nfiles = [\r\n    {file = "a", hash = "b"},\r\n]\r\n# c\r\n'],
    ['no end of the last line', '[[package]]\nname = "a"'],
    ['tables of others', '[metadata]\na = "b"\n[metadata.files]\nc = [\n    {file = "d", hash = "e"},\n]\n'],
  ])('%s', (_, text) => {
    const [lines, parsed] = both(text);
    expect(lines).toEqual(parsed);
  });

  test('in all that lockfiles of the kits hold', () => {
    for (const kit of ['python-lock', 'uv-lock', 'uv-script-lock']) {
      for (const seed of PYTHON_KITS[kit]?.seeds ?? []) {
        const [lines, parsed] = both(seed);
        expect(lines).toEqual(seed.startsWith('<<<') ? 'not read' : parsed);
      }
    }
  });
});

describe('left to the parser', () => {
  test.each([
    ['long strings', 'a = """b"""\n'],
    ['strings in other quotes', "[[package]]\nname = 'a'\n"],
    ['dotted keys', 'a.b = 1\n'],
    ['a key twice', '[[package]]\nname = "a"\nname = "b"\n'],
    ['a table twice', '[a]\n[a]\n'],
    ['a table that stands in braces', '[[package]]\nsource = {a = "b"}\n[package.source]\nc = "d"\n'],
    ['comments within a list', 'a = [ # b\n]\n'],
    ['names of what every object has', 'constructor = "a"\n__proto__ = "b"\n'],
    ['a string that is not closed', '[[package]]\nname = "a\nversion = "b"\n'],
    ['a list that is not closed', '[[package]]\nname = "a"\nfiles = [\n    {file = "a", hash = "b"},\n'],
    ['more behind a value', 'a = "b" c\n'],
    ['a mark of git’s', '<<<<<<< HEAD\n[[package]]\nname = "a"\n=======\n>>>>>>> b\n'],
    ['a lone carriage return', '# a\r[[package]]\rname = "a"\r'],
    ['a table where the list is', '[package]\nname = "a"\n'],
  ])('%s', (_, text) => {
    expect(atOnce(scanLockToml(text, 'package', item => item))).toBeUndefined();
    expect(atOnce(readLockToml(text, 'package', item => item))).toEqual(parseLockToml(text, 'package'));
  });
});

/** Pieces of lockfiles, in any order: most of it is none of a tool's, and some is. */
const PIECES = [
  ...[
    '[[package]]\n',
    '[package.source]\n',
    '[metadata]\n',
    '[metadata.files]\n',
    '[[package.wheels]]\n',
    '\n',
    '\r\n',
  ],
  ...['name = "a"\n', 'name = "b"\n', 'version = "1"\n', 'files = [\n', '    {file = "a", hash = "b:c"},\n', ']\n'],
  ...[
    'source = { registry = "x" }\n',
    'a = [',
    '"b"',
    ', ',
    '{',
    '}',
    ']',
    ' = ',
    '"',
    '# c\n',
    '\\',
    'true',
    '12',
    '-',
  ],
  ...["'", '"""', '.', 'é', '\ud800'],
];

test('of any text nothing else', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }), pieces => {
      const [lines, parsed] = both(pieces.join(''));
      if (lines !== 'not read') expect(lines).toEqual(parsed);
    }),
    { numRuns: 3000 },
  );
});

test('a large lockfile is read in time', () => {
  const entry = (i: number) =>
    `[[package]]\nname = "a${i}"\nversion = "1.${i}"\nfiles = [\n    {file = "a.whl", hash = "sha256:0"},\n]\n\n`;
  const text = Array.from({ length: 20_000 }, (_, i) => entry(i)).join('');
  expect(atOnce(readLockToml(text, 'package', item => item)).items).toHaveLength(20_000);
});

test('a long list on one line, in a conflict, is read in time that grows with its length alone', () => {
  const text = `package = [${'{name="a"},'.repeat(60_000)}]\n<<<<<<< a\n=======\n>>>>>>> b\n`;
  const begun = performance.now();
  expect(atOnce(readLockToml(text, 'package', item => item)).isFought).toBe(true);
  // Seconds where each item is looked for from the beginning on.
  expect(performance.now() - begun).toBeLessThan(5_000);
});
