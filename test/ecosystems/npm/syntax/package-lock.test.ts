import { describe, expect, test } from 'vitest';
import { readByEvents, readPackageLock } from '../../../../server/src/ecosystems/npm/syntax/package-lock.ts';
import { packagesByLines } from '../../../../server/src/ecosystems/npm/syntax/package-lock-lines.ts';
import { textUnder } from '../../../../server/src/model/span.ts';
import { atOnce } from '../../../../server/src/syntax/at-once.ts';
import { packageLock } from '../../../bench/lockfile-texts.ts';

const LOCK = {
  name: 'app',
  lockfileVersion: 3,
  packages: {
    '': {
      name: 'app',
      license: 'MIT',
      workspaces: ['packages/*'],
      dependencies: { a: '^1.0.0', other: 'npm:b@2.0.0' },
      devDependencies: { '@acme/tool': '~3.1' },
    },
    'node_modules/@acme/tool': { version: '3.1.4', integrity: 'sha512-AAAA', dev: true, bin: { tool: 'cli.js' } },
    'node_modules/a': {
      version: '1.0.0',
      resolved: 'https://registry.example/a/-/a-1.0.0.tgz',
      integrity: 'sha512-BBBB',
      dependencies: { b: '^1.0.0' },
      optionalDependencies: { c: '*' },
      peerDependencies: { d: '>=1' },
      peerDependenciesMeta: { d: { optional: true } },
      engines: { node: '>=18' },
      os: ['linux', '!win32'],
      funding: [{ type: 'individual', url: 'https://fund.example' }, { url: 'https://other.example' }],
      optional: true,
    },
    'node_modules/a/node_modules/b': { version: '1.9.0', inBundle: true },
    'node_modules/empty': {},
    'node_modules/member': { resolved: 'packages/member', link: true },
    'node_modules/other': { name: 'b', version: '2.0.0' },
    'packages/member': { version: '0.1.0', devDependencies: {} },
  },
  dependencies: { a: { version: '9.9.9' } },
};

describe('by lines and by the parser the same is read', () => {
  test.each([
    ['as npm writes it', JSON.stringify(LOCK, undefined, 2)],
    ['with the line ends of Windows', JSON.stringify(LOCK, undefined, 2).replaceAll('\n', '\r\n')],
    ['with tabs', JSON.stringify(LOCK, undefined, '\t')],
    ['with four blanks', JSON.stringify(LOCK, undefined, 4)],
    ['of many entries', packageLock(300)],
  ])('%s', (_, text) => {
    const entries = atOnce(packagesByLines(text));
    expect(entries).toEqual(readByEvents(text).entries);
    expect(entries?.length).toBeGreaterThanOrEqual(8);
    for (const { path, span } of entries ?? []) expect(textUnder(text, span)).toBe(JSON.stringify(path));
  });

  test.each([
    [
      'an escape in a name',
      JSON.stringify(LOCK, undefined, 2).replace('node_modules/empty', 'node_modules/\\u0065mpty'),
    ],
    ['an escape in a text', JSON.stringify(LOCK, undefined, 2).replace('"^1.0.0"', '"\\u005e1.0.0"')],
    ['all on one line', JSON.stringify(LOCK)],
    [
      'an object on a line',
      JSON.stringify(LOCK, undefined, 2).replace(/\{\s+"b": "\^1\.0\.0"\s+\}/, '{ "b": "^1.0.0" }'),
    ],
    ['two on a line', JSON.stringify(LOCK, undefined, 2).replace('"1.9.0",\n', '"1.9.0",')],
    ['a comment', JSON.stringify(LOCK, undefined, 2).replace('"packages": {', '"packages": {\n    // mine')],
    [
      'a conflict',
      JSON.stringify(LOCK, undefined, 2).replace('    "node_modules/empty"', '<<<<<<< mine\n    "node_modules/empty"'),
    ],
    ['an end too early', JSON.stringify(LOCK, undefined, 2).slice(0, 900)],
    ['nothing', ''],
  ])('and the parser is asked where there is %s', (_, text) => {
    expect(atOnce(packagesByLines(text))).toBeUndefined();
    expect(atOnce(readPackageLock(text))).toEqual(readByEvents(text));
  });
});

test('a tree of version 1 is read as places', () => {
  const old = {
    lockfileVersion: 1,
    dependencies: {
      a: {
        version: '1.0.0',
        integrity: 'sha1-AAAA',
        requires: { b: '^1.0.0' },
        dependencies: { b: { version: '1.0.0', bundled: true, optional: true } },
      },
      alias: { version: 'npm:b@2.0.0', dev: true },
    },
  };
  const { entries, isOld } = atOnce(readPackageLock(JSON.stringify(old, undefined, 2)));
  expect(isOld).toBe(true);
  expect(entries.map(({ path, version, wants }) => [path, version, wants])).toEqual([
    ['node_modules/a', '1.0.0', ['b', '^1.0.0']],
    ['node_modules/a/node_modules/b', '1.0.0', []],
    ['node_modules/alias', 'npm:b@2.0.0', []],
  ]);
});
