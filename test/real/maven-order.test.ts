import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareComparable, parseComparable } from '../../server/src/ecosystems/maven/comparable-version.ts';
import { compareGeneric, parseGeneric } from '../../server/src/ecosystems/maven/generic-version.ts';
import { isInRanges, parseRequirement } from '../../server/src/ecosystems/maven/maven-range.ts';
import { askMaven, whyNoMaven } from '../support/maven.ts';

const PAIRS = 10_000;
const SEED = 20261129;

const WORDS = [
  ...['alpha', 'beta', 'milestone', 'rc', 'cr', 'snapshot', 'SNAPSHOT', 'ga', 'Final', 'RELEASE', 'sp', 'a', 'b', 'm'],
  ...['jre', 'android', 'dev', 'foo', 'min', 'max', 'x', 'redhat', 'jdk', 'pre', 'M', 'RC', 'v', 'é'],
];
const NUMBERS = [
  '0',
  '1',
  '2',
  '9',
  '10',
  '00',
  '01',
  '20240101',
  '2147483648',
  '999999999',
  '9999999999',
  '0000000012',
];
const SEPARATORS = ['.', '.', '.', '-', '-', '_', '', '', '+', '..', '--'];
const REAL = [
  ...['1', '1.0', '1.0.0', '1.0-RC1', '1.0.RC1', '1.0-rc-1', '1.0.Final', '1.0-SNAPSHOT', '31.1-jre', '31.1-android'],
  ...['1.0-20240101.120000-1', '2.0.0.M1', '4.0.0-b10', '1.0-beta-2', '1.0.Beta2', '1_0', '2.13.0-RC3', '1.0-sp'],
  ...['20040616', '20030203.000550', '1.8.0_202', '1.0+build', '3.0.0-M5', '6.0.0.CR2', '1.0.0.GA', '9.4.0.v20161208'],
];

const words = fc.constantFrom(...WORDS);
const numbers = fc.constantFrom(...NUMBERS);
const separators = fc.constantFrom(...SEPARATORS);
const composed = fc
  .array(fc.tuple(separators, fc.oneof({ weight: 3, arbitrary: numbers }, { weight: 2, arbitrary: words })), {
    minLength: 1,
    maxLength: 5,
  })
  .map(pieces => pieces.flat().join(''));
const versions = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...REAL) },
  { weight: 6, arbitrary: composed.map(text => text.replace(/^[^a-z0-9]+/i, '') || '1') },
  { weight: 1, arbitrary: composed.map(text => text || '1') },
);
/** Half of them are neighbours, which differ in one place. */
const pairs = fc.oneof(
  fc.tuple(versions, versions),
  fc.tuple(versions, fc.nat(20), separators, fc.oneof(words, numbers)).map(([version, at, separator, piece]) => {
    const place = at % (version.length + 1);
    return [version, version.slice(0, place) + separator + piece + version.slice(place)] as [string, string];
  }),
);
const bounds = fc.constantFrom('', '1', '1.0', '2', '2.0', '1.0-beta1', '1.5', '1.*', ' 2.0 ', '3', 'x');
const single = fc
  .tuple(fc.constantFrom('[', '('), bounds, fc.option(bounds), fc.constantFrom(']', ')', ']', ')', ''))
  .map(([open, low, high, close]) => `${open}${low}${high === null ? '' : `,${high}`}${close}`);
const ranges = fc.oneof(
  { weight: 1, arbitrary: bounds.map(text => text.trim()) },
  { weight: 4, arbitrary: single },
  {
    weight: 2,
    arbitrary: fc.tuple(single, fc.constantFrom(',', ', ', ' ', ''), single).map(parts => parts.join('')),
  },
);

describe.skipIf(whyNoMaven() !== undefined)(`Maven (${whyNoMaven() ?? 'at hand'})`, () => {
  test(`both orders are Maven’s, over ${PAIRS} pairs`, () => {
    const asked = fc.sample(pairs, { numRuns: PAIRS, seed: SEED });
    const said = askMaven(
      asked.flatMap(([a, b]) => [
        ['comparable', a, b],
        ['generic', a, b],
      ]),
    );
    const ours = asked.flatMap(([a, b]) => [
      Math.sign(compareComparable(parseComparable(a), parseComparable(b))),
      Math.sign(compareGeneric(parseGeneric(a), parseGeneric(b))),
    ]);
    const wrong = ours.flatMap((order, i) =>
      String(order) === said[i]
        ? []
        : [`${i % 2 === 0 ? 'comparable' : 'generic'} ${asked[i >> 1]?.join(' ')}: ${said[i]}, not ${order}`],
    );
    expect(said.length).toBe(2 * PAIRS);
    expect(wrong).toEqual([]);
  });

  test('ranges hold what Maven’s resolver finds in them', () => {
    const cases = fc.sample(fc.tuple(ranges, versions), { numRuns: 3000, seed: SEED });
    const said = askMaven(cases.map(([range, inside]) => ['range', range, inside]));
    const wrong = cases.flatMap(([range, inside], i) => {
      const read = parseRequirement(range);
      const ours = read.is === 'ranges' ? String(isInRanges(read.ranges, parseGeneric(inside))) : read.is;
      return ours.replace('refused', 'error') === said[i] ? [] : [`${range} ${inside}: ${said[i]}, not ${ours}`];
    });
    expect(wrong).toEqual([]);
    expect(new Set(said)).toEqual(new Set(['true', 'false', 'soft', 'error']));
  });
});
