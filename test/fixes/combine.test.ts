import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits, checkEdits, combineFixes } from '../../server/src/fixes/apply.ts';
import type { Edit, Fix } from '../../server/src/model/finding.ts';
import { spanOf } from '../../server/src/model/span.ts';

const TEXT = 'abcdefghij'.repeat(4);
const edit: fc.Arbitrary<Edit> = fc
  .tuple(fc.nat(TEXT.length - 4), fc.nat(3), fc.constantFrom('', 'x', 'y'))
  .map(([start, length, put]) => {
    const span = spanOf(start, start + length);
    return { span, expects: TEXT.slice(span.start, span.end), put };
  });
const fix: fc.Arbitrary<Fix> = fc
  .array(edit, { minLength: 1, maxLength: 3 })
  .map(edits => ({ title: 'Fix', safety: 'safe', edits }));

/** Takes each fix where all edits so far and its own can be applied together. */
function combinedOneByOne(fixes: readonly Fix[]): readonly Edit[] {
  let edits: readonly Edit[] = [];
  for (const { edits: its } of fixes) {
    const together = checkEdits(TEXT, [...edits, ...its]);
    if (together.is === 'fit') edits = together.edits;
  }
  return edits;
}

test('takes what fits beside the fixes before, as looking at all of them each time would', () => {
  fc.assert(
    fc.property(fc.array(fix, { maxLength: 12 }), fixes => {
      const { edits, made, left } = combineFixes(TEXT, fixes);
      expect(edits).toEqual(combinedOneByOne(fixes));
      expect(made.length + left.length).toBe(fixes.length);
      expect(applyEdits(TEXT, edits).is).toBe('done');
    }),
    { numRuns: 2000 },
  );
});
