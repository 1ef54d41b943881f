import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInSet, namesPre, parseSpecifierSet } from '../../server/src/ecosystems/pypi/specifiers.ts';
import { comparePep440, isPre, parsePep440, pep440Text } from '../../server/src/model/pep440.ts';
import { askPython, findPip, PIP_HINT } from '../support/python-client.ts';

/** Versions as people write them, and as nobody should. */
const word = (...words: string[]) =>
  fc
    .tuple(fc.constantFrom('', '.', '-', '_'), fc.constantFrom(...words), fc.constantFrom('', '1', '.2', '-0', '11'))
    .map(parts => parts.join(''));
const maybe = (part: fc.Arbitrary<string>) => fc.oneof({ weight: 3, arbitrary: fc.constant('') }, part);
const numbers = (least: number) =>
  fc.array(fc.constantFrom('0', '1', '2', '10'), { minLength: least, maxLength: 4 }).map(parts => parts.join('.'));
const publicVersion = (least: number) =>
  fc
    .tuple(
      maybe(fc.constantFrom('1!', '0!', 'v')),
      numbers(least),
      maybe(word('a', 'b', 'c', 'rc', 'alpha', 'BETA', 'pre', 'preview')),
      maybe(fc.oneof(word('post', 'rev', 'r'), fc.constant('-1'))),
      maybe(word('dev', 'DEV')),
    )
    .map(parts => parts.join(''));
const version = fc
  .tuple(publicVersion(1), maybe(fc.constantFrom('+cpu', '+cu118', '+1.2', '+1', '+Ubuntu-1', '+cpu.1')))
  .map(parts => parts.join(''));
const broken = fc.constantFrom('1.x', 'latest', '1..2', '1.0+', '1.0-', '.1', '1.0 1', '1!', '1.0.*', '1.0--1', 'a1');
const clause = fc.oneof(
  fc.tuple(fc.constantFrom('<=', '>=', '<', '>'), publicVersion(1)),
  // pip of today reads the text of what is compatible, so that only the normal spelling means what it says.
  fc.tuple(
    fc.constant('~='),
    fc
      .tuple(numbers(2), maybe(fc.constantFrom('a1', 'rc2')), maybe(fc.constant('.post1')))
      .map(parts => parts.join('')),
  ),
  fc.tuple(fc.constantFrom('==', '!=', '==='), version),
  // Before packaging 22 a version that is shorter than the text before the star never began with it.
  fc.tuple(
    fc.constantFrom('==', '!='),
    numbers(1).map(text => `${text.split('.')[0]}.*`),
  ),
);
const set = fc
  .array(clause, { minLength: 1, maxLength: 3 })
  .map(clauses => clauses.map(parts => parts.join('')).join(','));

/** What pip's own copy of `packaging` says of rows of two texts. */
const JUDGE = `
import json, sys
from pip._vendor.packaging.version import Version, InvalidVersion
from pip._vendor.packaging.specifiers import SpecifierSet
def read(text):
    try: return Version(text)
    except InvalidVersion: return None
def order(a, b):
    if a is None or b is None: return [a and str(a), b and str(b)]
    return [str(a), str(b), a.is_prerelease, b.is_prerelease, (a > b) - (a < b)]
def within(a, text):
    spec = SpecifierSet(text)
    return [spec.contains(a, prereleases=True), bool(spec.prereleases)]
rows = json.load(sys.stdin)
print(json.dumps({
    'orders': [order(read(a), read(b)) for a, b in rows['pairs']],
    'verdicts': [within(Version(a), text) for a, text in rows['sets']],
}))
`;

const pairs = fc.sample(fc.tuple(fc.oneof(version, version, broken), version), { numRuns: 4000, seed: 20261129 });
const sets = fc.sample(fc.tuple(version, set), { numRuns: 6000, seed: 20261129 });

const pip = findPip();

describe.skipIf(pip === undefined)(
  `versions and specifiers, by pip’s own packaging${pip === undefined ? ` (${PIP_HINT})` : ''}`,
  () => {
    const said = JSON.parse(askPython(JUDGE, JSON.stringify({ pairs, sets })) ?? '{}') as Record<string, unknown[]>;

    it('reads, writes and orders versions alike', () => {
      const ours = pairs.map(([one, other]) => {
        const [a, b] = [parsePep440(one), parsePep440(other)];
        const texts = [a, b].map(read => (read === undefined ? null : pep440Text(read)));
        return a === undefined || b === undefined ? texts : [...texts, isPre(a), isPre(b), comparePep440(a, b)];
      });
      expect(differences(pairs, ours, said.orders)).toEqual([]);
    });

    it('finds versions in sets alike', () => {
      const ours = sets.map(([text, clauses]) => {
        const [read, specifiers] = [parsePep440(text), parseSpecifierSet(clauses)];
        return read === undefined || specifiers === undefined
          ? undefined
          : [isInSet(read, specifiers), namesPre(specifiers)];
      });
      expect(differences(sets, ours, said.verdicts)).toEqual([]);
      const inside = ours.filter(verdict => verdict?.[0] === true);
      expect(inside.length).toBeGreaterThan(1000);
    });
  },
);

function differences(rows: readonly (readonly string[])[], ours: readonly unknown[], theirs: unknown[] = []) {
  const all = rows.map((row, i) => ({ row: row.join(' '), ours: ours[i], pip: theirs[i] }));
  return all.filter(({ ours: one, pip }) => JSON.stringify(one) !== JSON.stringify(pip));
}
