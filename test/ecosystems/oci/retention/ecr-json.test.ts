import { describe, expect, test } from 'vitest';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { isCovered } from '../../../../server/src/model/retention.ts';
import { statementsOf } from '../../../../server/src/workspace/stating.ts';
import { policiesOf, policyOf, reading } from './read.ts';

type Members = Readonly<Record<string, unknown>>;

/** A rule that is right, but for what a test says of it. */
function rule(rulePriority: number, selection: Members, action: Members = { type: 'expire' }): Members {
  const right = { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 };
  return { rulePriority, selection: { ...right, ...selection }, action };
}

function written(...rules: Members[]): string {
  return JSON.stringify({ rules }, undefined, 2);
}

function faults(text: string): string[] {
  return policyOf('lifecycle.json', text).faults.map(({ is, message, at }) => {
    const [first = ''] = text.slice(at.start, at.end).split('\n');
    return `${is} ${first}: ${message}`;
  });
}

const COUNT = { countType: 'imageCountMoreThan', countUnit: undefined, countNumber: 5 };
const ARCHIVE = { type: 'transition', targetStorageClass: 'archive' };
const ARCHIVED = { tagStatus: 'any', storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber: 365 };
const tagged = (...tagPatternList: string[]) => ({ tagStatus: 'tagged', tagPatternList });
const prefixed = (...tagPrefixList: string[]) => ({ tagStatus: 'tagged', tagPrefixList });

describe('what Amazon refuses (ECR user guide, "Lifecycle policy properties")', () => {
  test.each([
    ['sinceImagePulled with expire', [rule(1, { countType: 'sinceImagePulled' })], 'is not pulled can only be moved'],
    ['archived for 89 days', [rule(1, { ...ARCHIVED, countNumber: 89 })], 'kept for 90'],
    [
      'transitioned in the standard class',
      [rule(1, { ...ARCHIVED, storageClass: 'standard' })],
      'without `archive` for',
    ],
    ['transitioned without a class', [rule(1, { ...ARCHIVED, storageClass: undefined })], 'without `archive` for'],
    ['transitioned once more', [rule(1, ARCHIVED, ARCHIVE)], 'moves to the archive what'],
    ['the archive by push', [rule(1, { storageClass: 'archive' })], '`sinceImageTransitioned` alone counts'],
    ['the archive by count', [rule(1, { ...COUNT, storageClass: 'archive' })], '`sinceImageTransitioned` alone counts'],
    ['a unit for a count', [rule(1, { ...COUNT, countUnit: 'days' })], 'takes no unit'],
    ['no unit for days', [rule(1, { countUnit: undefined })], 'without `countUnit`'],
    ['another unit', [rule(1, { countUnit: 'weeks' })], '`countUnit` of rule `1` is one of `days`'],
    ['two for untagged', [rule(1, {}), rule(2, COUNT)], 'one more rule for untagged'],
    ['one prefix twice', [rule(1, prefixed('a', 'b')), rule(2, prefixed('b'))], 'The prefix `b` of rule `2`'],
    ['one priority twice', [rule(1, {}), rule(1, tagged('a*'))], 'Two rules have the priority `1`'],
    [
      'patterns and prefixes',
      [rule(1, { ...tagged('a*'), tagPrefixList: ['a'] })],
      'both `tagPatternList` and `tagPrefixList`',
    ],
    ['tagged without either', [rule(1, { tagStatus: 'tagged' })], 'does not say which'],
    ['tagged with none', [rule(1, tagged())], 'does not say which'],
    ['untagged with patterns', [rule(1, { tagPatternList: ['a*'] })], 'takes neither'],
    ['untagged with prefixes', [rule(1, { tagPrefixList: ['a'] })], 'takes neither'],
    ['five stars', [rule(1, tagged('*a*b*c*d*'))], 'has more than four stars'],
    ['a count of 0', [rule(1, { countNumber: 0 })], '`countNumber` of rule `1` is a whole number'],
    ['half a day', [rule(1, { countNumber: 0.5 })], '`countNumber` of rule `1` is a whole number'],
    ['no count', [rule(1, { countNumber: undefined })], 'has no `countNumber`'],
    ['a priority of 0', [rule(0, {})], '`rulePriority` of rule `0` is a whole number'],
    ['to nowhere', [rule(1, {}, { type: 'transition' })], 'does not say where'],
    ['to somewhere', [rule(1, {}, { ...ARCHIVE, targetStorageClass: 'glacier' })], 'is one of `archive`'],
    ['any before another', [rule(1, { tagStatus: 'any' }), rule(2, tagged('a*'))], 'must have the greatest priority'],
    ['a word of its own', [rule(1, { tagStatus: 'Untagged' })], '`tagStatus` of rule `1` is one of'],
    ['another class', [rule(1, { storageClass: 'cold' })], '`storageClass` of rule `1` is one of'],
    ['another way to count', [rule(1, { countType: 'sinceImageCreated' })], '`countType` of rule `1` is one of'],
    ['another act', [rule(1, {}, { type: 'delete' })], '`type` of rule `1` is one of'],
  ])('%s', (_, rules, message) => {
    const text = written(...rules);
    expect(faults(text)).toEqual([expect.stringMatching(/^invalid /)]);
    expect(faults(text)[0]).toContain(message);
    expect(policyOf('lifecycle.json', text).untagged).toBe('unknown');
  });

  test.each([
    ['any in either class', [rule(1, { tagStatus: 'any' }, ARCHIVE), rule(2, ARCHIVED)]],
    ['the other way round', [rule(1, ARCHIVED), rule(2, { tagStatus: 'any' }, ARCHIVE)]],
    ['untagged in either class', [rule(1, {}), rule(2, { ...ARCHIVED, tagStatus: 'untagged' })]],
    ['patterns and prefixes in two rules', [rule(5, tagged('a*')), rule(40, prefixed('b'))]],
    ['moved once it is not pulled', [rule(1, { countType: 'sinceImagePulled', tagStatus: 'any' }, ARCHIVE)]],
    ['kept by number', [rule(1, { ...COUNT, ...tagged('v*') }), rule(2, { tagStatus: 'any' })]],
  ])('%s is right', (_, rules) => {
    expect(faults(written(...rules))).toEqual([]);
  });
});

test('a policy of each kind of rule is taken', () => {
  const text = written(
    rule(1, { ...COUNT, ...tagged('v*'), countNumber: 20 }),
    rule(2, {}),
    rule(3, { tagStatus: 'any', countType: 'sinceImagePulled', countNumber: 90 }, ARCHIVE),
    rule(4, ARCHIVED),
  );
  expect(policyOf('lifecycle.json', text)).toMatchObject({ faults: [], untagged: 'deleted', tags: ['v*'] });
});

describe('rules that never act', () => {
  test.each([
    ['a narrower pattern', tagged('v*'), tagged('v1.*')],
    ['the same pattern', tagged('*-dev'), tagged('*-dev')],
    ['a prefix of a prefix', prefixed('feature'), prefixed('feature-x')],
    ['further entries', tagged('v*'), tagged('v*', 'v*-prod')],
    ['everything that is tagged', tagged('*'), prefixed('v')],
  ])('%s', (_, first, second) => {
    expect(faults(written(rule(1, first), rule(2, second)))).toEqual([
      expect.stringMatching(/^shadowed \{: Rule `2` never acts.* what rule `1` says/),
    ]);
  });

  test('whatever the order of the text', () => {
    expect(faults(written(rule(2, tagged('v1*')), rule(1, tagged('v*'))))).toEqual([
      expect.stringMatching(/^shadowed \{: Rule `2`/),
    ]);
  });

  test('any, behind all that is tagged and all that is not', () => {
    expect(faults(written(rule(1, tagged('*')), rule(2, {}), rule(3, { tagStatus: 'any' })))).toEqual([
      expect.stringMatching(/^shadowed \{: Rule `3`/),
    ]);
  });

  test.each([
    ['a wider pattern', tagged('v1*'), tagged('v*')],
    ['a pattern beside', tagged('a*'), tagged('*a')],
    ['fewer entries', tagged('a*', 'ab*'), tagged('a*')],
  ])('%s acts', (_, first, second) => {
    expect(faults(written(rule(1, first), rule(2, second)))).toEqual([]);
  });
});

test.each([
  ['prod', 'dev', 1],
  ['prod*', '*-eu', 0],
  ['v1*', 'v1.2*', 0],
  ['*-eu', '*-us', 1],
])('entries that one tag cannot meet are a trap: %s, %s', (a, b, count) => {
  expect(faults(written(rule(1, tagged(a, b))))).toHaveLength(count);
});

test('what another language puts in is taken for right', () => {
  const text = `{"rules": [{"rulePriority": 1, "selection": {"tagStatus": "tagged", "tagPatternList": \${jsonencode(x)},
    "countType": "imageCountMoreThan", "countNumber": \${n}}, "action": {"type": "expire"}}]}`;
  expect(
    policiesOf('main.tf', `resource "aws_ecr_lifecycle_policy" "a" {\n  policy = <<EOT\n${text}\nEOT\n}\n`)[0],
  ).toMatchObject({
    faults: [],
    untagged: 'kept',
  });
});

describe('what is stated to others', () => {
  const ECR = { says: 'collects', hosts: '*.dkr*ecr*.a*', reach: 'everywhere' };
  test.each([
    ['untagged', rule(1, {}), [ECR]],
    ['any', rule(1, { tagStatus: 'any' }), [ECR]],
    ['tagged', rule(1, tagged('v*')), []],
    // What is archived can't be pulled, and nobody pulls it from there.
    ['untagged, archived', rule(1, {}, ARCHIVE), [{ ...ECR, archives: true }]],
    ['from the archive', rule(1, ARCHIVED), []],
    ['refused', rule(0, {}), []],
  ])('%s', (_, only, expected) => {
    expect(statementsOf(reading('infra/lifecycle.json', written(only), 'ecr-lifecycle-policy'))).toMatchObject(
      expected,
    );
  });

  test('what the command line prints names the repository', () => {
    const printed = {
      registryId: '123456789012',
      repositoryName: 'acme/api',
      lifecyclePolicyText: written(rule(1, {})),
    };
    const { covers, name } = policyOf('ecr.json', JSON.stringify(printed, undefined, 2));
    expect(name).toBe('acme/api');
    const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
    expect(isCovered(covers, { host, repository: 'acme/api' })).toBe(true);
    expect(isCovered(covers, { host, repository: 'acme/web' })).toBe(false);
    expect(isCovered(covers, { host: host.replace('1', '9'), repository: 'acme/api' })).toBe(false);
  });
});

test.each(['{"rules": [{"selection": {"tagStatus": "untagged", ', '{"rules": 7}', '[]', '', '{"rules": [7]}'])(
  'never throws: %s',
  text => {
    const reader = readerFor('lifecycle.json', undefined, written(rule(1, {})));
    expect(() => reader?.read(text, 'lifecycle.json')).not.toThrow();
  },
);

test('is not what other JSON is', () => {
  expect(readerFor('policy.json', undefined, '{"rules": []}')).toBeUndefined();
});
