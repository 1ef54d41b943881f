import { expect, test } from 'vitest';
import { ALL_READERS, readerAround, readerFor, readersByInclusion } from '../../server/src/ecosystems/readers.ts';
import { KITS } from './kits.ts';

test('every reader has seeds that it knows as its own, and reads something in them', () => {
  for (const reader of ALL_READERS) {
    const kit = KITS[reader.id];
    const readings = (kit?.seeds ?? []).map(seed => reader.read(seed, kit?.file ?? ''));
    const { file = '', seeds = [] } = kit ?? {};
    const found = reader.isAside
      ? readerAround(file)
      : (readerFor(file, undefined, seeds[0]) ?? readersByInclusion(file)[0]);
    expect(found?.id, reader.id).toBe(reader.id);
    expect(
      readings.filter(({ references, statements }) => references.length > 0 || statements).length,
      reader.id,
    ).toBeGreaterThan(0);
  }
  expect(Object.keys(KITS).sort()).toEqual(ALL_READERS.map(({ id }) => id).sort());
});
