import fc from 'fast-check';
import semver from 'semver';
import { expect, test } from 'vitest';
import { compareSemver, isOfCommit, parseSemver } from '../../server/src/model/semver.ts';

test('in their order', () => {
  const ordered = [
    ...['0.0.0-20200101000000-aaaaaaaaaaaa', '0.0.0-20210101000000-aaaaaaaaaaaa', '0.0.1', '0.1.0'],
    ...['1.0.0-0.20210101000000-aaaaaaaaaaaa', '1.0.0-1', '1.0.0-9', '1.0.0-10', '1.0.0-a', '1.0.0-a.1'],
    ...['1.0.0-rc.1', '1.0.0-rc.1.0.20210101000000-aaaaaaaaaaaa', '1.0.0-rc.2', '1.0.0'],
    ...['1.0.1-0.20210101000000-aaaaaaaaaaaa', '1.0.1', '1.9.0', '1.10.0', '2.0.0+incompatible'],
    '100000000000000000000000000000000.0.0',
  ];
  const shuffled = [...ordered].reverse().flatMap(text => parseSemver(text) ?? []);
  const textOf = new Map(ordered.map(text => [JSON.stringify(parseSemver(text)), text]));
  expect(shuffled.sort(compareSemver).map(version => textOf.get(JSON.stringify(version)))).toEqual(ordered);
});

test('the order is that of semver where both read a version', () => {
  const number = fc.oneof(fc.nat({ max: 12 }), fc.constant(2 ** 40));
  const word = fc.oneof(number.map(String), fc.constantFrom('a', 'b', 'rc', 'A', '0a', '-', 'x-1'));
  const version = fc
    .tuple(number, number, number, fc.array(word, { maxLength: 3 }))
    .map(([a, b, c, pre]) => `${a}.${b}.${c}${pre.length === 0 ? '' : `-${pre.join('.')}`}`);
  fc.assert(
    fc.property(version, version, (a, b) => {
      const [left, right] = [parseSemver(`${a}`), parseSemver(`${b}`)];
      if (left === undefined || right === undefined) throw new Error(`${a} or ${b} is not read.`);
      expect(compareSemver(left, right)).toBe(semver.compare(a, b));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ...['1', '1.0', 'v1.0.0', '01.0.0', '1.0.0-', '1.0.0-01', '1.0.0-a..b', '1.0.0+', '1.0.0+a..b', '1.0.0 '],
  ...['', '1.0.0-é', `1.0.${'1'.repeat(300)}`],
])('%s is no version', text => {
  expect(parseSemver(text)).toBeUndefined();
});

test.each([
  ['0.0.0-20240102030405-abcdef123456', true],
  ['1.2.3-0.20240102030405-abcdef123456', true],
  ['1.2.3-rc.1.0.20240102030405-abcdef123456', true],
  ['2.0.1-0.20240102030405-abcdef123456+incompatible', true],
  ['1.2.3-20240102030405-abcdef123456', false],
  ['1.2.3-rc.1', false],
  ['1.2.3', false],
])('%s stands for a commit: %s', (version, is) => {
  expect(isOfCommit(parseSemver(version) ?? fail(version))).toBe(is);
});

function fail(version: string): never {
  throw new Error(`${version} is not read.`);
}
