import { describe, expect, test } from 'vitest';
import { readerFor, readText } from '../server/src/ecosystems/readers.ts';
import type { Subject } from '../server/src/model/reference.ts';
import { DEFAULT_OVERRIDES } from '../server/src/overrides.ts';
import { type Level, policyOf } from '../server/src/policy.ts';
import { RULE_IDS } from '../server/src/rules/index.ts';

const NOTHING: Level = { rules: {}, ignore: [], above: [] };

function image(text: string): Subject {
  const file = `FROM ${text}\n`;
  const reader = readerFor('Dockerfile', undefined, file);
  const subject = reader && readText(reader, file, 'Dockerfile').reading.references[0]?.subject;
  if (subject === undefined) throw new Error(`no image: ${text}`);
  return subject;
}

const NODE = image('node:20');
const names = (file: string) => file.split('/');

describe('who is heard', () => {
  const user: Level = { ...NOTHING, rules: { 'latest-tag': 'error' } };
  const repository: Level = {
    ...NOTHING,
    rules: { 'latest-tag': 'hint', 'pull-policy': 'hint' },
    overrides: [
      { files: ['deploy/**'], rules: { 'latest-tag': 'off', 'pull-policy': 'error', 'moved-tag': 'off' } },
      { files: ['deploy/old/**'], rules: { 'pull-policy': 'off' } },
      { names: ['oci:node'], files: ['ci/**'], rules: { 'moved-tag': 'error' } },
    ],
  };

  test.each([
    ['the user, before all that the repository says', 'deploy/Dockerfile', 'latest-tag', 'error'],
    ['the repository’s override, before its rules', 'deploy/Dockerfile', 'pull-policy', 'error'],
    ['the last override that fits', 'deploy/old/Dockerfile', 'pull-policy', 'off'],
    ['one before it, of a rule that the last says nothing of', 'deploy/old/Dockerfile', 'moved-tag', 'off'],
    ['what holds everywhere', 'Dockerfile', 'pull-policy', 'hint'],
    ['an override for a name in some files', 'ci/Dockerfile', 'moved-tag', 'error'],
    ['nobody', 'Dockerfile', 'moved-tag', undefined],
    [
      'nobody in a folder of tests, as the repository replaced the defaults',
      'test/Dockerfile',
      'unpinned-image',
      undefined,
    ],
  ])('%s', (_, file, rule, severity) => {
    expect(policyOf(user, repository)(names(file)).severityOf(rule, NODE)).toBe(severity);
  });

  test('an override for names is about no others', () => {
    expect(
      policyOf(user, repository)(['ci', 'Dockerfile']).severityOf('moved-tag', image('acme/node')),
    ).toBeUndefined();
  });

  test('globs begin where whoever wrote them stands', () => {
    const above: Level = { ...repository, above: ['deploy'] };
    expect(policyOf(NOTHING, above)(['Dockerfile']).severityOf('pull-policy', NODE)).toBe('error');
  });

  test('the user’s word for a rule stands before the default for tests', () => {
    expect(policyOf(user)(['test', 'Dockerfile']).severityOf('latest-tag', NODE)).toBe('error');
  });
});

describe('what is good practice alone', () => {
  test.each([
    'test/Dockerfile',
    'a/tests/b/Dockerfile',
    'src/__tests__/Dockerfile',
    'pkg/testdata/Dockerfile',
    'test-data/Dockerfile',
    'integration_tests/Dockerfile',
    'Examples/web/Dockerfile',
    'kubernetes-examples/Dockerfile',
    'fixtures/Dockerfile',
    '__fixtures__/Dockerfile',
    'samples/Dockerfile',
    'demo/Dockerfile',
    'docs/Dockerfile',
    'documentation/Dockerfile',
    'e2e/Dockerfile',
  ])('is a hint at %s', file => {
    const { severityOf } = policyOf(NOTHING)(names(file));
    const hints = RULE_IDS.filter(rule => severityOf(rule, NODE) === 'hint');
    expect([...hints].sort()).toEqual(Object.keys(DEFAULT_OVERRIDES[0]?.rules ?? {}).sort());
    expect(RULE_IDS.filter(rule => severityOf(rule, NODE) !== undefined)).toEqual(hints);
  });

  test.each([
    'Dockerfile',
    'test.Dockerfile',
    'contest/Dockerfile',
    'latest/Dockerfile',
    'attestation/Dockerfile',
    'docs-site/Dockerfile',
    'democracy/Dockerfile',
  ])('keeps its severity at %s', file => {
    const { severityOf } = policyOf(NOTHING)(names(file));
    expect(RULE_IDS.filter(rule => severityOf(rule, NODE) !== undefined)).toEqual([]);
  });

  test('no default is set for a rule that is not there', () => {
    const known = DEFAULT_OVERRIDES.flatMap(({ rules }) => Object.keys(rules));
    expect(known.filter(rule => !RULE_IDS.includes(rule))).toEqual([]);
  });
});

describe('what is ignored', () => {
  test.each<[string, string, boolean]>([
    ['oci:node', 'node:20', true],
    ['oci:docker.io/library/node', 'node:20', true],
    ['oci:*', 'node', true],
    ['oci:*', 'acme/node', false],
    ['oci:acme/*', 'acme/node', true],
    ['oci:docker.io/**', 'acme/node', true],
    ['oci:ghcr.io/acme/**', 'ghcr.io/acme/a/b:1', true],
    ['oci:ghcr.io/acme/*', 'ghcr.io/acme/a/b:1', false],
    ['oci:ghcr.io/acme/**', 'ghcr.io/acmes/a', false],
    ['oci:ghcr.io/acme/{a,b}', 'ghcr.io/acme/b', true],
    ['oci:localhost:5000/**', 'localhost:5000/a', true],
    ['npm:node', 'node', false],
  ])('%s ignores %s: %s', (pattern, text, isIgnored) => {
    expect(policyOf({ ...NOTHING, ignore: [pattern] })(['Dockerfile']).ignores(image(text))).toBe(isIgnored);
  });

  test('what one of them ignores is ignored', () => {
    const policy = policyOf({ ...NOTHING, ignore: ['oci:a'] }, { ...NOTHING, ignore: ['oci:b'] })([]);
    expect(['a', 'b', 'c'].map(name => policy.ignores(image(name)))).toEqual([true, true, false]);
  });

  test('however many patterns there are', () => {
    const ignore = Array.from({ length: 500 }, (_, i) => `oci:registry-${i}.example/${'long'.repeat(20)}/**`);
    const { ignores } = policyOf({ ...NOTHING, ignore })([]);
    expect(ignores(image(`registry-499.example/${'long'.repeat(20)}/app`))).toBe(true);
  });
});
