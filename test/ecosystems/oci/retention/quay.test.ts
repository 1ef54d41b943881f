import { describe, expect, test } from 'vitest';
import { isCovered } from '../../../../server/src/model/retention.ts';
import { digestOf, fates, image, NOW, policiesOf, policyOf } from './read.ts';

const policy = (members: object) => policyOf('prune.json', JSON.stringify(members), 'quay-autoprune-policy');
const FOUR = [image('a', 'a', 10), image('b', 'b', 6), image('c', 'c', 3), image('d', 'd', 1)];

describe('auto-pruning (Quay documentation, "Managing auto-prune policies")', () => {
  test.each([
    ['a number of tags', { method: 'number_of_tags', value: 2 }, 'a b', FOUR],
    ['an age', { method: 'creation_date', value: '5d' }, 'a b', FOUR],
    [
      'a number of those that match',
      { method: 'number_of_tags', value: 1, tagPattern: '^v', tagPatternMatches: true },
      'v1',
      [image('a', 'v1', 10), image('b', 'v2', 6), image('c', 'dev', 3)],
    ],
    [
      'those that do not match',
      { method: 'creation_date', value: '5d', tagPattern: '^a', tagPatternMatches: false },
      'b',
      FOUR,
    ],
    ['weeks', { method: 'creation_date', value: '1w' }, 'a', FOUR],
  ])('%s', (_, members, expected, images) => {
    const found = policy(members).simulate(images, NOW);
    expect(found.flatMap(({ tagsRemoved }) => tagsRemoved).join(' ')).toBe(expected);
    expect(found.filter(({ fate }) => fate === 'deleted')).toHaveLength(expected.split(' ').length);
  });

  test('immutable tags, and those of an image with others', () => {
    const images = [image('a', 'a', 10, { immutableTags: ['a'] }), image('b', 'b', 9), image('c', 'c x', 8)];
    const found = policy({ method: 'creation_date', value: '1d', tagPattern: '^[abc]' }).simulate(images, NOW);
    expect(found.map(({ fate, tagsRemoved }) => `${fate} ${tagsRemoved.join()}`)).toEqual([
      'kept ',
      'deleted b',
      'kept c',
    ]);
  });

  test('what it does not know it does not say', () => {
    const two = [image('a', 'a', 5), image('b', 'b', 5)];
    expect(fates(policy({ method: 'number_of_tags', value: 1 }), two)).toEqual(['a unknown', 'b unknown']);
    const ahead = policy({ method: 'number_of_tags', value: 1, tagPattern: '^(?!v)' });
    expect(fates(ahead, FOUR)).toEqual(['a unknown', 'b unknown', 'c unknown', 'd unknown']);
  });

  test('an index that stays keeps what it refers to', () => {
    const images = [image('I', 'v1', 1, { children: [digestOf('p')] }), image('p', 'p', 90)];
    expect(fates(policy({ method: 'creation_date', value: '5d' }), images)).toEqual(['I kept', 'p kept']);
  });
});

test.each([
  [{ method: 'number_of_tags', value: 0 }, ['`value` is a number of tags']],
  [{ method: 'number_of_tags', value: '5d' }, ['`value` is a number of tags']],
  [{ method: 'creation_date', value: 5 }, ['`value` is an age']],
  [{ method: 'creation_date', value: '1y' }, ['`value` is an age']],
  [{ method: 'creation_date', value: '2w' }, []],
])('Quay refuses %j', (members, expected) => {
  const { faults } = policy(members);
  expect(faults.map(({ message }, i) => message.slice(0, expected[i]?.length))).toEqual(expected);
});

test('a list of them, as it is printed, and the one for all organizations', () => {
  const printed = {
    policies: [
      { uuid: 'x', method: 'number_of_tags', value: 2 },
      { method: 'creation_date', value: '5d' },
    ],
  };
  expect(policiesOf('prune.json', JSON.stringify(printed))).toHaveLength(2);
  const config =
    'SERVER_HOSTNAME: quay.example.com\nDEFAULT_NAMESPACE_AUTOPRUNE_POLICY:\n  method: number_of_tags\n  value: 10\n';
  const { covers } = policyOf('config.yaml', config, 'quay-config');
  expect(isCovered(covers, { host: 'quay.example.com', repository: 'a/b' })).toBe(true);
  expect(isCovered(covers, { host: 'quay.io', repository: 'a/b' })).toBe(false);
});
