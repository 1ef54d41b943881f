import { expect, test } from 'vitest';
import { READERS, readerFor } from '../../server/src/ecosystems/readers.ts';
import { LARGEST_LOCKFILE, NOTHING_AROUND } from '../../server/src/model/reader.ts';
import { atOnce, mapInSteps } from '../../server/src/syntax/at-once.ts';
import { LOCKFILE_TEXTS } from '../bench/lockfile-texts.ts';

test('what is read of files as large as lockfiles is read in steps', () => {
  const large = READERS.filter(({ largest }) => largest === LARGEST_LOCKFILE);
  expect(large.filter(({ parts, readInSteps }) => parts === undefined && readInSteps === undefined)).toEqual([]);
});

test.each(LOCKFILE_TEXTS)('$file has a step for some hundred entries', ({ file, text }) => {
  const steps = readerFor(file)?.readInSteps?.(text(5000), file, NOTHING_AROUND);
  let count = 0;
  while (steps !== undefined && steps.next().done !== true) count += 1;
  expect(count).toBeGreaterThan(2);
});

test('a list is gone through in steps, in its order', () => {
  const items = Array.from({ length: 1200 }, (_, i) => i);
  const steps = mapInSteps(items, (item, index) => [item, index]);
  let count = 0;
  for (let next = steps.next(); next.done !== true; next = steps.next()) count += 1;
  expect(count).toBe(3);
  expect(atOnce(mapInSteps(items, (item, index) => item + index))).toEqual(items.map(item => 2 * item));
});
