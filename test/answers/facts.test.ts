import { describe, expect, test } from 'vitest';
import { isOutdatedName, storedName } from '../../server/src/answers/facts.ts';

const ONES = { terms: 1, provenance: 1, history: 1, contents: 1, config: 1, referrers: 1, tags: 1 };
const VERSIONS = { ...ONES, package: 1, release: 2, manifest: 3 };

describe('the name of an answer on disk', () => {
  test('has the kind of its question, and the version of that kind’s fact', () => {
    expect(storedName('https://registry.example x', 'release', VERSIONS)).toBe('release 2 https://registry.example x');
  });

  test('of one kind changes with that kind’s version alone', () => {
    const raised = { ...VERSIONS, manifest: 4 };
    const names = (versions: typeof VERSIONS) => [
      storedName('key', 'manifest', versions),
      storedName('key', 'release', versions),
    ];
    expect(names(raised)).toEqual(['manifest 4 key', names(VERSIONS)[1]]);
  });

  test.each<[name: string, isOutdated: boolean]>([
    ['release 1 key', true],
    ['release 2 key', false],
    ['release 3 key', false],
    ['manifest 2 key 9', true],
    ['package 1 key', false],
    ['unheard-of 1 key', false],
    ['constructor 0 key', false],
    ['release x key', false],
    ['release', true],
    ['', false],
  ])('`%s` is outdated: %s', (name, isOutdated) => {
    expect(isOutdatedName(name, VERSIONS)).toBe(isOutdated);
  });
});
