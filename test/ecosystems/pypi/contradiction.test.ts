import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isContradiction } from '../../../server/src/ecosystems/pypi/contradiction.ts';
import { isInSet, parseSpecifierSet } from '../../../server/src/ecosystems/pypi/specifiers.ts';
import { parsePep440 } from '../../../server/src/model/pep440.ts';

const said = (text: string) => isContradiction(parseSpecifierSet(text) ?? []);

test.each([
  ['==1.0,==1.1', true],
  ['==1.0,!=1.0', true],
  ['==1.0,>1', true],
  ['>=2,<2', true],
  ['>2,<=2', true],
  ['>=3,<2', true],
  ['~=3.0,<2', true],
  ['==1.0,==1', false],
  ['==1.0+cu1,==1.0', false],
  ['>=2,<=2', false],
  ['>=1.0rc1,<1.0', false],
  ['===1.0,==2', false],
  ['', false],
  ['==1.0', false],
])('%j: %s', (text, expected) => {
  expect(said(text)).toBe(expected);
});

const VERSIONS = ['0', '0.9', '1.0', '1.0+a', '1.0rc1', '1.0.post1', '1.0.dev1', '1.1', '1.2', '2', '2.0.1', '3'];
const clause = fc
  .tuple(fc.constantFrom('==', '!=', '>=', '<=', '>', '<', '~='), fc.constantFrom('0.9', '1.0', '1.0rc1', '1.1', '2.0'))
  .map(([operator, version]) => operator + version);

test('nothing is in what is called a contradiction', () => {
  fc.assert(
    fc.property(fc.array(clause, { maxLength: 3 }), clauses => {
      const text = clauses.join(',');
      if (!said(text)) return;
      const set = parseSpecifierSet(text) ?? [];
      const inside = VERSIONS.flatMap(version => parsePep440(version) ?? []).filter(version => isInSet(version, set));
      expect([text, inside]).toEqual([text, []]);
    }),
    { numRuns: 3_000 },
  );
});
