import { describe, expect, test } from 'vitest';
import type { RetainedImage, RetentionPolicy } from '../../../../server/src/model/retention.ts';
import { DAY, digestOf, fates, image, NOW, policyOf } from './read.ts';

/** A policy of rules as `tagged prod* · count > 1 · expire`, in the order of their priorities. */
function policy(...rules: string[]): RetentionPolicy {
  const written = rules.map((rule, index) => {
    const [select = '', count = '', action = ''] = rule.split(' · ');
    const [tagStatus, ...rest] = select.split(' ');
    const patterns = rest.filter(word => word !== 'archived');
    const [, how = '', number = ''] = /^(\w+) > (\d+)/.exec(count) ?? [];
    const countType = {
      count: 'imageCountMoreThan',
      pushed: 'sinceImagePushed',
      pulled: 'sinceImagePulled',
      transitioned: 'sinceImageTransitioned',
    }[how];
    return {
      rulePriority: index + 1,
      selection: {
        tagStatus,
        ...(patterns.length === 0 ? {} : { tagPatternList: patterns }),
        ...(rest.includes('archived') ? { storageClass: 'archive' } : {}),
        countType,
        ...(how === 'count' ? {} : { countUnit: 'days' }),
        countNumber: Number(number),
      },
      action: action === 'archive' ? { type: 'transition', targetStorageClass: 'archive' } : { type: 'expire' },
    };
  });
  return policyOf('lifecycle.json', JSON.stringify({ rules: written }));
}

const LAST = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
      action: { type: 'expire' },
    },
  ],
});

describe('examples of lifecycle policies (ECR user guide)', () => {
  const prodAndBeta = [image('A', 'beta-1 prod-1', 10), image('B', 'beta-2 prod-2', 9), image('C', 'beta-3', 8)];

  test('1: what a higher rule spares, a lower one does not take', () => {
    const given = policy('tagged prod* · count > 1 · expire', 'tagged beta* · count > 1 · expire');
    expect(fates(given, prodAndBeta)).toEqual(['A deleted by 1', 'B kept', 'C kept']);
  });

  test('2: the same rules the other way round', () => {
    const given = policy('tagged beta* · count > 1 · expire', 'tagged prod* · count > 1 · expire');
    expect(fates(given, prodAndBeta)).toEqual(['A deleted by 1', 'B deleted by 1', 'C kept']);
  });

  test('3: several entries must all be met, by age', () => {
    const images = [
      image('A', 'alpha-1', 12),
      image('B', 'beta-1', 11),
      image('C', 'alpha-2 beta-2', 10),
      image('D', 'alpha-3', 4),
      image('E', 'beta-3', 3),
      image('F', 'alpha-4 beta-4', 2),
    ];
    const given = policy('tagged alpha* beta* · pushed > 5 · expire');
    expect(fates(given, images)).toEqual(['A kept', 'B kept', 'C deleted by 1', 'D kept', 'E kept', 'F kept']);
  });

  test('4: several entries must all be met, by count', () => {
    const images = [
      image('A', 'alpha-1 beta-1 gamma-1', 10),
      image('B', 'alpha-2 beta-2', 9),
      image('C', 'alpha-3 beta-3 gamma-2', 8),
    ];
    const given = policy('tagged alpha* beta* · count > 1 · expire');
    expect(fates(given, images)).toEqual(['A deleted by 1', 'B deleted by 1', 'C kept']);
  });

  test('5: any image', () => {
    const images = [image('A', 'alpha-1', 4), image('B', 'beta-1', 3), image('C', '', 2), image('D', 'alpha-2', 1)];
    const given = policy('any · count > 1 · expire');
    expect(fates(given, images)).toEqual(['A deleted by 1', 'B deleted by 1', 'C deleted by 1', 'D kept']);
  });

  test('6: three kinds of rules together', () => {
    const images = [
      image('A', 'alpha-1 beta-1', 4),
      image('B', '', 3),
      image('C', 'alpha-2', 2),
      image('D', 'git-hash', 1),
      image('E', '', 1),
    ];
    const given = policy(
      'tagged alpha* · count > 1 · expire',
      'untagged · pushed > 1 · expire',
      'any · count > 1 · expire',
    );
    expect(fates(given, images)).toEqual(['A deleted by 1', 'B deleted by 2', 'C kept', 'D deleted by 3', 'E kept']);
  });
});

describe('the same rules with other images', () => {
  test('7: tagged images are not counted among the untagged', () => {
    const images = [image('A', '', 3), image('B', '', 2), image('C', 'v1', 2), image('D', '', 1)];
    expect(fates(policy('untagged · count > 1 · expire'), images)).toEqual([
      'A deleted by 1',
      'B deleted by 1',
      'C kept',
      'D kept',
    ]);
  });

  test('8: storage classes do not shield each other', () => {
    const images = [
      image('A', '', 40),
      image('B', 'v1', 10),
      image('C', '', 500, { archivedAt: NOW - 366 * DAY }),
      image('D', 'v0', 500, { archivedAt: NOW - 100 * DAY }),
    ];
    const given = policy('any · pushed > 30 · archive', 'any archived · transitioned > 365 · expire');
    expect(fates(given, images)).toEqual(['A archived by 1', 'B kept', 'C deleted by 2', 'D kept']);
  });

  const children = [digestOf('J'), digestOf('K')];
  const old = policy('untagged · pushed > 14 · expire');

  test('9: an index goes first, then what it refers to', () => {
    const images = [image('I', '', 20, { children }), image('J', '', 20), image('K', '', 20)];
    expect(fates(old, images)).toEqual(['I deleted by 1', 'J deleted by 1', 'K deleted by 1']);
  });

  test('10: what a live index refers to stays', () => {
    const images = [image('I', 'latest', 20, { children }), image('J', '', 20), image('K', '', 20)];
    expect(fates(old, images)).toEqual(['I kept', 'J kept', 'K kept']);
  });

  test('11: what was never pulled counts from its push', () => {
    const images = [image('A', 'prod-1', 100), image('B', 'prod-2', 100, { pulledAt: NOW - 5 * DAY })];
    expect(fates(policy('any · pulled > 90 · archive'), images)).toEqual(['A archived by 1', 'B kept']);
  });
});

describe('what the guide says besides', () => {
  test.each([
    ['a restored image counts from there', { archivedAt: NOW - 90 * DAY, restoredAt: NOW - 5 * DAY }, 'kept'],
    ['restored long ago', { archivedAt: NOW - 190 * DAY, restoredAt: NOW - 100 * DAY }, 'archived by 1'],
    [
      'restored long ago, and pulled since',
      { archivedAt: NOW - 190 * DAY, restoredAt: NOW - 100 * DAY, pulledAt: NOW - DAY },
      'unknown by 1',
    ],
  ] as const)('%s', (_, more, fate) => {
    expect(fates(policy('any · pulled > 90 · archive'), [image('A', 'v1', 400, more)])).toEqual([`A ${fate}`]);
  });

  test('an index keeps what is below the indexes that it refers to', () => {
    const images = [
      image('I', 'latest', 20, { children: [digestOf('J')] }),
      image('J', '', 20, { children: [digestOf('K')] }),
      image('K', '', 20),
    ];
    expect(fates(policy('untagged · pushed > 14 · expire'), images)).toEqual(['I kept', 'J kept', 'K kept']);
  });

  test('what is attached to an image goes with it, and stays with it', () => {
    const signature: Partial<RetainedImage> = { subject: digestOf('A') };
    const of = (tags: string) => [image('A', tags, 20), image('S', '', 20, signature)];
    const given = policy('tagged v* · count > 9 · expire', 'any · pushed > 14 · expire');
    expect(fates(given, of('v1'))).toEqual(['A kept', 'S kept']);
    expect(fates(given, of('x'))).toEqual(['A deleted by 2', 'S deleted by 2']);
    expect(fates(given, of('x').slice(1))).toEqual(['S unknown']);
  });

  test('whether what is attached counts among the newest is left open', () => {
    const images = [image('A', '', 3), image('B', 'v1', 2), image('S', '', 1, { subject: digestOf('B') })];
    expect(fates(policy('untagged · count > 1 · expire'), images)).toEqual(['A unknown by 1', 'B kept', 'S kept']);
  });

  test('images of several repositories are counted in each', () => {
    const images = [
      image('A', '', 4, { repository: 'a' }),
      image('B', '', 3, { repository: 'b' }),
      image('C', '', 2, { repository: 'a' }),
    ];
    const given = policy('any · count > 1 · expire');
    expect(fates(given, images)).toEqual(['A deleted by 1', 'B kept', 'C kept']);
    const printed = { repositoryName: 'b', lifecyclePolicyText: LAST };
    const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
    const others = [image('D', '', 9, { repository: `${host}/b` }), image('E', '', 8, { repository: `${host}/b` })];
    const own = policyOf('ecr.json', JSON.stringify(printed));
    expect(fates(own, [...images, ...others])).toEqual(['A kept', 'B kept', 'C kept', 'D deleted by 1', 'E kept']);
  });

  test('exactly as old as the limit is not older', () => {
    expect(fates(policy('any · pushed > 14 · expire'), [image('A', '', 14)])).toEqual(['A kept']);
  });
});

test.each([
  ['deleted', policy('untagged · count > 5 · expire')],
  ['deleted', policy('tagged v* · count > 5 · expire', 'any · pushed > 14 · expire')],
  ['archived', policy('any · pulled > 90 · archive', 'any archived · transitioned > 365 · expire')],
  ['kept', policy('tagged v* · count > 5 · expire')],
  ['kept', policy('any archived · transitioned > 365 · expire')],
])('what no tag points to is %s in the end', (fate, given) => {
  expect(given.untagged).toBe(fate);
});
