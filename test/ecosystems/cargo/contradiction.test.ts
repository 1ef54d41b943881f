import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isContradiction } from '../../../server/src/ecosystems/cargo/contradiction.ts';
import { matches, parseRequirement } from '../../../server/src/ecosystems/cargo/requirement.ts';

/** All versions whose numbers are small. */
const NUMBERS = [0, 1, 2, 3];
const VERSIONS = NUMBERS.flatMap(major =>
  NUMBERS.flatMap(minor => NUMBERS.map(patch => ({ major, minor, patch, pre: [], build: [] }))),
);

const comparator = fc
  .tuple(
    fc.constantFrom('', '^', '~', '=', '>', '>=', '<', '<='),
    fc.array(fc.constantFrom('0', '1', '2'), { minLength: 1, maxLength: 3 }),
  )
  .map(([operator, numbers]) => operator + numbers.join('.'));

test('a contradiction is what no version can be, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(comparator, { minLength: 1, maxLength: 3 }), comparators => {
      const text = comparators.join(', ');
      const requirement = parseRequirement(text) ?? [];
      const isPossible = VERSIONS.some(version => matches(requirement, version));
      expect([text, isContradiction(requirement)]).toEqual([text, !isPossible]);
    }),
    { numRuns: 5_000 },
  );
});

test('nothing is said of pre-releases, nor of numbers that are too large to tell apart', () => {
  const said = (text: string) => isContradiction(parseRequirement(text) ?? []);
  expect(['>1.0.0-a, <1.0.0', '>18446744073709551614, <=18446744073709551615', '*'].map(said)).toEqual([
    false,
    false,
    false,
  ]);
  expect(said('>=18446744073709551615, <18446744073709551615')).toBe(true);
});
