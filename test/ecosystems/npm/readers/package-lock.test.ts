import { describe, expect, test } from 'vitest';
import { packageLock } from '../../../../server/src/ecosystems/npm/readers/package-lock.ts';
import { DEFAULT } from '../../../projects/npm/npm-world.ts';
import { entriesOf, takingOf } from '../../../support/lock-reading.ts';

test.each<[what: string, entry: string, ...read: string[]]>([
  [
    'an entry',
    '"node_modules/@s/a": {"version": "1.0.0", "resolved": "https://r.example/a.tgz", "integrity": "sha512-ab== sha1-cd="}',
    '"node_modules/@s/a" = @s/a@1.0.0 sha512-ab== sha1-cd= https://r.example/a.tgz (recorded r.example)',
  ],
  [
    'an alias',
    '"node_modules/b/node_modules/a": {"name": "c", "version": "1.0.0"}',
    '"node_modules/b/node_modules/a" = c@1.0.0 no hash',
  ],
  [
    'a link, and its folder',
    '"node_modules/a": {"resolved": "p/a", "link": true}, "p/a": {"version": "1.0.0"}',
    '"node_modules/a" = workspace a',
  ],
  [
    'a repository',
    '"node_modules/a": {"version": "1.0.0", "resolved": "git+ssh://git@h.example/o/r.git#ab"}',
    '"node_modules/a" = git a 1.0.0',
  ],
  [
    'a file',
    '"node_modules/a": {"version": "1.0.0", "resolved": "file:a.tgz", "integrity": "sha512-ab=="}',
    '"node_modules/a" = path a 1.0.0',
  ],
  [
    'what comes in another’s archive',
    '"node_modules/b/node_modules/a": {"version": "1.0.0", "inBundle": true}',
    '"node_modules/b/node_modules/a" = managed a 1.0.0',
  ],
  ['an optional one that was not to be had', '"node_modules/a": {"optional": true}', '"node_modules/a" = managed a'],
  [
    'an optional one',
    '"node_modules/a": {"version": "1.0.0", "optional": true}',
    '"node_modules/a" = a@1.0.0 no hash optional',
  ],
  [
    'one that can be left out by who does not develop',
    '"node_modules/a": {"version": "1.0.0", "devOptional": true}',
    '"node_modules/a" = a@1.0.0 no hash',
  ],
  [
    'a port that goes without saying',
    '"node_modules/a": {"version": "1.0.0", "resolved": "https://R.example:443/a.tgz"}, "node_modules/b": {"version": "1.0.0", "resolved": "http://r.example:443/b.tgz"}',
    '"node_modules/a" = a@1.0.0 no hash https://R.example:443/a.tgz (recorded r.example)',
    '"node_modules/b" = b@1.0.0 no hash http://r.example:443/b.tgz (recorded r.example:443)',
  ],
])('versions 2 and 3: %s', (_, entry, ...read) => {
  const text = `{"lockfileVersion": 3, "packages": {"": {"name": "w"}, ${entry}}, "dependencies": {"z": {"version": "1.0.0"}}}`;
  expect(entriesOf(packageLock, 'package-lock.json', text)).toEqual(read);
});

test('versions 2 and 3: an archive is told by who wants it', () => {
  const text =
    '{"packages": {"": {"dependencies": {"a": "https://x.example/a.tgz"}}, "node_modules/a": {"version": "1.0.0", "resolved": "https://x.example/a.tgz"}}}';
  expect(entriesOf(packageLock, 'package-lock.json', text)).toEqual(['"node_modules/a" = url a 1.0.0']);
});

test('the default registry’s address by plain http, as early lockfiles have it, is that by https', () => {
  const { host } = new URL(DEFAULT);
  const text = `{"packages": {"node_modules/a": {"version": "1.0.0", "resolved": "http://${host}/a/-/a-1.0.0.tgz"}}}`;
  expect(entriesOf(packageLock, 'package-lock.json', text)).toEqual([
    `"node_modules/a" = a@1.0.0 no hash https://${host}/a/-/a-1.0.0.tgz (recorded ${host})`,
  ]);
});

test('a link stands for the folder that it leads to', () => {
  const text =
    '{"packages": {"": {"dependencies": {"w": "*"}}, "node_modules/w": {"resolved": "p/w", "link": true}, "p/w": {"dependencies": {"a": "1"}}, "node_modules/a": {"version": "1.0.0"}}}';
  expect(takingOf(packageLock, 'package-lock.json', text)).toEqual([
    '/ w > w',
    'p/w/ a > a@1.0.0',
    ' > w',
    'w > a@1.0.0',
    'w > a@1.0.0',
  ]);
});

test('version 1: a tree, of which nothing tells what the manifest wants', () => {
  const text =
    '{"lockfileVersion": 1, "dependencies": {"a": {"version": "1.0.0", "requires": {"b": "1", "c": "1"}, "dependencies": {"b": {"version": "npm:d@2.0.0", "integrity": "sha1-ab="}}}, "b": {"version": "1.0.0"}, "c": {"version": "git+ssh://h.example/o/r.git#ab"}, "x": {"version": "1.0.0", "requires": {"y": "*"}}, "y": {"version": "1.0.0", "requires": {"x": "*"}}}}';
  expect(entriesOf(packageLock, 'package-lock.json', text)).toEqual([
    '"a" = a@1.0.0 no hash',
    '"b" = d@2.0.0 sha1-ab=',
    '"b" = b@1.0.0 no hash',
    '"c" = git c git+ssh://h.example/o/r.git#ab',
    '"x" = x@1.0.0 no hash',
    '"y" = y@1.0.0 no hash',
  ]);
  expect(takingOf(packageLock, 'package-lock.json', text)).toEqual([
    '/ a > a@1.0.0',
    '/ b > b@1.0.0',
    '/ x > x@1.0.0',
    'a@1.0.0 > d@2.0.0',
    'a@1.0.0 > c@git+ssh://h.example/o/r.git#ab',
    'x@1.0.0 > y@1.0.0',
    'y@1.0.0 > x@1.0.0',
  ]);
});

describe('what is written to be slow is read all the same', () => {
  const MANY = 30_000;
  const DEEP = 1500;
  const numbered = (toText: (i: number) => string) => Array.from({ length: MANY }, (_, i) => toText(i)).join(',\n');

  test.each<[what: string, text: string, entries: number]>([
    [
      'many with one name',
      `{"packages": {"": {"dependencies": {${numbered(() => '"a": "1"')}}}, "node_modules/a": {"version": "1.0.0"}}}`,
      1,
    ],
    [
      'many that are wanted by one',
      `{"packages": {"": {"dependencies": {${numbered(i => `"a${i}": "1"`)}}},
        ${numbered(i => `"node_modules/a${i}": {"version": "1.0.0"}`)}}}`,
      MANY,
    ],
    ['a long path', `{"packages": {"${'a/'.repeat(MANY)}": {"dependencies": {"b": "1"}}}}`, 0],
    [
      'a deep tree, and many at its end',
      `{"dependencies": {${'"aaaaaaaaaa": {"dependencies": {'.repeat(DEEP)}${numbered(i => `"a${i}": {}`)}${'}}'.repeat(DEEP)}}}`,
      391,
    ],
  ])('%s', (_, text, entries) => {
    expect(packageLock.read(text, 'package-lock.json').references).toHaveLength(entries);
  });
});
