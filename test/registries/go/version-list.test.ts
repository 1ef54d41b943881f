import { expect, test } from 'vitest';
import { newestOf, readVersionList } from '../../../server/src/registries/go/version-list.ts';

test.each<[string, string, string]>([
  ['one on each line', 'v1.0.0\nv1.1.0\n', 'v1.0.0 v1.1.0'],
  ['dates beside them', 'v1.0.0 2024-01-02T03:04:05Z\r\nv1.1.0\t2024-01-02T03:04:05Z', 'v1.0.0 v1.1.0'],
  [
    'those of commits',
    'v0.0.0-20240102030405-abcdef123456\nv1.2.4-0.20240102030405-abcdef123456\nv1.2.3-20240102030405-abcdef123456',
    'v1.2.3-20240102030405-abcdef123456',
  ],
  ['numbers that are longer than numbers are', 'v99999999999999999999.0.0', 'v99999999999999999999.0.0'],
  ['what is none', 'not found: x\n1.0.0\nv1.0.0.0\nv01.0.0\nv1.0.0-\n\nv1.0.0', 'v1.0.0'],
  ['short ones', 'v1\nv1.2', 'v1.0.0 v1.2.0'],
  ['the same', 'v1.0.0\nv1.0.0', 'v1.0.0'],
  ['what has no go.mod', 'v2.0.0+incompatible\nv1.0.0+other', 'v2.0.0+incompatible v1.0.0'],
])('a list of %s', (_, text, versions) => {
  expect(readVersionList(text)?.join(' ')).toBe(versions);
});

test.each<[string, string]>([
  ['', 'none'],
  ['v1.2.0 v1.10.0 v1.9.0', 'v1.10.0'],
  ['v1.2.0 v1.3.0-rc.1', 'v1.2.0'],
  ['v1.0.0-alpha v1.0.0-beta.2 v1.0.0-beta.10', 'v1.0.0-beta.10'],
  ['v1.0.0 v2.0.0+incompatible', 'v2.0.0+incompatible, or v1.0.0 by v1.0.0'],
  ['v1.0.0 v1.1.0-rc.1 v3.0.0+incompatible', 'v3.0.0+incompatible, or v1.0.0 by v1.1.0-rc.1'],
  ['v1.0.0-rc.1 v3.0.0-rc.1+incompatible', 'v3.0.0-rc.1+incompatible, or v1.0.0-rc.1 by v1.0.0-rc.1'],
  ['v2.0.0+incompatible v3.0.0+incompatible', 'v3.0.0+incompatible'],
])('the newest of %s is %s', (versions, newest) => {
  const found = newestOf(versions === '' ? [] : versions.split(' '));
  const { version = 'none', unless } = found ?? {};
  expect(unless === undefined ? version : `${version}, or ${unless.otherwise} by ${unless.decidedBy}`).toBe(newest);
});
