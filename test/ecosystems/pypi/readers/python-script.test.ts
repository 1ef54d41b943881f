import { expect, test } from 'vitest';
import { pythonScript } from '../../../../server/src/ecosystems/pypi/readers/python-script.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { expectReadAs } from './read.ts';

test('the first block, and no other', () => {
  expectReadAs(pythonScript, 'tool.py', 'uv', [
    '#!/usr/bin/env -S uv run',
    '# /// script',
    '# requires-python = ">=3.11"',
    '# dependencies = [',
    '#   "requests<3", # why',
    '     ^^^^^^^^^^ requests range [<3] for >=3.11',
    '#   "rich", "half==",',
    '     ^^^^ rich range [] for >=3.11',
    '             ^^^^^^ invalid half ==',
    '#   "private",',
    '     ^^^^^^^ private range [] index=x for >=3.11',
    '# ]',
    '#',
    '# [tool.uv.sources]',
    '# private = {index = "x"}',
    '# ///',
    'import requests',
    '# /// script',
    '# dependencies = ["no"]',
    '# ///',
  ]);
});

test('a block that is not closed yet', () => {
  expectReadAs(pythonScript, 'tool.py', 'uv', [
    '# /// script',
    '# dependencies = ["a", "b==1"',
    '                   ^ a range []',
    '                        ^^^^ b exact 1 [==1]',
    'import a',
  ]);
});

test('any other script is none of its texts', () => {
  expect(readerFor('a/tool.py', undefined, 'import a\n')).toBeUndefined();
  expect(readerFor('a/tool.py', undefined, '# /// script\n')?.id).toBe('python-script');
});

test('what silences it is a comment within the comment', () => {
  const text = '# /// script\n# dependencies = [\n#   "a",\n# ]\n# ///\n';
  const at = pythonScript.read(text, 'tool.py').references[0]?.ignoreAt;
  expect(at).toEqual({ offset: 32, open: '#   # ', newline: '\n' });
  const silenced = `${text.slice(0, 32)}#   # registry-lens: ignore floating-range\n${text.slice(32)}`;
  const { references, ignores } = pythonScript.read(silenced, 'tool.py');
  expect(references).toHaveLength(1);
  const start = references[0]?.span.start ?? -1;
  expect(
    ignores.some(({ span, rules }) => rules[0] === 'floating-range' && span.start <= start && start <= span.end),
  ).toBe(true);
});

test('constraints and overrides of a script are none of its requirements', () => {
  const text = [
    '# /// script',
    '# dependencies = ["a==99", "b"]',
    '# [tool.uv]',
    '# constraint-dependencies = ["c<2"]',
    '# override-dependencies = ["a==1", "d ; sys_platform == \'never\'"]',
    '# ///',
  ].join('\n');
  const subjects = pythonScript.read(text, 'x.py').references.map(({ subject }) => subject);
  expect(subjects).toMatchObject([
    { kind: 'opaque', why: 'managed', name: 'a' },
    { kind: 'release', name: 'b' },
    { kind: 'release', name: 'c', wantedIf: 'others-want-it' },
    { kind: 'release', name: 'a' },
    { kind: 'opaque', why: 'never', name: 'd' },
  ]);
  expect(subjects[3]).not.toHaveProperty('wantedIf');
});
