import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RetainedImage } from '../../../../server/src/model/retention.ts';
import { DAY, digestOf, NOW, policyOf } from './read.ts';

const WORKFLOW = '.github/workflows/a.yml';
const step = (uses: string, given: string) =>
  `jobs:\n  a:\n    steps:\n      - uses: ${uses}\n        with: {${given}}\n`;
const run = (command: string) => `jobs:\n  a:\n    steps:\n      - run: ${command}\n`;

/**
 * Policies of all kinds, written as people do: what each never takes, and whether it spares what an index refers to.
 */
const POLICIES: readonly (readonly [name: string, file: string, text: string, never: RegExp, spares: boolean])[] = [
  [
    'delete-package-versions',
    WORKFLOW,
    step(
      'actions/delete-package-versions@v5',
      'package-name: web, package-type: container, delete-only-untagged-versions: true',
    ),
    /./,
    false,
  ],
  [
    'delete-package-versions, by count',
    WORKFLOW,
    step('actions/delete-package-versions@v5', 'package-name: web, package-type: container, min-versions-to-keep: 2'),
    /^$/,
    false,
  ],
  [
    'container-retention-policy',
    WORKFLOW,
    step(
      'snok/container-retention-policy@v3.1.0',
      'account: a, image-names: web, cut-off: 20d, image-tags: "!v*", keep-n-most-recent: 1',
    ),
    /^v/,
    false,
  ],
  [
    'container-retention-policy before 3',
    WORKFLOW,
    step('snok/container-retention-policy@v2.2.1', 'image-names: web, cut-off: 20 days ago UTC, skip-tags: v*'),
    /^v/,
    false,
  ],
  [
    'ghcr-cleanup-action',
    WORKFLOW,
    step('dataaxiom/ghcr-cleanup-action@v1', 'keep-n-tagged: 2, exclude-tags: "v*", delete-untagged: true'),
    /^v/,
    true,
  ],
  [
    'ghcr-cleanup-action, by tags',
    WORKFLOW,
    step('dataaxiom/ghcr-cleanup-action@v1', 'delete-tags: "a*,b*", older-than: 20 days'),
    /^v/,
    true,
  ],
  ['acr purge', WORKFLOW, run("acr purge --filter '.*:^[ab]' --ago 20d --untagged --keep 1"), /^v/, false],
  [
    'gitlab',
    'a.tf',
    'resource "gitlab_project" "a" {\n  container_expiration_policy {\n    enabled = true\n    keep_n = 1\n    older_than = "14d"\n    name_regex_delete = ".*"\n    name_regex_keep = "v.*"\n  }\n}\n',
    /^v/,
    true,
  ],
  ['quay', 'a.json', '{"method": "number_of_tags", "value": 2, "tagPattern": "^[ab]"}', /^v/, true],
  [
    'harbor',
    'a.tf',
    'resource "harbor_retention_policy" "a" {\n  schedule = "daily"\n  rule {\n    always_retain = true\n    repo_matching = "**"\n    tag_matching = "v*"\n    untagged_artifacts = false\n  }\n}\n',
    /^v/,
    false,
  ],
  [
    'artifactory',
    'a.tf',
    'resource "artifactory_package_cleanup_policy" "a" {\n  search_criteria = {\n    package_types = ["docker"]\n    keep_last_n_versions = 2\n  }\n}\n',
    /^$/,
    false,
  ],
];

const images: fc.Arbitrary<RetainedImage[]> = fc
  .array(
    fc.record({
      tags: fc.subarray(['a1', 'b1', 'v1', 'x']),
      days: fc.integer({ min: 0, max: 90 }),
      children: fc.array(fc.nat(12), { maxLength: 3 }),
      subject: fc.option(fc.nat(12), { nil: undefined }),
      repository: fc.constantFrom('acme/web', 'acme/api', undefined),
    }),
    { maxLength: 12 },
  )
  .map(all =>
    all.map(({ tags, days, children, subject, repository }, index) => ({
      ...{ digest: digestOf(`i${index}`), tags, pushedAt: NOW - days * DAY },
      children: children.filter(child => child < index).map(child => digestOf(`i${child}`)),
      ...(subject !== undefined && subject < index ? { subject: digestOf(`i${subject}`) } : {}),
      ...(repository === undefined ? {} : { repository }),
    })),
  );

describe.each(POLICIES)('%s: whatever the images are', (_, file, text, never, spares) => {
  const policy = policyOf(file, text);

  test('each has one fate, in their order, and loses none but its own tags', () => {
    expect(policy.faults).toEqual([]);
    fc.assert(
      fc.property(images, all => {
        const fates = policy.simulate(all, NOW);
        expect(fates.map(({ digest }) => digest)).toEqual(all.map(({ digest }) => digest));
        for (const [index, { fate, tagsRemoved }] of fates.entries()) {
          const { tags = [] } = all[index] ?? {};
          expect(tagsRemoved.every(tag => tags.includes(tag))).toBe(true);
          expect(new Set(tagsRemoved).size).toBe(tagsRemoved.length);
          if (fate === 'deleted') expect(tagsRemoved).toEqual(tags);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('what it keeps by its tag is never taken, and of another repository nothing', () => {
    fc.assert(
      fc.property(images, all => {
        // What belongs to an image goes with it, whatever it is called.
        const alone = all.map(({ children: _children, subject: _subject, ...each }) => each);
        for (const [index, { fate, tagsRemoved }] of policy.simulate(alone, NOW).entries()) {
          const { tags = [] } = alone[index] ?? {};
          if (tags.some(tag => never.test(tag))) expect(fate).not.toBe('deleted');
          expect(tagsRemoved.some(tag => never.test(tag))).toBe(false);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('what is done to one repository does not depend on another', () => {
    fc.assert(
      fc.property(images, all => {
        const own = all.filter(({ repository }) => repository === 'acme/web');
        const fates = policy.simulate(all, NOW).filter((_fate, index) => all[index]?.repository === 'acme/web');
        expect(policy.simulate(own, NOW)).toEqual(fates);
      }),
      { numRuns: 100 },
    );
  });

  if (!spares) return;

  test('what an index that stays refers to is not taken', () => {
    fc.assert(
      fc.property(images, all => {
        // What is attached to something goes with that, whoever else refers to it.
        const own = all.map(({ repository: _repository, subject: _subject, ...each }) => each);
        const fates = policy.simulate(own, NOW);
        const byDigest = new Map(fates.map(({ digest, fate }) => [digest, fate]));
        for (const [index, { children = [] }] of own.entries()) {
          if (fates[index]?.fate === 'deleted') continue;
          for (const child of children) expect(byDigest.get(child)).not.toBe('deleted');
        }
      }),
      { numRuns: 100 },
    );
  });
});
