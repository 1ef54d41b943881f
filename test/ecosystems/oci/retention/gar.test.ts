import { describe, expect, test } from 'vitest';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import type { Digest } from '../../../../server/src/model/names.ts';
import { isCovered } from '../../../../server/src/model/retention.ts';
import { statementsOf } from '../../../../server/src/workspace/stating.ts';
import { DAY, digestOf, fates, image, NOW, policyOf, reading } from './read.ts';

type Members = Readonly<Record<string, unknown>>;

const drop = (name: string, condition: Members): Members => ({ name, action: { type: 'Delete' }, condition });
const keep = (name: string, more: Members): Members => ({ name, action: { type: 'Keep' }, ...more });

function policy(...policies: Members[]) {
  return policyOf('clean-up.json', JSON.stringify(policies, undefined, 2), 'gar-cleanup-policy');
}

const OLD = drop('old', { tagState: 'any', olderThan: '30d' });

test('the example of three policies (Artifact Registry documentation)', () => {
  const given = policy(
    drop('1', { tagState: 'any', olderThan: '100d' }),
    keep('2', { condition: { versionNamePrefixes: ['2.0.6'] } }),
    drop('3', { tagState: 'tagged', tagPrefixes: ['default'] }),
  );
  const version = (name: string, tags: string, days: number) => ({
    ...image('A', tags, days),
    digest: name as Digest,
  });
  const images = [version('2.0.1', 'default', 120), version('2.0.6', 'default', 150), version('1.9.2', 'patch', 20)];
  expect(given.simulate(images, NOW)).toEqual([
    { digest: '2.0.1', fate: 'deleted', by: '1', tagsRemoved: ['default'] },
    { digest: '2.0.6', fate: 'kept', by: '2', tagsRemoved: [] },
    { digest: '1.9.2', fate: 'kept', tagsRemoved: [] },
  ]);
});

test('old versions go, but for releases of a package and its five newest', () => {
  const given = policy(
    drop('delete-old', { tagState: 'any', olderThan: '30d' }),
    keep('keep-release', {
      condition: { tagState: 'tagged', tagPrefixes: ['release'], packageNamePrefixes: ['webapp'] },
    }),
    keep('keep-recent', { mostRecentVersions: { packageNamePrefixes: ['webapp'], keepCount: 5 } }),
  );
  const repository = 'acme/images/webapp';
  const all = [
    image('A', 'release-1', 90, { repository }),
    image('B', '', 80, { repository }),
    ...['C', 'D', 'E', 'F', 'G'].map((name, i) => image(name, '', 70 - i, { repository })),
    image('H', 'release-1', 90, { repository: 'acme/images/api' }),
  ];
  expect(fates(given, all)).toEqual([
    'A kept by keep-release',
    'B deleted by delete-old',
    ...['C', 'D', 'E', 'F', 'G'].map(name => `${name} kept by keep-recent`),
    'H deleted by delete-old',
  ]);
});

describe('what each part means', () => {
  test.each([
    ['untagged', { tagState: 'untagged' }, 'A deleted by x, B kept, C kept'],
    ['UNTAGGED', { tagState: 'UNTAGGED' }, 'A deleted by x, B kept, C kept'],
    ['tagged', { tagState: 'tagged' }, 'A kept, B deleted by x, C deleted by x'],
    ['either of the prefixes', { tagState: 'tagged', tagPrefixes: ['v', 'w'] }, 'A kept, B deleted by x, C kept'],
    ['in days', { olderThan: '20d' }, 'A kept, B deleted by x, C deleted by x'],
    ['in seconds', { olderThan: '1728000s' }, 'A kept, B deleted by x, C deleted by x'],
    ['in hours', { olderThan: '480h' }, 'A kept, B deleted by x, C deleted by x'],
    ['newer', { newerThan: '20d' }, 'A deleted by x, B kept, C kept'],
    ['all must hold', { tagState: 'tagged', olderThan: '35d' }, 'A kept, B kept, C deleted by x'],
    ['a package', { packageNamePrefixes: ['web'] }, 'A kept, B deleted by x, C unknown'],
  ])('%s', (_, condition, expected) => {
    const images = [
      image('A', '', 10, { repository: 'p/r/api' }),
      image('B', 'v1', 30, { repository: 'p/r/web/x' }),
      image('C', 'dev', 40),
    ];
    expect(fates(policy(drop('x', condition)), images).join(', ')).toBe(expected);
  });

  test('the newest of each package are kept', () => {
    const given = policy(OLD, keep('newest', { mostRecentVersions: { keepCount: 1 } }));
    const images = [
      image('A', '', 60, { repository: 'p/r/api' }),
      image('B', 'v1', 50, { repository: 'p/r/api' }),
      image('C', 'dev', 70, { repository: 'p/r/web' }),
    ];
    expect(fates(given, images)).toEqual(['A deleted by old', 'B kept by newest', 'C kept by newest']);
  });

  test('of two of one age nobody says which is the newer', () => {
    const given = policy(OLD, keep('newest', { mostRecentVersions: { keepCount: 1 } }));
    expect(fates(given, [image('A', '', 60), image('B', '', 60)])).toEqual(['A unknown', 'B unknown']);
  });

  test('what an index that stays refers to is refused', () => {
    const given = policy(drop('untagged', { tagState: 'untagged', olderThan: '1d' }));
    const images = (tags: string) => [image('I', tags, 9, { children: [digestOf('J')] }), image('J', '', 9)];
    expect(fates(given, images('latest'))).toEqual(['I kept', 'J kept']);
    expect(fates(given, images(''))).toEqual(['I deleted by untagged', 'J deleted by untagged']);
  });

  test('what it does not know it does not say', () => {
    const given = policy(drop('x', { tagState: 'tagged', olderThan: '${days}d' }));
    expect(fates(given, [image('A', 'v1', 9), image('B', '', 9)])).toEqual(['A unknown', 'B kept']);
  });
});

describe('faults', () => {
  const some = (count: number) => Array.from({ length: count }, (_, i) => drop(`d${i}`, { tagState: 'untagged' }));
  test.each([
    ['eleven', some(11), ['invalid: `d10` is the eleventh of 11 policies']],
    ['ten', some(10), []],
    [
      'prefixes of any',
      [drop('x', { tagState: 'any', tagPrefixes: ['v'] })],
      ['invalid: `x` has `tagPrefixes` without `tagged`'],
    ],
    [
      'the newest, on a condition',
      [OLD, keep('x', { condition: { tagState: 'any' }, mostRecentVersions: { keepCount: 5 } })],
      ['invalid: `x` has `mostRecentVersions` and `condition`'],
    ],
    [
      'the newest are deleted',
      [OLD, { name: 'x', action: { type: 'Delete' }, mostRecentVersions: { keepCount: 5 } }],
      ['invalid: `x` deletes `mostRecentVersions`'],
    ],
    ['another act', [OLD, { ...OLD, name: 'x', action: { type: 'Archive' } }], ['invalid: The action of `x`']],
    ['nothing deletes', [keep('x', { condition: { olderThan: '1d' } })], ['trap: `x` keeps what no policy deletes']],
    [
      'all is kept',
      [OLD, keep('x', { condition: { tagState: 'any' } })],
      ['shadowed: `old` never deletes anything: `x` keeps'],
    ],
    ['a part is kept', [OLD, keep('x', { condition: { tagState: 'tagged', tagPrefixes: ['v'] } })], []],
  ])('%s', (_, policies, expected) => {
    const found = policy(...policies).faults.map(({ is, message }) => `${is}: ${message}`);
    expect(found.map((text, i) => text.slice(0, expected[i]?.length))).toEqual(expected);
  });
});

test.each([
  ['deleted', [OLD]],
  ['deleted', [OLD, keep('x', { mostRecentVersions: { keepCount: 5 } })]],
  ['deleted', [OLD, keep('x', { condition: { newerThan: '90d' } })]],
  ['kept', [OLD, keep('x', { condition: { tagState: 'untagged' } })]],
  ['kept', [drop('x', { tagState: 'tagged', tagPrefixes: ['v'] })]],
  ['unknown', [drop('x', { tagState: 'any', packageNamePrefixes: ['web'] })]],
] as const)('what no tag points to is %s in the end', (fate, policies) => {
  expect(policy(...policies).untagged).toBe(fate);
});

describe('where it is written', () => {
  const terraform = (more = '') => `resource "google_artifact_registry_repository" "images" {
  location      = "europe-west1"
  project       = "acme"
  repository_id = "images"
  format        = "DOCKER"
${more}
  cleanup_policies {
    id     = "old"
    action = "DELETE"
    condition {
      tag_state  = "UNTAGGED"
      older_than = "14d"
    }
  }
  cleanup_policies {
    id     = "newest"
    action = "KEEP"
    most_recent_versions {
      keep_count = 1
    }
  }
}
`;

  test('Terraform', () => {
    const given = policyOf('registry.tf', terraform(), 'terraform');
    expect(given).toMatchObject({ name: 'images', faults: [] });
    expect(fates(given, [image('A', '', 20), image('B', '', 10), image('C', 'v1', 30)])).toEqual([
      'A deleted by old',
      'B kept by newest',
      'C kept',
    ]);
    const host = 'europe-west1-docker.pkg.dev';
    expect(isCovered(given.covers, { host, repository: 'acme/images/api' })).toBe(true);
    expect(isCovered(given.covers, { host, repository: 'acme/other/api' })).toBe(false);
    expect(isCovered(given.covers, { host: 'us-docker.pkg.dev', repository: 'acme/images/api' })).toBe(false);
  });

  test.each([
    ['', 1],
    ['  cleanup_policy_dry_run = false', 1],
    ['  cleanup_policy_dry_run = true', 0],
    ['  cleanup_policy_dry_run = var.dry_run', 0],
  ])('a dry run states nothing: %j', (line, count) => {
    expect(statementsOf(reading('registry.tf', terraform(line)))).toHaveLength(count);
  });

  test('other formats, and policies that are made in a loop, are left alone', () => {
    const { references } = reading('registry.tf', terraform().replace('DOCKER', 'NPM'));
    expect(references).toEqual([]);
    const loop = terraform().replace('cleanup_policies {', 'dynamic "cleanup_policies" {');
    expect(reading('registry.tf', loop).references).toEqual([]);
  });

  test('a repository that is a host of Container Registry', () => {
    const { covers } = policyOf('registry.tf', terraform().replace('"images"\n  format', '"eu.gcr.io"\n  format'));
    expect(isCovered(covers, { host: 'eu.gcr.io', repository: 'acme/api' })).toBe(true);
    expect(isCovered(covers, { host: 'gcr.io', repository: 'acme/api' })).toBe(false);
  });

  test('what `describe` prints', () => {
    const printed = {
      name: 'projects/acme/locations/us/repositories/images',
      cleanupPolicyDryRun: true,
      cleanupPolicies: { old: { id: 'old', action: 'DELETE', condition: { tagState: 'ANY', olderThan: '86400s' } } },
    };
    const given = policyOf('repository.json', JSON.stringify(printed));
    expect(given).toMatchObject({ isIdle: true, untagged: 'deleted', covers: { repositories: ['acme/images/*'] } });
  });

  test.each([
    '[{"name": "a", "action": {"type": "Delete"}, "condition": {"age": 30}}]',
    '[{"name": "a", "action": "delete", "x": [1]}]',
    '{"rule": [{"action": {"type": "Delete"}, "condition": {"age": 30}, "name": "lifecycle of a bucket"}]}',
    '[{"name": "a", "action": {"type": "allow"}, "condition": {"olderThan": "1d"}}]',
  ])('is not %s', text => {
    expect(readerFor('rules.json', undefined, text)).toBeUndefined();
  });

  test('a moment of the simulation counts, and not the clock', () => {
    expect(fates(policy(OLD), [image('A', '', 10)], NOW + 30 * DAY)).toEqual(['A deleted by old']);
  });
});
