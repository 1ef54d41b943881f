import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RetainedImage, RetentionPolicy } from '../../../../server/src/model/retention.ts';
import { DAY, digestOf, NOW, policyOf } from './read.ts';

const condition = fc.oneof(
  fc.record({ tagState: fc.constantFrom('tagged', 'untagged', 'any') }),
  fc.record({ tagState: fc.constant('tagged'), tagPrefixes: fc.subarray(['a', 'b', 'v'], { minLength: 1 }) }),
  fc.record({ olderThan: fc.integer({ min: 1, max: 60 }).map(days => `${days}d`) }),
  fc.record({ tagState: fc.constant('any'), newerThan: fc.integer({ min: 1, max: 60 }).map(days => `${days}d`) }),
);

const deleting = condition.map(each => ({ action: { type: 'Delete' }, condition: each }));
const keeping = fc.oneof(
  condition.map(each => ({ action: { type: 'Keep' }, condition: each })),
  fc.integer({ min: 1, max: 5 }).map(keepCount => ({ action: { type: 'Keep' }, mostRecentVersions: { keepCount } })),
);

const policies = fc
  .tuple(deleting, fc.array(fc.oneof(deleting, keeping), { maxLength: 6 }))
  .map(([first, others]) => [first, ...others].map((each, index) => ({ name: `p${index}`, ...each })));

const images: fc.Arbitrary<RetainedImage[]> = fc
  .array(
    fc.record({
      tags: fc.subarray(['a1', 'b1', 'v1', 'x']),
      days: fc.integer({ min: 0, max: 90 }),
      children: fc.array(fc.nat(12), { maxLength: 3 }),
      repository: fc.constantFrom('p/r/api', 'p/r/web'),
    }),
    { maxLength: 12 },
  )
  .map(all =>
    all.map(({ tags, days, children, repository }, index) => ({
      ...{ digest: digestOf(`i${index}`), tags, pushedAt: NOW - days * DAY, repository },
      children: children.filter(child => child < index).map(child => digestOf(`i${child}`)),
    })),
  );

function policy(given: readonly object[]): RetentionPolicy {
  return policyOf('clean-up.json', JSON.stringify(given));
}

describe('whatever the policies and the versions', () => {
  test('what a policy keeps is kept, and what none deletes too', () => {
    fc.assert(
      fc.property(policies, images, (given, all) => {
        const together = policy(given).simulate(all, NOW);
        for (const one of given) {
          if (one.action.type !== 'Keep') continue;
          // A policy that would delete everything tells what this one keeps.
          const all1 = policy([one, { name: 'all', action: { type: 'Delete' }, condition: { olderThan: '0d' } }]);
          const alone = all1.simulate(
            all.map(({ children: _, ...each }) => each),
            NOW + 1,
          );
          for (const [index, { fate, by }] of alone.entries())
            if (fate === 'kept' && by === one.name) expect(together[index]?.fate).toBe('kept');
        }
        for (const { fate, by } of together) {
          if (fate !== 'deleted') continue;
          expect(given.find(({ name }) => name === by)?.action.type).toBe('Delete');
        }
      }),
      { numRuns: 200 },
    );
  });

  test('the order of the policies changes nothing', () => {
    fc.assert(
      fc.property(
        policies.chain(given => fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length }))),
        images,
        ([given, shuffled], all) => {
          expect(policy(shuffled).simulate(all, NOW)).toEqual(policy(given).simulate(all, NOW));
          expect(policy(shuffled).untagged).toBe(policy(given).untagged);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('nothing goes that an index which stays refers to', () => {
    fc.assert(
      fc.property(policies, images, (given, all) => {
        const fates = policy(given).simulate(all, NOW);
        // An index refers to what is in its own repository.
        const key = (repository: string | undefined, digest: string) => `${repository}@${digest}`;
        const byDigest = new Map(fates.map(({ digest, fate }, i) => [key(all[i]?.repository, digest), fate]));
        for (const [index, { children = [], repository }] of all.entries()) {
          if (fates[index]?.fate === 'deleted') continue;
          for (const child of children) expect(byDigest.get(key(repository, child))).not.toBe('deleted');
        }
      }),
      { numRuns: 200 },
    );
  });
});
