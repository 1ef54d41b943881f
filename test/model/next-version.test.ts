import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, test } from 'vitest';
import { nextVersions, semverStep } from '../../server/src/model/next-version.ts';
import type { VersionPart } from '../../server/src/model/publication.ts';

const NONE = () => false;
const asNpm = semverStep('0');

test('counts as npm version does', () => {
  const number = fc.integer({ min: 0, max: 12 });
  const pre = fc.option(fc.array(fc.constantFrom('rc', 'beta', '0', '1', '9', '10'), { minLength: 1, maxLength: 3 }));
  const parts: readonly VersionPart[] = ['patch', 'minor', 'major', 'pre-release'];
  fc.assert(
    fc.property(number, number, number, pre, (major, minor, patch, identifiers) => {
      const version = `${major}.${minor}.${patch}${identifiers === null ? '' : `-${identifiers.join('.')}`}`;
      for (const part of parts) {
        const release = part === 'pre-release' ? 'prerelease' : part;
        expect(asNpm(version, part)).toBe(semver.inc(version, release));
      }
    }),
  );
});

const textsOf = (version: string, taken: readonly string[], isPre = false) =>
  nextVersions(version, asNpm, each => taken.includes(each), isPre).map(next => `${next.part} ${next.version}`);

describe('the next versions', () => {
  test('are the nearest ones that are free', () => {
    expect(textsOf('1.2.3', ['1.2.3', '1.2.4', '1.3.0', '2.0.0'])).toEqual([
      ...['patch 1.2.5', 'minor 1.4.0', 'major 3.0.0', 'pre-release 1.2.5-0'],
    ]);
  });

  test('are told once', () => {
    expect(textsOf('2.0.0-rc.1', ['2.0.0-rc.1'], true)).toEqual(['pre-release 2.0.0-rc.2', 'patch 2.0.0']);
  });

  test('are no pre-releases of what is published', () => {
    expect(textsOf('2.0.0-rc.1', ['2.0.0-rc.1', '2.0.0'], true)).toEqual([
      ...['pre-release 2.0.1-0', 'patch 2.0.1', 'minor 2.1.0', 'major 3.0.0'],
    ]);
  });

  test('are none of what is no version, and none where too many are taken', () => {
    expect(nextVersions('x', asNpm, NONE, false)).toEqual([]);
    expect(nextVersions('1.0.0', asNpm, () => true, false)).toEqual([]);
  });

  test('count on where numbers are not exact', () => {
    expect(textsOf('1.2.9007199254740993', [])[0]).toBe('patch 1.2.9007199254740994');
  });
});
