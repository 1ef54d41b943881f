import { describe, expect, test } from 'vitest';
import { ALL_READERS, readerAround, readerFor, readersByInclusion } from '../../server/src/ecosystems/readers.ts';
import { fuzzReader } from './fuzz.ts';
import { KITS } from './kits.ts';

const SEED = 20261128;
const CASES = 10_000;

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

describe.each(ALL_READERS.map(reader => [reader.id, reader] as const))('%s', (id, reader) => {
  test('keeps its promises, whatever the text', () => {
    const kit = KITS[id];
    if (kit === undefined) throw new Error('There is no kit for this reader.');
    const { cases, fault } = fuzzReader(reader, kit, { seed: SEED, cases: CASES });
    expect(fault).toBeUndefined();
    expect(cases).toBeGreaterThanOrEqual(CASES);
  }, 600_000);
});
