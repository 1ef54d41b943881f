import { describe, expect, test } from 'vitest';
import type { Reader } from '../../server/src/model/reader.ts';
import { fuzzReader } from './fuzz.ts';
import { KITS } from './kits.ts';

const SEED = 20261128;
const CASES = 10_000;

/** A test for each of these readers. They stand in several files, since files run at the same time. */
export function fuzzEach(readers: readonly Reader[]): void {
  describe.each(readers.map(reader => [reader.id, reader] as const))('%s', (id, reader) => {
    test('keeps its promises, whatever the text', () => {
      const kit = KITS[id];
      if (kit === undefined) throw new Error('There is no kit for this reader.');
      const { cases, fault } = fuzzReader(reader, kit, { seed: SEED, cases: CASES });
      expect(fault).toBeUndefined();
      expect(cases).toBeGreaterThanOrEqual(CASES);
    }, 600_000);
  });
}
