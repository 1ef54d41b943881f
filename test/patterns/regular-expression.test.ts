import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundedExpression } from '../../server/src/patterns/regular-expression.ts';

const TEXTS = ['', 'v1.2.3', '1.2.3', 'latest', 'pr-12', 'main', 'V1', 'a-b_c', 'release/1', 'aaa', 'dev-v44'];

const SAME = [
  ...[
    '.*',
    '^v',
    'v$',
    '^v?\\d+\\.\\d+\\.\\d+$',
    'pr-\\d+',
    '[a-c]+',
    '[^0-9]',
    '^(?:dev|main|pr-.*)$',
    'a{2}',
    'a{4}',
  ],
  ...[
    'a{1,2}$',
    '^a{2,}$',
    '(v|V)1',
    '\\bb',
    '\\Bb',
    'x*',
    '(?:)',
    '^$',
    '(a|b)*c',
    '[\\w.-]+',
    '[-a]',
    '[a-]',
    '\\.',
    'a|',
    '(?<n>a)',
  ],
  ...['l.t', '(.*)*t', '((a*)*)*b', 'dev-.*|release/.*', '[\\d.]+?'],
];

describe('means what the engine of JavaScript means', () => {
  test.each(SAME)('%s', source => {
    const expression = boundedExpression(source);
    expect(TEXTS.map(text => expression?.finds(text))).toEqual(TEXTS.map(text => new RegExp(source).test(text)));
    const whole = new RegExp(`^(?:${source})$`);
    expect(TEXTS.map(text => expression?.matches(text))).toEqual(TEXTS.map(text => whole.test(text)));
  });

  const part = fc.constantFrom(
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '\\w',
    '(a|b)',
    '(?:ab)?',
    'a*',
    'b+',
    'a{2}',
    '^',
    '$',
    '|',
  );
  test('whatever is put together', () => {
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1') }),
        (parts, text) => {
          const source = parts.join('');
          const expression = boundedExpression(source);
          expect(expression?.finds(text)).toBe(new RegExp(source).test(text));
          expect(expression?.matches(text)).toBe(new RegExp(`^(?:${source})$`).test(text));
        },
      ),
      { numRuns: 500 },
    );
  });
});

test.each([
  ['(?i)V1', 'v1', true],
  ['(?i:LATEST)', 'latest', true],
  ['(?P<x>a)', 'a', true],
  ['\\Av1\\z', 'v1', true],
  ['[[:alpha:]]+', 'abc', true],
  ['[[:digit:]]', 'abc', false],
  ['(?i)[A-C]x', 'bX', true],
])('%s matches %s: %s', (source, text, is) => {
  expect(boundedExpression(source)?.matches(text)).toBe(is);
});

test.each([
  ...[
    '(?!a)b',
    '(?=a)',
    '(?<=a)b',
    '(a)\\1',
    '(',
    ')',
    '[',
    '[a',
    'a**',
    '*a',
    'a{3,2}',
    '\\',
    '\\pL',
    '[]a]',
    '(?x)a',
    'a{1001}',
  ],
  ...['\\Z', '(?>a)', '^*', '[z-a]', '(((a{500}){500}){500})', 'a'.repeat(1001), '('.repeat(60) + ')'.repeat(60)],
])('is not known: %s', source => {
  expect(boundedExpression(source)).toBeUndefined();
});

test('what the last text led to is nothing to the next one', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 50 });
  const sources = ['a+b', '^a*$', '\\bab\\b', 'b$', '(a|-)*b?', 'a{3}', '^', '\\B-', 'ab|ba$'];
  fc.assert(
    fc.property(fc.constantFrom(...sources), fc.array(text, { maxLength: 20 }), (source, texts) => {
      const expression = boundedExpression(source);
      const same = [...texts, ...texts.map(each => `${each}a`), ...texts.toSorted()];
      expect(same.map(each => expression?.finds(each))).toEqual(same.map(each => new RegExp(source).test(each)));
      const whole = new RegExp(`^(?:${source})$`);
      expect(same.map(each => expression?.matches(each))).toEqual(same.map(each => whole.test(each)));
    }),
    { numRuns: 300 },
  );
});

test('nothing, however often it is repeated, takes no time', () => {
  for (const nothing of ['()', '(?:)', '((?i))', '(()())']) {
    const source = `${'('.repeat(6)}${nothing}${'{1000})'.repeat(6)}v`;
    expect(boundedExpression(source)?.matches(nothing.includes('i') ? 'V' : 'v')).toBe(!nothing.includes('i'));
  }
});

test('goes over a text once, whatever the expression', () => {
  const expression = boundedExpression('(a*)*(a|aa)+(a?){30}b');
  expect(expression?.finds('a'.repeat(1000))).toBe(false);
});
