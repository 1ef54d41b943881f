import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../../server/src/fixes/apply.ts';
import type { Fix } from '../../../../server/src/model/finding.ts';
import type { RetentionPolicy } from '../../../../server/src/model/retention.ts';
import { takenReleases } from '../../../../server/src/rules/simulated-releases.ts';
import { DAY, digestOf, image, NOW, policyOf } from './read.ts';

const LIMITED = `{
  "rules": [
    {
      "rulePriority": 1,
      "description": "a few",
      "selection": {
        "tagStatus": "any",
        "countType": "imageCountMoreThan",
        "countNumber": 30
      },
      "action": { "type": "expire" }
    }
  ]
}`;

function indented(text: string, by: string): string {
  return text.replace(/^/gm, by);
}

const ENCODED = LIMITED.replace(/"(\w+)": /g, '$1 = ').replace(/,$/gm, '');

/** One policy in every way to write it. */
const WAYS: readonly (readonly [string, file: string, text: string])[] = [
  ['JSON', 'lifecycle.json', LIMITED],
  ['JSON with CRLF', 'lifecycle.json', LIMITED.replaceAll('\n', '\r\n')],
  ['JSON on one line', 'lifecycle.json', JSON.stringify(JSON.parse(LIMITED))],
  ['a here-document', 'a.tf', `resource "aws_ecr_lifecycle_policy" "a" {\n  policy = <<EOF\n${LIMITED}\nEOF\n}\n`],
  [
    'an indented here-document',
    'a.tf',
    `resource "aws_ecr_lifecycle_policy" "a" {\n  policy = <<-EOF\n${indented(LIMITED, '    ')}\n  EOF\n}\n`,
  ],
  ['jsonencode', 'a.tf', `resource "aws_ecr_lifecycle_policy" "a" {\n  policy = jsonencode(${ENCODED})\n}\n`],
  ['a quoted text', 'a.tf', `resource "aws_ecr_lifecycle_policy" "a" {\n  policy = ${JSON.stringify(LIMITED)}\n}\n`],
  [
    'a source of data',
    'a.tf',
    `data "aws_ecr_lifecycle_policy_document" "a" {
  rule {
    priority = 1
    selection {
      tag_status   = "any"
      count_type   = "imageCountMoreThan"
      count_number = 30
    }
  }
}
`,
  ],
  [
    'CloudFormation',
    'stack.yaml',
    `Resources:
  A:
    Type: AWS::ECR::Repository
    Properties:
      LifecyclePolicy:
        LifecyclePolicyText: |
${indented(LIMITED, '          ')}
`,
  ],
  [
    'CloudFormation in quotes',
    'stack.yaml',
    `Resources:
  A:
    Type: AWS::ECR::Repository
    Properties:
      LifecyclePolicy:
        LifecyclePolicyText: '${JSON.stringify(JSON.parse(LIMITED))}'
`,
  ],
  [
    'CloudFormation in JSON',
    'stack.json',
    JSON.stringify({
      Resources: {
        A: { Type: 'AWS::ECR::Repository', Properties: { LifecyclePolicy: { LifecyclePolicyText: LIMITED } } },
      },
    }),
  ],
];

function after(file: string, text: string, fix: Fix): { readonly policy: RetentionPolicy; readonly text: string } {
  const applied = applyEdits(text, fix.edits);
  if (applied.is === 'refused') throw new Error(applied.why);
  return { policy: policyOf(file, applied.text), text: applied.text };
}

describe('a lifecycle policy that takes releases', () => {
  describe.each(WAYS)('in %s', (_, file, text) => {
    const before = policyOf(file, text);
    test('is told, with each way to spare them', () => {
      expect(takenReleases(before)?.rules).toEqual([{ rule: '1', tags: ['v1.0.0', '1.0.0'] }]);
      expect(before.fixes('releases').map(({ title }) => title)).toEqual([
        'Take untagged images only',
        'Keep images with a tag such as `1.2.3` by a rule of their own',
        'Keep 1000 images',
      ]);
    });

    test.each([0, 1, 2])('spares them after fix %i, and is taken', index => {
      const fix = before.fixes('releases')[index];
      if (fix === undefined) throw new Error('no fix');
      const { policy, text: now } = after(file, text, fix);
      expect(policy.faults).toEqual([]);
      expect(takenReleases(policy)).toBeUndefined();
      expect(now.includes('\r\n')).toBe(text.includes('\r\n'));
      expect(now.replaceAll('\r\n', '').includes('\n')).toBe(text.replaceAll('\r\n', '').includes('\n'));
      // What is no release goes as before.
      if (index === 2) return;
      const branches = Array.from({ length: 40 }, (_each, i) => image(`i${i}`, index === 0 ? '' : `pr-${i}`, 40 - i));
      const gone = policy.simulate(branches, NOW).filter(({ fate }) => fate === 'deleted');
      expect(gone).toHaveLength(10);
    });
  });

  test('the rules behind the new one move up, as far as they must', () => {
    const rule = (rulePriority: number, selection: object) => ({
      rulePriority,
      selection: { countType: 'imageCountMoreThan', countNumber: 5, ...selection },
      action: { type: 'expire' },
    });
    const tagged = (pattern: string) => ({ tagStatus: 'tagged', tagPatternList: [pattern] });
    const priorities = (...given: object[]) => {
      const text = JSON.stringify({ rules: given }, undefined, 2);
      const fix = policyOf('lifecycle.json', text)
        .fixes('releases')
        .find(({ title }) => title.startsWith('Keep images'));
      if (fix === undefined) throw new Error('no fix');
      const { policy, text: now } = after('lifecycle.json', text, fix);
      expect(policy.faults.filter(({ is }) => is === 'invalid')).toEqual([]);
      expect(takenReleases(policy)).toBeUndefined();
      return (JSON.parse(now) as { rules: { rulePriority: number }[] }).rules.map(each => each.rulePriority);
    };
    const any = { tagStatus: 'any' };
    expect(priorities(rule(1, any))).toEqual([1, 2]);
    expect(priorities(rule(1, tagged('pr-*')), rule(2, any))).toEqual([1, 2, 3]);
    expect(priorities(rule(1, tagged('pr-*')), rule(5, any))).toEqual([1, 4, 5]);
    expect(priorities(rule(1, tagged('v*')), rule(2, tagged('x*')), rule(9, any))).toEqual([1, 2, 3, 9]);
    expect(priorities(rule(9, any), rule(1, tagged('pr-*')), rule(8, tagged('a*')))).toEqual([9, 10, 1, 8]);
  });

  test('days are waited for, where they are what counts', () => {
    const text = LIMITED.replace('"any"', '"untagged"').replace(
      /"countType": .*\n.*30/,
      '"countType": "sinceImagePushed",\n        "countUnit": "days",\n        "countNumber": 14',
    );
    const [fix] = policyOf('lifecycle.json', text).fixes('untagged');
    if (fix === undefined) throw new Error('no fix');
    const { policy } = after('lifecycle.json', text, fix);
    const fates = [364, 366].map(days => policy.simulate([image('A', '', days)], NOW)[0]?.fate);
    expect([fix.title, ...fates]).toEqual(['Wait 365 days', 'kept', 'deleted']);
  });
});

describe.each(WAYS)('what mends a fault in %s', (_, file, text) => {
  const unit = (from: string, to: string) =>
    text.replace(/(\\?"countNumber\\?": ?)30/, `$1${from}`).replace(/(countNumber = |count_number = )30/, `$1${to}`);
  const escaped = text.includes('\\"rules') ? '\\"' : '"';

  test('a unit that counts nothing is removed', () => {
    const broken = unit(
      `30, ${escaped}countUnit${escaped}: ${escaped}days${escaped}`,
      file === 'a.tf' && text.includes('count_number')
        ? '30\n      count_unit = "days"'
        : '30\n        countUnit = "days"',
    );
    const [fault] = policyOf(file, broken).faults;
    expect(fault?.message).toContain('takes no unit');
    const [fix] = fault?.fixes ?? [];
    if (fix === undefined) throw new Error('no fix');
    const { policy } = after(file, broken, fix);
    expect(policy.faults).toEqual([]);
  });

  test('a unit that is missing is written', () => {
    const broken = text.replace('imageCountMoreThan', 'sinceImagePushed');
    const [fault] = policyOf(file, broken).faults;
    expect(fault?.message).toMatch(/without `count_?[uU]nit`/);
    const [fix] = fault?.fixes ?? [];
    if (fix === undefined) throw new Error('no fix');
    const { policy } = after(file, broken, fix);
    expect(policy.faults).toEqual([]);
    const fates = [20, 40].map(days => policy.simulate([image('A', '', days)], NOW)[0]?.fate);
    expect(fates).toEqual(['kept', 'deleted']);
  });
});

describe('clean-up policies that take releases', () => {
  const json = JSON.stringify(
    [
      { name: 'old', action: { type: 'Delete' }, condition: { tagState: 'any', olderThan: '30d' } },
      { name: 'new', action: { type: 'Keep' }, mostRecentVersions: { keepCount: 10 } },
    ],
    undefined,
    2,
  );
  const terraform = `resource "google_artifact_registry_repository" "a" {
  repository_id = "a"
  cleanup_policies {
    id     = "old"
    action = "DELETE"
    condition {
      older_than = "30d"
    }
  }
  cleanup_policies {
    id     = "new"
    action = "KEEP"
    most_recent_versions {
      keep_count = 10
    }
  }
}
`;
  test.each([
    ['clean-up.json', json],
    ['clean-up.json', JSON.stringify(JSON.parse(json))],
    ['a.tf', terraform],
  ])('%s', (file, text) => {
    const before = policyOf(file, text);
    expect(takenReleases(before)?.rules).toHaveLength(1);
    const fixes = before.fixes('releases');
    expect(fixes.map(({ title }) => title)).toEqual([
      'Delete untagged versions only',
      'Keep versions with a tag that begins with `v`',
      'Keep 1000 versions',
    ]);
    for (const fix of fixes) {
      const { policy } = after(file, text, fix);
      expect(policy.faults).toEqual([]);
      expect(takenReleases(policy)).toBeUndefined();
    }
    const [wait] = before.fixes('untagged');
    if (wait === undefined) throw new Error('no fix');
    const old = Array.from({ length: 20 }, (_, i) => ({
      ...{ digest: digestOf(`i${i}`), tags: [] },
      pushedAt: NOW - (400 - i * 10) * DAY,
    }));
    const gone = after(file, text, wait)
      .policy.simulate(old, NOW)
      .filter(({ fate }) => fate === 'deleted');
    expect(gone).toHaveLength(4);
  });
});
