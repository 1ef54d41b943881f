import { expect, test } from 'vitest';
import { bunLock } from '../../../../server/src/ecosystems/npm/readers/bun-lock.ts';
import { entriesOf, takingOf } from '../../../support/lock-reading.ts';

test.each<[what: string, entry: string, read: string]>([
  ['an entry', '"a": ["a@1.0.0", "", {}, "sha512-ab=="]', '"a" = a@1.0.0 sha512-ab=='],
  ['an entry in another', '"b/@s/a": ["@s/a@1.0.0", "", {}, "sha512-ab=="]', '"b/@s/a" = @s/a@1.0.0 sha512-ab=='],
  [
    'an alias, and an address',
    '"a": ["b@1.0.0", "https://u@r.example/b.tgz", {"dependencies": {"c": "1"}}, "sha512-ab=="]',
    '"a" = b@1.0.0 sha512-ab== https://r.example/b.tgz (recorded r.example)',
  ],
  ['no hash', '"a": ["a@1.0.0", "", {}]', '"a" = a@1.0.0 no hash'],
  ['the workspace', '"a": ["a@workspace:p/a"]', '"a" = workspace a'],
  ['a repository', '"a": ["a@git+ssh://git@h.example/o/r.git#ab", {}, "ab"]', '"a" = git a'],
  ['a repository, in short', '"a": ["a@github:o/r#ab", {}, "o-r-ab"]', '"a" = git a'],
  ['an archive', '"a": ["a@https://x.example/a.tgz", {}, "sha512-ab=="]', '"a" = url a'],
  ['a folder', '"a": ["a@file:x", {}]', '"a" = path a'],
  ['a file', '"a": ["a@./a.tgz", {}, "sha512-ab=="]', '"a" = path a'],
  ['what comes in another’s archive', '"b/a": ["a@1.0.0", "", {"bundled": true}, ""]', '"b/a" = managed a 1.0.0'],
])('%s', (_, entry, read) => {
  expect(entriesOf(bunLock, 'bun.lock', `{"lockfileVersion": 1, "packages": {\n  ${entry},\n},}`)).toEqual([read]);
});

test('what is wanted is looked for below, and then above, as Node does', () => {
  const text = `{
    "workspaces": {
      "": {"name": "w", "dependencies": {"a": "1", "x": "npm:c@2"}},
      "p/s": {"name": "@s/p", "dependencies": {"a": "2", "c": "1"}, "optionalDependencies": {"d": "1"}},
    },
    "packages": {
      "@s/p": ["@s/p@workspace:p/s"],
      "a": ["a@1.0.0", "", {"dependencies": {"c": "1"}}, ""],
      "c": ["c@1.0.0", "", {}, ""],
      "d": ["d@1.0.0", "", {"peerDependencies": {"c": "*", "e": "*"}, "optionalPeers": ["e"]}, ""],
      "x": ["c@2.0.0", "", {}, ""],
      "@s/p/a": ["a@2.0.0", "", {"dependencies": {"c": "3", "d": "1"}}, ""],
      "@s/p/a/c": ["c@3.0.0", "", {}, ""],
    },
  }`;
  expect(takingOf(bunLock, 'bun.lock', text)).toEqual([
    '/ a > a@1.0.0',
    '/ x > c@2.0.0',
    'p/s/ a > a@2.0.0',
    'p/s/ c > c@1.0.0',
    'p/s/ d > d@1.0.0',
    '@s/p > a@2.0.0',
    '@s/p > c@1.0.0',
    '@s/p > d@1.0.0',
    'a@1.0.0 > c@1.0.0',
    'd@1.0.0 > c@1.0.0',
    'a@2.0.0 > c@3.0.0',
    'a@2.0.0 > d@1.0.0',
  ]);
});

test.each<[what: string, text: string, entries: number]>([
  ['many with one name', `{"workspaces": {"": {"dependencies": {${'"a": "1", '.repeat(30_000)}}}}, "packages": {}}`, 0],
  [
    'a long key that wants many',
    `{"packages": {"${'a/'.repeat(30_000)}b": ["b@1.0.0", "", {"dependencies": {${Array.from({ length: 30_000 }, (_, i) => `"a${i}": "1"`)}}}, ""]}}`,
    1,
  ],
])('what is written to be slow is read all the same: %s', (_, text, entries) => {
  expect(bunLock.read(text, 'bun.lock').references).toHaveLength(entries);
});

test('lines as Bun writes them are read as the parser reads them', () => {
  const entries = [
    '"a": ["a@1.0.0", "", { "dependencies": { "c": "1" }, "optionalDependencies": { "d": "1" }, "peerDependencies": { "e": "*" }, "os": "aix" }, "sha512-ab=="]',
    '"@s/b": ["@s/b@1.0.0", "https://r.example/b.tgz", {}, "sha512-ab=="]',
    '"a/c": ["c@1.0.0", "", { "bundled": true }, "sha512-ab=="]',
    '"d": ["d@1.0.0", "", {}, ""]',
    '"f": ["f@file:f", { "dependencies": { "d": "1" } }]',
    '"g": ["g@git+ssh://h.example/o/r.git#ab", { "dependencies": { "d": "1" } }, "ab"]',
    '"t": ["t@https://x.example/t.tgz", {}, "sha512-ab=="]',
    '"w": ["w@workspace:w"]',
    '"p": ["p@1.0.0", "", { "dependencies": { "c": "^1", "d": "1" }, "optionalPeers": ["e", "f"], "bin": { "p": "}, ]", "q": "x" } }, "sha512-ab=="]',
    '"s": ["s@1.0.0", "", { "os": [ "aix", "darwin", ], "cpu": "none", "bin": { "s": "[{" }, "dependencies": { "d": "1" } }, "sha512-ab=="]',
    '"v": ["v@1.0.0", "", { "bin": "a\\\\"b", "bundled": false, "dependencies": { "d": "1\\u0030" } }, "sha512-ab=="]',
  ];
  const head =
    '{\n  "lockfileVersion": 1,\n  "workspaces": {\n    "": {\n      "dependencies": { "a": "1", "g": "x" },\n    },\n  },\n';
  const lines = `${head}  "packages": {\n${entries.map(each => `    ${each},\n`).join('\n')}  }\n}\n`;
  const others = lines.replace('"packages": {', '"packages":  {');
  const [mine, theirs] = [lines, others].map(text => {
    return [entriesOf(bunLock, 'bun.lock', text), takingOf(bunLock, 'bun.lock', text)];
  });
  expect(mine).toEqual(theirs);
  expect(mine?.[0]).toHaveLength(entries.length);
});
