import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRecordIndex } from '../../../server/src/answers/disk/record-index.ts';

const record = { hash: 7, savedAt: 5, size: 10, neverChanges: false };

test('the newest counts, and of two that were saved at once the one that comes later', () => {
  const index = createRecordIndex();
  index.add(record, 1, 100);
  index.add({ ...record, savedAt: 4, size: 20 }, 2, 0);
  expect(index.get(7)).toEqual({ segment: 1, offset: 100, size: 10 });
  index.add({ ...record, size: 30 }, 3, 0);
  expect(index.get(7)).toEqual({ segment: 3, offset: 0, size: 30 });
  expect([1, 2, 3].map(index.liveBytes)).toEqual([0, 0, 30]);
  expect(index.get(8)).toBeUndefined();
});

test('it is as a map would be, hashes that fall together and all', () => {
  const added = fc.record({
    // Multiples of a large power of two fall together whatever the table's length.
    hash: fc.oneof(
      fc.nat(50),
      fc.nat(3000).map(number => number * 2 ** 20),
      fc.nat(100).map(number => number * 2 ** 40),
    ),
    savedAt: fc.nat(1000),
    size: fc.nat(1000),
    neverChanges: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(added, { maxLength: 4000, size: 'max' }), records => {
      const index = createRecordIndex();
      const expected = new Map<number, object>();
      const times = new Map<number, number>();
      for (const [offset, one] of records.entries()) {
        index.add(one, offset % 3, offset);
        if ((times.get(one.hash) ?? 0) > one.savedAt) continue;
        times.set(one.hash, one.savedAt);
        expected.set(one.hash, { ...one, segment: offset % 3, offset });
      }
      expect(new Map([...index.records()].map(found => [found.hash, found]))).toEqual(expected);
      for (const { hash } of records) expect(index.get(hash)).toBeDefined();
    }),
    { numRuns: 20 },
  );
});
