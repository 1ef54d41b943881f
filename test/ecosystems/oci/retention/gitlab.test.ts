import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../../server/src/fixes/apply.ts';
import { isCovered } from '../../../../server/src/model/retention.ts';
import { takenReleases } from '../../../../server/src/rules/simulated-releases.ts';
import { digestOf, fates, image, NOW, policyOf, reading } from './read.ts';

function terraform(more: string, project = '  path = "web"\n'): string {
  return `resource "gitlab_project" "web" {\n  name = "Web"\n${project}  container_expiration_policy {\n    enabled = true\n${more
    .split('; ')
    .map(line => `    ${line}\n`)
    .join('')}  }\n}\n`;
}

const policy = (more: string) => policyOf('main.tf', terraform(more), 'terraform');

test('the example of production and development (GitLab documentation, "Create a cleanup policy")', () => {
  const given = policy('keep_n = 1; name_regex_keep = "production-.*"; older_than = "7d"; name_regex_delete = ".*"');
  const images = [
    image('a', 'latest', 0.1),
    image('b', 'production-v44', 3),
    image('c', 'production-v43', 6),
    image('d', 'production-v42', 11),
    image('e', 'v44', 1),
    image('f', 'v43', 12),
    image('g', 'v42', 20),
    image('h', 'dev-v44', 2),
    image('i', 'dev-v43', 5),
    image('j', 'dev-v42', 10),
  ];
  expect(given.faults).toEqual([]);
  expect(given.simulate(images, NOW).flatMap(({ tagsRemoved }) => tagsRemoved)).toEqual(['v43', 'v42', 'dev-v42']);
  const gone = fates(given, images).filter(text => text.includes('deleted'));
  expect(gone).toEqual(['f deleted', 'g deleted', 'j deleted']);
});

describe('what each part means', () => {
  const images = [image('A', 'v1', 100), image('B', 'v2 old', 50), image('C', 'dev', 40), image('D', '', 90)];
  test.each([
    ['all', 'name_regex_delete = ".*"; keep_n = 1; older_than = "7d"', 'A deleted, B deleted, C kept, D kept'],
    ['anchored', 'name_regex_delete = "v"; keep_n = 1; older_than = "7d"', 'A kept, B kept, C kept, D kept'],
    [
      'one of two tags',
      'name_regex_delete = "v.*|dev"; keep_n = 1; older_than = "7d"',
      'A deleted, B kept, C kept, D kept',
    ],
    ['the older name', 'name_regex = "v1"; keep_n = 0; older_than = "7d"', 'A deleted, B kept, C kept, D kept'],
    ['too young', 'name_regex_delete = "v1|dev"; keep_n = 0; older_than = "60d"', 'A deleted, B kept, C kept, D kept'],
    ['no count', 'name_regex_delete = "dev"; older_than = "7d"', 'A kept, B kept, C unknown, D kept'],
    ['no expression', 'keep_n = 1; older_than = "7d"', 'A unknown, B unknown, C unknown, D kept'],
    [
      'looking ahead',
      'name_regex_delete = "(?!v).*"; keep_n = 1; older_than = "7d"',
      'A unknown, B unknown, C unknown, D kept',
    ],
    [
      'a variable',
      'name_regex_delete = ".*"; keep_n = var.n; older_than = "7d"',
      'A unknown, B unknown, C unknown, D kept',
    ],
  ])('%s', (_, more, expected) => {
    expect(fates(policy(more), images).join(', ')).toBe(expected);
  });

  test('an index that stays keeps what it refers to, and immutable tags stay', () => {
    const given = policy('name_regex_delete = "a.*"; keep_n = 0; older_than = "7d"');
    const some = [
      image('I', 'v1', 90, { children: [digestOf('a')] }),
      image('a', 'a1', 90),
      image('b', 'a2', 90, { immutableTags: ['a2'] }),
    ];
    expect(given.simulate(some, NOW).map(({ fate, tagsRemoved }) => [fate, tagsRemoved])).toEqual([
      ['kept', []],
      ['kept', ['a1']],
      ['kept', []],
    ]);
  });
});

test.each([
  ['keep_n = 3', ['`keep_n` is one of `1`, `5`']],
  ['older_than = "10d"', ['`older_than` is one of `7d`']],
  ['cadence = "2d"', ['`cadence` is one of `1d`']],
  ['keep_n = 10; older_than = "14d"; cadence = "1month"', []],
  ['keep_n = var.count', []],
])('GitLab refuses: %s', (more, expected) => {
  const { faults } = policy(more);
  expect(faults.map(({ is, message }, i) => [is, message.slice(0, expected[i]?.length)])).toEqual(
    expected.map(text => ['invalid', text]),
  );
});

describe('where it is written', () => {
  test('the place, the project, and what switches it off', () => {
    const text = terraform('keep_n = 5');
    const [found] = reading('main.tf', text, 'terraform').references;
    expect(text.slice(found?.span.start, found?.span.end)).toBe('container_expiration_policy');
    const { covers, name, isIdle } = policy('keep_n = 5');
    expect({ name, isIdle }).toEqual({ name: 'web', isIdle: undefined });
    const host = 'registry.gitlab.com';
    expect(isCovered(covers, { host, repository: 'acme/web' })).toBe(true);
    expect(isCovered(covers, { host, repository: 'acme/web/api' })).toBe(true);
    expect(isCovered(covers, { host, repository: 'acme/other' })).toBe(false);
    expect(policyOf('main.tf', text.replace('enabled = true', 'enabled = false')).isIdle).toBe(true);
  });

  test('releases are told, and a fix keeps them', () => {
    const text = terraform('keep_n = 5; older_than = "30d"; name_regex_delete = ".*"');
    const before = policyOf('main.tf', text);
    expect(takenReleases(before)?.rules[0]?.tags).toEqual(['v1.0.0', '1.0.0']);
    const [fix] = before.fixes('releases');
    const applied = applyEdits(text, fix?.edits ?? []);
    const after = applied.is === 'refused' ? '' : applied.text;
    expect(after).toContain('    name_regex_keep = "v?[0-9]+[.][0-9]+[.][0-9]+.*"\n');
    expect(takenReleases(policyOf('main.tf', after))).toBeUndefined();
  });
});
