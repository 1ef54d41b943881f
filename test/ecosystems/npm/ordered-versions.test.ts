import fc from 'fast-check';
import semver from 'semver';
import { expect, it } from 'vitest';
import {
  highestIn,
  neighboursOf,
  type OrderedVersion,
  orderedVersions,
  type Run,
  runsOf,
  sameMain,
} from '../../../server/src/ecosystems/npm/ordered-versions.ts';

const number = fc.constantFrom('0', '1', '2', '10');
const ending = fc.constantFrom('', '', '-0', '-alpha.1', '-alpha.2', '-rc', '+build', 'beta');
const version = fc.tuple(number, number, number, ending).map(([a, b, c, d]) => `${a}.${b}.${c}${d}`);
const versions = fc.array(fc.oneof(version, fc.constantFrom('v1.0.0', '01.2.0', 'none', '')), { maxLength: 12 });
const simple = fc
  .tuple(fc.constantFrom('', '^', '~', '>=', '<', '>', '<=', '='), fc.oneof(version, fc.constantFrom('1', '1.x', '*')))
  .map(parts => parts.join(''));
const range = fc
  .array(fc.array(simple, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
  .map(sets => sets.map(set => set.join(' ')).join(' || '))
  .filter(text => semver.validRange(text, true) !== null);

const LOOSE = { loose: true };

function taken(list: readonly OrderedVersion<string>[], runs: readonly Run[]): Set<string> {
  return new Set(runs.flatMap(({ from, to }) => list.slice(from, to).map(({ item }) => item)));
}

it('takes of an order what node-semver takes one by one, the highest last', () => {
  fc.assert(
    fc.property(versions, range, (items, text) => {
      const order = orderedVersions(items, item => item);
      const its = new semver.Range(text, LOOSE);
      const runs = runsOf(its, order);
      const all = [...order.finals, ...order.pres].map(({ item }) => item);
      const expected = all.filter(item => its.test(new semver.SemVer(item, LOOSE)));
      expect(new Set([...taken(order.finals, runs.finals), ...taken(order.pres, runs.pres)])).toEqual(
        new Set(expected),
      );
      expect(highestIn(its, order)?.item).toBe(semver.maxSatisfying(all, text, LOOSE) ?? undefined);
    }),
    { numRuns: 2_000 },
  );
});

it('keeps the first of those that differ in their build alone, and none that is no version', () => {
  const { finals, pres } = orderedVersions(
    ['1.0.0+b', '2.0.0', '1.0.0+a', 'none', '1.0.0-rc', 'v1.0.0-rc'],
    item => item,
  );
  expect(finals.map(({ item }) => item)).toEqual(['1.0.0+b', '2.0.0']);
  expect(pres.map(({ item }) => item)).toEqual(['1.0.0-rc']);
});

it.each([
  ['1.0.0', '1.1.0 1.2.0', undefined, '1.1.0'],
  ['1.1.0', '1.0.0 1.1.0 1.2.0', '1.0.0', '1.2.0'],
  ['1.1.0-rc', '1.0.0 1.1.0', '1.0.0', '1.1.0'],
  ['2.0.0', '1.0.0 1.1.0', '1.1.0', undefined],
])('around %s among %s stand %s and %s', (from, line, below, above) => {
  const { finals } = orderedVersions(line.split(' '), item => item);
  const found = neighboursOf(new semver.SemVer(from), finals);
  expect([found.below?.item, found.above?.item]).toEqual([below, above]);
});

it.each([
  ['1.0.0-b', '1.0.0-a 1.0.0-b 1.0.0-c', '1.0.0-a', '1.0.0-c'],
  ['1.0.0-b', '0.9.0-a 1.0.0-b 1.0.1-c', undefined, undefined],
  ['1.0.0-b', '0.9.0-a 1.0.1-c', undefined, undefined],
])('around %s among its own of %s stand %s and %s', (from, line, below, above) => {
  const version = new semver.SemVer(from);
  const { pres } = orderedVersions(line.split(' '), item => item);
  const found = neighboursOf(version, pres, sameMain(version, pres));
  expect([found.below?.item, found.above?.item]).toEqual([below, above]);
});
