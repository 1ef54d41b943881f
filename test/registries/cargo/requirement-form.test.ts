import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRequirement } from '../../../server/src/ecosystems/cargo/requirement.ts';
import { isRequirement } from '../../../server/src/registries/cargo/requirement-form.ts';

const piece = fc.constantFrom(
  ...['0', '1', '12', '01', '18446744073709551615', '18446744073709551616'],
  ...['.', '.', '.', '*', 'x', '-', '+', 'a', 'a1', ' ', ',', '^', '~', '=', '>', '<', '>=', '<='],
);

test('a requirement of an index is one of a manifest', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 9 }), pieces => {
      const text = pieces.join('');
      expect([text, isRequirement(text)]).toEqual([text, parseRequirement(text) !== undefined]);
    }),
    { numRuns: 20_000 },
  );
});
