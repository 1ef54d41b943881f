import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImageFate, RetainedImage, RetentionPolicy } from '../../../../server/src/model/retention.ts';
import { DAY, digestOf, NOW, policyOf } from './read.ts';

interface Rule {
  readonly rulePriority: number;
  readonly selection: Readonly<Record<string, unknown>>;
  readonly action: Readonly<Record<string, unknown>>;
}

const PATTERNS = ['a*', 'b*', 'ab*', '*c'];
const ACTIONS = { expire: { type: 'expire' }, transition: { type: 'transition', targetStorageClass: 'archive' } };

/** How a rule of the standard class counts, and what it does. */
const counted = fc.oneof(
  fc.record({ countType: fc.constant('imageCountMoreThan'), countNumber: fc.integer({ min: 1, max: 5 }) }),
  fc.record({
    countType: fc.constantFrom('sinceImagePushed', 'sinceImagePulled'),
    countUnit: fc.constant('days'),
    countNumber: fc.integer({ min: 1, max: 40 }),
  }),
);

const act = (countType: string, isExpiring: boolean) =>
  isExpiring && countType !== 'sinceImagePulled' ? ACTIONS.expire : ACTIONS.transition;

/** Policies that Amazon takes: a few patterns, perhaps one rule for untagged images, and last perhaps one for any. */
const rules: fc.Arbitrary<Rule[]> = fc
  .record({
    tagged: fc.array(fc.record({ patterns: fc.subarray(PATTERNS, { minLength: 1 }), counted, expires: fc.boolean() }), {
      maxLength: 3,
    }),
    untagged: fc.option(fc.record({ counted, expires: fc.boolean() })),
    any: fc.option(fc.record({ counted, expires: fc.boolean() })),
    archived: fc.option(fc.integer({ min: 90, max: 200 })),
    untaggedAt: fc.nat(3),
  })
  .map(({ tagged, untagged, any, archived, untaggedAt }) => {
    const before = tagged.map(each => ({
      selection: { tagStatus: 'tagged', tagPatternList: each.patterns, ...each.counted },
      action: act(each.counted.countType, each.expires),
    }));
    const one = (tagStatus: string, { counted: how, expires }: NonNullable<typeof any>) => ({
      selection: { tagStatus, ...how },
      action: act(how.countType, expires),
    });
    if (untagged !== null) before.splice(Math.min(untaggedAt, before.length), 0, one('untagged', untagged) as never);
    if (any !== null) before.push(one('any', any) as never);
    if (archived !== null) {
      const countType = 'sinceImageTransitioned';
      const selection = {
        tagStatus: 'any',
        storageClass: 'archive',
        countType,
        countUnit: 'days',
        countNumber: archived,
      };
      before.push({ selection, action: ACTIONS.expire } as never);
    }
    return before.map((each, index) => ({ rulePriority: (index + 1) * 10, ...each }));
  })
  .filter(list => list.length > 0);

/** Images that may be indexes of those behind them, attached to others, archived and restored. */
const images: fc.Arbitrary<RetainedImage[]> = fc
  .array(
    fc.record({
      tags: fc.subarray(['a1', 'b1', 'ab', 'xc', 'ac', 'z']),
      days: fc.integer({ min: 0, max: 60 }),
      pulled: fc.option(fc.integer({ min: 0, max: 60 })),
      archived: fc.option(fc.integer({ min: 0, max: 300 }), { freq: 4 }),
      restored: fc.option(fc.integer({ min: 0, max: 300 }), { freq: 4 }),
      children: fc.array(fc.nat(12), { maxLength: 3 }),
      subject: fc.option(fc.nat(12), { freq: 4 }),
    }),
    { maxLength: 12 },
  )
  .map(all =>
    all.map(({ tags, days, pulled, archived, restored, children, subject }, index) => ({
      digest: digestOf(`i${index}`),
      tags,
      pushedAt: NOW - days * DAY,
      ...(pulled === null ? {} : { pulledAt: NOW - pulled * DAY }),
      ...(archived === null ? {} : { archivedAt: NOW - archived * DAY }),
      ...(restored === null ? {} : { restoredAt: NOW - restored * DAY }),
      // What refers to something was made after it, so that nothing refers to itself.
      children: children.filter(child => child < index).map(child => digestOf(`i${child}`)),
      ...(subject === null || subject >= index ? {} : { subject: digestOf(`i${subject}`) }),
    })),
  );

function policy(given: readonly Rule[]): RetentionPolicy {
  return policyOf('lifecycle.json', JSON.stringify({ rules: given }));
}

const isGone = (fate: ImageFate | undefined) => fate?.fate === 'deleted' || fate?.fate === 'archived';

function holds(check: (given: readonly Rule[], all: readonly RetainedImage[], fates: readonly ImageFate[]) => void) {
  fc.assert(
    fc.property(rules, images, (given, all) => check(given, all, policy(given).simulate(all, NOW))),
    { numRuns: 400 },
  );
}

function isArchived({ archivedAt, restoredAt }: RetainedImage): boolean {
  return archivedAt !== undefined && archivedAt > (restoredAt ?? Number.NEGATIVE_INFINITY);
}

/** Whether an image meets what a rule says of tags, and is of its storage class. */
function meets({ selection }: Rule, one: RetainedImage): boolean {
  if ((selection.storageClass === 'archive') !== isArchived(one)) return false;
  if (selection.tagStatus === 'any') return true;
  if (selection.tagStatus === 'untagged') return one.tags.length === 0;
  const patterns = selection.tagPatternList as string[];
  const expressions = patterns.map(pattern => new RegExp(`^${pattern.replaceAll('*', '.*')}$`));
  return one.tags.length > 0 && expressions.every(each => one.tags.some(tag => each.test(tag)));
}

describe('whatever the policy and the images', () => {
  test('Amazon takes the policy, and each image has one fate, in order', () => {
    holds((given, all, fates) => {
      expect(policy(given).faults.filter(({ is }) => is === 'invalid')).toEqual([]);
      expect(fates.map(({ digest }) => digest)).toEqual(all.map(({ digest }) => digest));
    });
  });

  test('what is taken is taken by the first rule whose tags it meets, and by no other', () => {
    holds((given, all, fates) => {
      for (const [index, fate] of fates.entries()) {
        const one = all[index];
        if (one === undefined || !isGone(fate) || one.subject !== undefined) continue;
        const first = given.find(rule => meets(rule, one));
        expect(fate.by).toBe(String(first?.rulePriority));
        expect(fate.fate).toBe(first?.action.type === 'expire' ? 'deleted' : 'archived');
      }
    });
  });

  test('what no rule is for is kept', () => {
    holds((given, all, fates) => {
      for (const [index, fate] of fates.entries()) {
        const one = all[index];
        if (one === undefined || one.subject !== undefined || given.some(rule => meets(rule, one))) continue;
        expect(fate).toEqual({ digest: one.digest, fate: 'kept', tagsRemoved: [] });
      }
    });
  });

  test('the order of the rules in the text changes nothing', () => {
    fc.assert(
      fc.property(
        rules.chain(given => fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length }))),
        images,
        ([given, shuffled], all) => {
          expect(policy(shuffled).simulate(all, NOW)).toEqual(policy(given).simulate(all, NOW));
          expect(policy(shuffled).untagged).toEqual(policy(given).untagged);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('nothing goes before an index that refers to it', () => {
    holds((_, all, fates) => {
      const byDigest = new Map(fates.map(fate => [fate.digest, fate]));
      for (const [index, parent] of all.entries()) {
        if (isGone(fates[index]) || isArchived(parent)) continue;
        for (const child of parent.children ?? []) expect(isGone(byDigest.get(child))).toBe(false);
      }
    });
  });

  test('what is attached to an image that stays, stays', () => {
    holds((_, all, fates) => {
      const byDigest = new Map(all.map((one, index) => [one.digest, { one, fate: fates[index] }]));
      for (const [index, { subject }] of all.entries()) {
        const to = subject === undefined ? undefined : byDigest.get(subject);
        if (to === undefined || to.fate?.fate !== 'kept' || isArchived(to.one)) continue;
        expect(fates[index]?.fate).toBe('kept');
      }
    });
  });

  test('a rule that counts leaves the newest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.array(fc.nat(60), { maxLength: 20 }), (count, days) => {
        const all = days.map((age, i) => ({ digest: digestOf(`i${i}`), tags: [], pushedAt: NOW - age * DAY }));
        const selection = { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: count };
        const fates = policy([{ rulePriority: 1, selection, action: ACTIONS.expire }]).simulate(all, NOW);
        const kept = fates.flatMap(({ fate }, i) => (fate === 'kept' ? [days[i] ?? 0] : []));
        const gone = fates.flatMap(({ fate }, i) => (fate === 'deleted' ? [days[i] ?? 0] : []));
        expect(kept).toHaveLength(Math.min(count, days.length));
        expect(Math.max(-1, ...kept)).toBeLessThanOrEqual(Math.min(100, ...gone));
      }),
      { numRuns: 200 },
    );
  });
});
