import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ignoredPlaces } from '../../server/src/model/ignored-places.ts';
import type { Ignore } from '../../server/src/model/reference.ts';
import { spanOf, spansTouch } from '../../server/src/model/span.ts';

const span = fc.tuple(fc.nat(40), fc.nat(6)).map(([start, length]) => spanOf(start, start + length));
const ignore: fc.Arbitrary<Ignore> = fc.record({
  span,
  rules: fc.array(fc.constantFrom('latest-tag', 'moved-tag', 'pull-policy'), { maxLength: 2 }),
});

test('silences what looking at each comment would silence', () => {
  fc.assert(
    fc.property(fc.array(ignore), span, fc.constantFrom('latest-tag', 'moved-tag'), (ignores, at, rule) => {
      const each = ignores.some(
        its => spansTouch(its.span, at) && (its.rules.length === 0 || its.rules.includes(rule)),
      );
      expect(ignoredPlaces(ignores).has(rule, at)).toBe(each);
    }),
    { numRuns: 2000 },
  );
});
