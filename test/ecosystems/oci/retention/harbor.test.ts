import { describe, expect, test } from 'vitest';
import { takenReleases } from '../../../../server/src/rules/simulated-releases.ts';
import { DAY, digestOf, fates, image, NOW, policyOf, reading } from './read.ts';

function terraform(...rules: string[]): string {
  const blocks = rules.map(
    rule =>
      `  rule {\n${rule
        .split('; ')
        .map(line => `    ${line}\n`)
        .join('')}  }\n`,
  );
  return `resource "harbor_retention_policy" "main" {\n  scope    = harbor_project.main.id\n  schedule = "daily"\n${blocks.join('')}}\n`;
}

const policy = (...rules: string[]) => policyOf('main.tf', terraform(...rules), 'terraform');
const ALL = 'repo_matching = "**"; tag_matching = "**"; untagged_artifacts = false';

/** One artifact a minute, the newest last. */
function artifacts(repository: string, count: number, untagged: number, pulledDays: number) {
  return Array.from({ length: count }, (_, i) =>
    image(`${repository}${i}`, i < untagged ? '' : `t${i}`, 60 - i / 1440, {
      repository: `acme/${repository}`,
      pulledAt: NOW - pulledDays * DAY + i,
    }),
  );
}

describe('the examples of five repositories (Harbor documentation, "Create Tag Retention Rules")', () => {
  const images = [
    ...artifacts('A', 102, 2, 3),
    ...['B', 'C', 'D', 'E'].flatMap(repository => artifacts(repository, 7, 1, 30)),
  ];
  const kept = (...rules: string[]) => {
    const found = policy(...rules).simulate(images, NOW);
    expect(found.map(({ fate }) => fate)).not.toContain('unknown');
    return ['A', 'B', 'C', 'D', 'E'].map(
      name => found.filter(({ fate }, i) => fate === 'kept' && images[i]?.repository === `acme/${name}`).length,
    );
  };
  const TEN = `most_recently_pulled = 10; ${ALL}`;
  const WEEK = `n_days_since_last_pull = 7; ${ALL}`;
  test.each([
    ['the ten most recently pulled', [TEN], [10, 6, 6, 6, 6]],
    ['pulled within seven days', [WEEK], [100, 0, 0, 0, 0]],
    ['both', [TEN, WEEK], [100, 6, 6, 6, 6]],
  ])('%s', (_, rules, expected) => {
    expect(kept(...rules)).toEqual(expected);
  });
});

test('the example of four versions in three stages (Harbor documentation, "Combining Rules")', () => {
  const images = ['2.1', '2.2', '3.1', '4.4'].flatMap((version, i) =>
    ['prod', 'rc', 'release'].map((stage, j) => image(`${i}${j}`, `${version}-your_repo-${stage}`, 40 - i * 3 - j)),
  );
  const given = policy(
    'most_recently_pushed = 10; repo_matching = "**"; tag_matching = "2*"',
    'most_recently_pushed = 10; repo_matching = "**"; tag_matching = "*-prod"',
  );
  expect(given.simulate(images, NOW).filter(({ fate }) => fate === 'kept')).toHaveLength(8);
});

test('one tag that is retained keeps all of its artifact (Harbor documentation, "How Tag Retention Rules Interact")', () => {
  const images = [image('a', 'a', 5), image('b', 'b', 4), image('c', 'c1 c2 c3 c4', 3)];
  const found = policy(`most_recently_pushed = 2; ${ALL}`).simulate(images, NOW);
  expect(found.map(({ fate, by, tagsRemoved }) => [fate, by, tagsRemoved.join()])).toEqual([
    ['deleted', undefined, 'a'],
    ['kept', '1', ''],
    ['kept', '1', ''],
  ]);
});

describe('what each part means', () => {
  const images = [
    image('I', 'v1', 9, { children: [digestOf('p')], repository: 'acme/web' }),
    image('p', '', 9, { repository: 'acme/web' }),
    image('s', '', 9, { subject: digestOf('I'), repository: 'acme/web' }),
    image('u', '', 9, { repository: 'acme/web' }),
    image('x', 'dev', 9, { repository: 'acme/api', immutableTags: ['dev'] }),
    image('y', 'x', 9, { repository: 'acme/api' }),
  ];
  test.each([
    ['all is kept', 'always_retain = true; repo_matching = "**"; tag_matching = "**"', 'I p s u x y', ''],
    [
      'without untagged ones',
      'always_retain = true; repo_matching = "**"; tag_matching = "**"; untagged_artifacts = false',
      'I p s x y',
      'u',
    ],
    [
      'only of one repository, and the other is left alone',
      'always_retain = true; repo_matching = "web"; tag_matching = "v*"; untagged_artifacts = false',
      'I p s x y',
      'u',
    ],
    ['all but', 'always_retain = true; repo_excluding = "api"; tag_excluding = "v*"', 'u x y', 'I p s'],
    [
      'with braces',
      'always_retain = true; repo_matching = "{web,api}"; tag_matching = "{v1,x}"; untagged_artifacts = false',
      'I p s x y',
      'u',
    ],
    ['old', 'n_days_since_last_push = 5; repo_matching = "**"; tag_matching = "**"', 'x', 'I p s u y'],
  ])('%s', (_, rule, kept, deleted) => {
    const found = fates(policy(rule), images).map(text => text.replace(/ by .*/, ''));
    expect(
      found
        .filter(text => text.endsWith(' kept'))
        .map(text => text[0])
        .join(' '),
    ).toBe(kept);
    expect(
      found
        .filter(text => text.endsWith(' deleted'))
        .map(text => text[0])
        .join(' '),
    ).toBe(deleted);
  });

  test.each(['acme/web', 'harbor.example/acme/web', 'localhost:5000/acme/web'])(
    'of %s the host is no project',
    name => {
      const given = policy('most_recently_pushed = 1; repo_matching = "web"; tag_matching = "**"');
      const two = [image('a', 'v1', 9, { repository: name }), image('b', 'v2', 8, { repository: name })];
      expect(fates(given, two)).toEqual(['a deleted', 'b kept by 1']);
    },
  );

  test('a hundred thousand indexes that share what is in them take seconds', () => {
    const children = Array.from({ length: 10 }, (_, i) => digestOf(`p${i}`));
    const many = Array.from({ length: 100_000 }, (_, i) => image(`${i}`, `t${i}`, 9, { children }));
    const given = policy('n_days_since_last_push = 5; repo_matching = "**"; tag_matching = "**"');
    const found = given.simulate([...many, image('p0', '', 9)], NOW);
    expect(found.every(({ fate }) => fate === 'deleted')).toBe(true);
  });

  test('a variable may keep everything', () => {
    const given = policy('most_recently_pushed = var.count; repo_matching = "**"; tag_matching = "v*"');
    expect(fates(given, [image('a', 'v1', 9), image('b', 'x', 9)])).toEqual(['a unknown', 'b deleted']);
  });
});

test('more rules than there may be, no schedule, and releases', () => {
  const rule = `most_recently_pushed = 1; ${ALL}`;
  expect(policy(...Array.from({ length: 16 }, () => rule)).faults).toMatchObject([{ is: 'invalid' }]);
  expect(policy(...Array.from({ length: 15 }, () => rule)).faults).toEqual([]);
  expect(policyOf('main.tf', terraform(rule).replace('  schedule = "daily"\n', '')).isIdle).toBe(true);
  expect(takenReleases(policy(rule))).toBeDefined();
  expect(
    takenReleases(policy(rule, 'always_retain = true; repo_matching = "**"; tag_matching = "v*"')),
  ).toBeUndefined();
  const [found] = reading('main.tf', terraform(rule), 'terraform').references;
  expect(found?.subject).toMatchObject({ policy: { covers: { hosts: '' } } });
});
