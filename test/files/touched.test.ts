import { expect, test } from 'vitest';
import { createTouched, type Touched } from '../../server/src/files/touched.ts';

function touched(places: readonly string[], sameName?: (name: string) => string): Touched {
  const all = createTouched(sameName);
  for (const place of places) all.add(namesOf(place));
  return all;
}

function namesOf(place: string): string[] {
  return place === '' ? [] : place.split('/');
}

test.each<[string, string[], string[], string[]]>([
  ['a place covers what lies below it', ['a/b'], ['a/b', 'a/b/c', 'a/b/c/d'], ['', 'a', 'a/c', 'b']],
  ['and not what only begins like it', ['api'], ['api/x'], ['api-2', 'api-2/x', 'ap']],
  ['places are taken together', ['a', 'b/c'], ['a/x', 'b/c/x'], ['b', 'b/x']],
  ['what lies below a place adds nothing, before or after it', ['a/b', 'a', 'a/c'], ['a', 'a/d'], ['b']],
  ['the whole folder', [''], ['', 'a', 'a/b'], []],
  ['nothing', [], [], ['', 'a']],
  ['names of objects are names', ['constructor'], ['constructor/x'], ['toString', '__proto__']],
])('%s', (_, places, covered, others) => {
  const all = touched(places);
  expect(covered.filter(place => !all.covers(namesOf(place)))).toEqual([]);
  expect(others.filter(place => all.covers(namesOf(place)))).toEqual([]);
});

test('a place is told from what lies below it', () => {
  const all = touched(['a/b', 'c', 'c/d']);
  expect(['a', 'a/b', 'a/b/c', 'c', 'c/d'].filter(place => all.isAt(namesOf(place)))).toEqual(['a/b', 'c']);
});

test('names that a file system takes for the same are the same', () => {
  expect(touched(['caf\u00e9']).covers(['cafe\u0301', 'x'])).toBe(true);
  const folding = touched(['Api'], name => name.toLowerCase());
  expect([folding.covers(['api', 'x']), folding.isAt(['API'])]).toEqual([true, true]);
});

test('so many places are all places', () => {
  const all = createTouched();
  for (let i = 0; i < 19_999; i++) all.add(['a', String(i)]);
  expect(all.covers(['b'])).toBe(false);
  for (let i = 19_999; i < 20_001; i++) all.add(['a', String(i)]);
  expect(all.covers(['b'])).toBe(true);
});
