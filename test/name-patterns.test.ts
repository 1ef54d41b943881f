import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Subject } from '../server/src/model/reference.ts';
import { isNamePattern, namePatterns, patternFor } from '../server/src/name-patterns.ts';

function release(name: string): Subject {
  return { kind: 'release', registry: 'npm', name, want: { is: 'tag', text: 'next' } };
}

const word = fc.string({ unit: fc.constantFrom(...'@a-z*?[]{},!\\.~'), minLength: 1, maxLength: 20 });

test('the pattern for a name fits that name, and no name that is longer', () => {
  fc.assert(
    fc.property(word, word, (scope, rest) => {
      const name = `@${scope}/${rest}`;
      const { pattern = '' } = patternFor(release(name)) ?? {};
      const fits = namePatterns([pattern]);
      expect(fits(release(name))).toBe(true);
      expect(fits(release(`${name}z`))).toBe(false);
    }),
  );
});

test.each(['npm:', 'npm', ':a', 'pip:a', '', `npm:${'{a,b}'.repeat(20)}`])('%j is none', pattern => {
  expect(isNamePattern(pattern, ['npm', 'oci'])).toBe(false);
});
