import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareGradleVersions, parseGradleVersion } from '../../../server/src/ecosystems/maven/gradle-version.ts';

function order(a: string, b: string): '<' | '=' | '>' {
  const difference = compareGradleVersions(parseGradleVersion(a), parseGradleVersion(b));
  return difference < 0 ? '<' : difference > 0 ? '>' : '=';
}

describe('the order of versions', () => {
  // Gradle's documentation, "Declaring Versions and Ranges", and what its own comparator says.
  test.each(
    [
      '1.1 = 1-1',
      '1.1 = 1_1',
      '1a1 = 1.a.1',
      '1a1 = 1-a+1',
      '1.a < 1.1',
      '1.2 > 1.1',
      '1.10 > 1.9',
      '1.a < 1.b',
      '1.A < 1.a',
      '1.1 < 1.1.0',
      '1.1.a < 1.1',
      '1.0 < 1.0.0',
      '1.0-dev < 1.0-ALPHA',
      '1.0-dev < 1.0-alpha',
      '1.0-ALPHA < 1.0-alpha',
      '1.0-alpha < 1.0-rc',
      '1.0-zeta < 1.0-rc',
      '1.0-zeta < 1.0-RC1',
      '1.0-rc < 1.0-SNAPSHOT',
      '1.0-SNAPSHOT < 1.0-final',
      '1.0-final < 1.0-ga',
      '1.0-GA < 1.0-release',
      '1.0-RELEASE < 1.0-sp',
      '1.0-sp < 1.0',
      '1.0.RELEASE < 1.0',
      '1.0+x < 1.0',
      '1.0-jre > 1.0-android',
      '1.0-foo < 1.0-1',
      '1.0-RC1 = 1.0-rc1',
      '1.0-RC-1 = 1.0.rc.1',
      '1.007 = 1.7',
      // A number that is longer than a machine's is a word.
      '1.9223372036854775807 > 1.1',
      '1.9223372036854775808 < 1.1',
      '1..2 < 1.0.2',
      '1. = 1',
    ].map(line => [line]),
  )('%s', line => {
    const [a = '', sign, b = ''] = line.split(' ');
    expect(order(a, b)).toBe(sign);
    expect(order(b, a)).toBe(sign === '=' ? '=' : sign === '<' ? '>' : '<');
  });

  test('is one: no three versions go round in a circle', () => {
    const piece = fc.constantFrom('1', '2', '0', '10', 'a', 'rc', 'RC', 'dev', 'final', 'sp', 'x', '', '007');
    const version = fc
      .array(fc.tuple(piece, fc.constantFrom('.', '-', '_', '+', '')), { maxLength: 5 })
      .map(pieces => pieces.flat().join(''));
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const sorted = [a, b, c].map(parseGradleVersion).sort(compareGradleVersions);
        const [first, second, third] = sorted;
        if (first === undefined || second === undefined || third === undefined) return false;
        return compareGradleVersions(first, second) <= 0 && compareGradleVersions(first, third) <= 0;
      }),
    );
  });
});
