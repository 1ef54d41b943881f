import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestWay, type NamePart, namePattern } from '../../server/src/patterns/name-pattern.ts';

const units = fc.constantFrom<NamePart>(
  '*',
  { is: 'any' },
  { is: 'itself', character: 'a' },
  { is: 'itself', character: 'b' },
  { is: 'class', negated: true, ranges: [[97, 97]] },
);

/** What others make of a pattern, which is quick only for short names. */
function asExpression(parts: readonly NamePart[]): RegExp {
  return new RegExp(`^${parts.map(sourceOf).join('')}$`);
}

function sourceOf(part: NamePart): string {
  if (part === '*') return '.*';
  switch (part.is) {
    case 'any':
      return '.';
    case 'itself':
      return part.character;
    case 'class':
      return '[^a]';
  }
}

test('matches as a regular expression does', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
  fc.assert(
    fc.property(fc.array(units, { maxLength: 8 }), fc.array(name, { minLength: 20 }), (parts, names) => {
      const pattern = namePattern(parts);
      const expression = asExpression(parts);
      expect(names.filter(pattern.matches)).toEqual(names.filter(name => expression.test(name)));
    }),
    { numRuns: 2000 },
  );
});

/** Characters that count how often they are looked at. */
function counted(text: string): { readonly name: string; readonly looks: () => number } {
  let looks = 0;
  const name = new Proxy(Object(text), {
    get(of, key) {
      if (key !== 'charCodeAt') return Reflect.get(of, key) instanceof Function ? of[key].bind(of) : of[key];
      return (at: number) => {
        looks += 1;
        return text.charCodeAt(at);
      };
    },
  });
  return { name, looks: () => looks };
}

test('looks at no more characters than it says', () => {
  const long = fc.integer({ min: 0, max: 250 }).map(length => `${'a'.repeat(length)}c`);
  // A character for itself would be looked for by the system's own means, which nobody can count.
  const one = fc.constantFrom<NamePart>('*', '*', { is: 'any' }, { is: 'class', negated: false, ranges: [[97, 98]] });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 60 }), long, (parts, text) => {
      const pattern = namePattern(parts);
      const { name, looks } = counted(text);
      pattern.matches(name);
      expect(looks()).toBeLessThanOrEqual(longestWay(pattern, text.length));
    }),
    { numRuns: 500 },
  );
});
