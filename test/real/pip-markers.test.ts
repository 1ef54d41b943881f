import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomeOfMarker } from '../../server/src/ecosystems/pypi/markers.ts';
import { askPython, findPip, PIP_HINT } from '../support/python-client.ts';

const quote = (text: string) => `'${text}'`;
const minor = fc.constantFrom('2.7', '3', '3.1', '3.6', '3.8', '3.9', '3.10', '3.11', '3.12', '4');
const full = fc.constantFrom('2.7.18', '3.8.1', '3.9', '3.9.0', '3.10.4', '3.11.0', '3.11.9', '4.0.0');
const operator = fc.constantFrom('<', '<=', '>', '>=', '==', '!=', '~=', '===');
// Of what it refuses to compare, pip makes an error.
const pair = (text: fc.Arbitrary<string>) =>
  fc.tuple(operator, text).filter(([sign, its]) => sign !== '~=' || its.includes('.'));
const compared = (variable: string, text: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 4, arbitrary: pair(text).map(([sign, its]) => `${variable} ${sign} ${quote(its)}`) },
    pair(text).map(([sign, its]) => `${quote(its)} ${sign} ${variable}`),
  );
const comparison = fc.oneof(
  { weight: 6, arbitrary: compared('python_version', fc.oneof({ weight: 5, arbitrary: minor }, full)) },
  { weight: 3, arbitrary: compared('python_full_version', fc.oneof(full, minor)) },
  fc.constantFrom('python_version == "3.*"', 'python_version != "3.9.*"', 'python_full_version == "3.9.*"'),
  fc
    .tuple(fc.constantFrom('in', 'not in'), fc.array(minor, { minLength: 1, maxLength: 3 }))
    .map(([word, all]) => `python_version ${word} ${quote(all.join(', '))}`),
  fc.constantFrom('sys_platform == "win32"', '"bsd" in platform_system', 'os_name != "nt"'),
);
const marker = fc
  .array(comparison, { minLength: 1, maxLength: 3 })
  .chain(all =>
    fc
      .tuple(fc.constantFrom(' and ', ' or '), fc.boolean())
      .map(([word, hasMore]) =>
        all.length === 3 && hasMore
          ? `(${all[0]} or ${all[1]})${word}${all[2]}`
          : all.length === 3
            ? `${all[0]} or ${all[1]} and ${all[2]}`
            : all.join(word),
      ),
  );
const clause = fc
  .tuple(fc.constantFrom('<', '<=', '>', '>=', '>=', '>=', '==', '!=', '~='), fc.oneof(minor, full))
  // Packaging before 22 takes `~=3.9` and `~=3.9.0` for one.
  .filter(([sign, text]) => sign !== '~=' || (text.includes('.') && !text.endsWith('.0')))
  .map(parts => parts.join(''));
const project = fc.oneof(
  clause,
  fc.array(clause, { minLength: 2, maxLength: 2 }).map(all => all.join(',')),
  fc.constantFrom('==3.9.*', '>=3.7,!=3.9.*', '~=3.8', '>=3.8,<4', '>=2.7, !=3.0.*, !=3.1.*'),
);
const rows = fc.sample(fc.tuple(marker, project), { numRuns: 1000, seed: 20261129 });

/** How pip's own `packaging` has markers turn out with each Python that is, or may be, of those of a project. */
const JUDGE = `
import json, sys
from pip._vendor.packaging.markers import Marker, InvalidMarker, UndefinedComparison
from pip._vendor.packaging.specifiers import SpecifierSet
pythons = ['%d.%d.%d' % (major, minor, patch) for major, minors in ((2, 8), (3, 16), (4, 2)) for minor in range(minors) for patch in (0, 1, 5, 18)]
platforms = [('linux', 'Linux', 'posix'), ('win32', 'Windows', 'nt'), ('freebsd14', 'FreeBSD bsd', 'posix')]
def verdicts(text, project):
    marker, allowed, found = Marker(text), SpecifierSet(project), set()
    for python in pythons:
        if not allowed.contains(python, prereleases=True): continue
        for sys_platform, platform_system, os_name in platforms:
            its = {'python_version': '.'.join(python.split('.')[:2]), 'python_full_version': python,
                   'sys_platform': sys_platform, 'platform_system': platform_system, 'os_name': os_name}
            try: found.add(marker.evaluate(its))
            except UndefinedComparison: found.add('undefined')
    return sorted(str(each) for each in found)
print(json.dumps([verdicts(*row) for row in json.load(sys.stdin)]))
`;

const pip = findPip();

describe.skipIf(pip === undefined)(
  `markers, by pip’s own packaging${pip === undefined ? ` (${PIP_HINT})` : ''}`,
  () => {
    it('turn out as we say, wherever we say it', () => {
      const theirs = JSON.parse(askPython(JUDGE, JSON.stringify(rows)) ?? '[]') as string[][];
      // With who resolves for all Pythons of the project, old ones too.
      const ours = rows.map(([text, toolchain]) => outcomeOfMarker(text, { source: 'poetry', toolchain }));
      const said = { always: ['True'], never: ['False'], unknown: undefined };
      const wrong = rows.flatMap(([text, toolchain], i) => {
        const [mine = 'unknown', pips = []] = [ours[i], theirs[i]];
        const expected = said[mine];
        const isWrong = expected !== undefined && pips.length > 0 && pips.join() !== expected.join();
        return isWrong ? [{ text, toolchain, mine, pips }] : [];
      });
      expect(theirs).toHaveLength(rows.length);
      expect(wrong).toEqual([]);
      // And what is certain is mostly told.
      const certain = theirs.flatMap((pips, i) => (pips.join() === 'False' || pips.join() === 'True' ? [ours[i]] : []));
      expect(certain.filter(outcome => outcome !== 'unknown').length).toBeGreaterThan(certain.length * 0.8);
      expect(ours.filter(outcome => outcome === 'never').length).toBeGreaterThan(100);
      expect(ours.filter(outcome => outcome === 'always').length).toBeGreaterThan(100);
    }, 120_000);
  },
);
