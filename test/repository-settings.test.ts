import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRepositorySettings } from '../server/src/repository-settings.ts';
import { RULE_IDS } from '../server/src/rules/index.ts';

/** Each problem with the text that it stands under. */
function problemsIn(text: string): readonly string[] {
  const { problems } = readRepositorySettings(text, RULE_IDS);
  return problems.map(({ span, message }) => `${text.slice(span.start, span.end)} → ${message}`);
}

test('reads JSON with comments and commas at the end', () => {
  const text = `{
    // Ours.
    "$schema": "x",
    "ignore": ["npm:@acme/*", "oci:ghcr.io/acme/**",],
    "rules": {"latest-tag": "off"},
    "exclude": ["old"],
    "kubernetes": {"imagePaths": ["Database:spec.engine"]},
    "overrides": [{"files": ["ci/**"], "rules": {"moved-tag": "hint"}}],
  }`;
  expect(readRepositorySettings(text, RULE_IDS)).toEqual({
    settings: {
      ignore: ['npm:@acme/*', 'oci:ghcr.io/acme/**'],
      rules: { 'latest-tag': 'off' },
      exclude: ['old'],
      imagePaths: ['Database:spec.engine'],
      overrides: [{ files: ['ci/**'], rules: { 'moved-tag': 'hint' } }],
    },
    problems: [],
    isWhole: true,
  });
});

test('an empty list of overrides replaces the default', () => {
  expect(readRepositorySettings('{"overrides": []}', RULE_IDS).settings.overrides).toEqual([]);
  expect(readRepositorySettings('{}', RULE_IDS).settings.overrides).toBeUndefined();
});

describe('what is wrong has its place, and the rest holds', () => {
  test.each([
    [
      '{"registries": {"npm": "https://evil.example"}}',
      '"registries" → `registries` is not allowed here: only who checks a repository decides about it.',
    ],
    [
      '{"tokenServices": {}}',
      '"tokenServices" → `tokenServices` is not allowed here: only who checks a repository decides about it.',
    ],
    [
      '{"requestsPerHost": 100}',
      '"requestsPerHost" → `requestsPerHost` is not allowed here: only who checks a repository decides about it.',
    ],
    [
      '{"cache": {"keepDays": 0}}',
      '"keepDays" → `cache.keepDays` is not allowed here: only who checks a repository decides about it.',
    ],
    [
      '{"cache.keepDays": 0}',
      '"cache.keepDays" → `cache.keepDays` is not allowed here: only who checks a repository decides about it.',
    ],
    ['{"registryLens.rules": {}}', '"registryLens.rules" → `registryLens.rules` is written `rules` here.'],
    [
      '{"rule": {}}',
      '"rule" → `rule` is no setting. There are `rules`, `ignore`, `overrides`, `exclude` and `kubernetes.imagePaths`.',
    ],
    ['{"rules": {"no-such": "off"}}', '"off" → `rules` names a rule `no-such` that does not exist.'],
    [
      '{"rules": {"latest-tag": "loud"}}',
      '"loud" → `rules.latest-tag` must be `error`, `warning`, `information`, `hint` or `off`; its default is used.',
    ],
    [
      '{"ignore": ["npm:a", "left-pad"]}',
      '"left-pad" → `ignore.1` must be a pattern for names that begins with `cargo:`, `go:`, `maven:`, `npm:`, `oci:` or `pypi:`; it is left out.',
    ],
    ['{"exclude": "old"}', '"old" → `exclude` must be a list of globs; its default is used.'],
    [
      '{"overrides": [{"rules": {}}]}',
      '{"rules": {}} → `overrides.0` must be an object with `files` or `names`, and `rules`; its default is used.',
    ],
    [
      '{"overrides": [{"files": "a", "rules": {"moved-tag": "off"}}]}',
      '"a" → `overrides.0.files` must be a list of globs; its default is used.',
    ],
    ['[]', '[] → The settings must be a JSON object.'],
  ])('%s', (text, problem) => {
    expect(problemsIn(text)).toEqual([problem]);
  });

  test('a broken file', () => {
    const text = '{"ignore": ["npm:a"], "rules": {"latest-tag": "off" "moved-tag"';
    const { settings, problems, isWhole } = readRepositorySettings(text, RULE_IDS);
    expect({ ...settings, isWhole }).toMatchObject({
      ignore: ['npm:a'],
      rules: { 'latest-tag': 'off' },
      isWhole: false,
    });
    expect(problems[0]?.message).toBe('This is not JSON: CommaExpected. What is whole holds.');
  });

  test('half of an override does not reach further than the whole', () => {
    const text =
      '{"overrides": [{"files": 7, "rules": {"missing-image": "off"}}, {"names": 7, "rules": {"missing-image": "off"}}]}';
    const { overrides } = readRepositorySettings(text, RULE_IDS).settings;
    expect(overrides).toEqual([{ names: [], rules: { 'missing-image': 'off' } }]);
  });
});

describe('a hostile file', () => {
  test.each([
    '{"ignore":'.repeat(100_000),
    // The parser gets through it, and who reads its tree does not.
    ...[2500, 3000, 4000].map(depth => `{"rules":${'['.repeat(depth)}${']'.repeat(depth)}}`),
  ])('that is nested deeper than the stack is told, and says nothing', text => {
    const { settings, problems } = readRepositorySettings(text, RULE_IDS);
    expect(settings).toMatchObject({ ignore: [], rules: {} });
    expect(problems.length).toBeGreaterThan(0);
  });

  test('with more problems than anybody reads has the first ones', () => {
    const wrong = Array.from({ length: 1000 }, (_, i) => `"${i}": 1`).join(',');
    expect(readRepositorySettings(`{"rules": {${wrong}}}`, RULE_IDS).problems.length).toBe(50);
  });

  test('whatever its text is never throws', () => {
    const words = [
      '{',
      '}',
      '[',
      ']',
      '"ignore"',
      '"__proto__"',
      '"rules"',
      ':',
      ',',
      '"npm:a"',
      '1',
      'null',
      '//',
      '\n',
      '"overrides"',
      '"kubernetes"',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 30 }), pieces => {
        const text = pieces.join('');
        for (const { span } of readRepositorySettings(text, RULE_IDS).problems) {
          expect(span.start).toBeLessThanOrEqual(span.end);
        }
      }),
    );
  });

  test('sets nothing by names that every object has', () => {
    const text =
      '{"__proto__": {"ignore": ["npm:a"]}, "constructor": {}, "rules": {"__proto__": "off", "toString": "off"}}';
    const { settings, problems } = readRepositorySettings(text, RULE_IDS);
    expect(settings).toMatchObject({ ignore: [], rules: {} });
    expect(problems.length).toBe(4);
  });
});
