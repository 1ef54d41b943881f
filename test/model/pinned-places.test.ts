import { expect, test } from 'vitest';
import { MOST_OTHERS, pinnedPlaces } from '../../server/src/model/pinned-places.ts';
import { digest } from '../support/judge.ts';

const place = (file: string, digit: string) => ({ file, digest: digest(digit) });

test('tells the places with another digest, by their names, and how many there are', () => {
  const places = pinnedPlaces([place('c', '1'), place('b', '2'), place('a', '1'), place('d', '3')]);
  expect([...places.digests].sort()).toEqual(['1', '2', '3'].map(digest));
  expect(places.otherThan(digest('1'))).toMatchObject({ count: 2, first: [{ file: 'b' }, { file: 'd' }] });
  expect(places.otherThan(digest('2'))).toMatchObject({
    count: 3,
    first: [{ file: 'a' }, { file: 'c' }, { file: 'd' }],
  });
  expect(places.otherThan(digest('9')).count).toBe(4);
});

test('finds the one that differs behind many that do not, and shows a few of many', () => {
  const many = Array.from({ length: 1000 }, (_, i) => place(`a${i}`, '1'));
  const places = pinnedPlaces([...many, place('z', '2')]);
  expect(places.otherThan(digest('1'))).toMatchObject({ count: 1, first: [{ file: 'z' }] });
  const { count, first } = places.otherThan(digest('2'));
  expect([count, first.length]).toEqual([1000, MOST_OTHERS]);
});
