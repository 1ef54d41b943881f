import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, isPlain, plainText } from '../../server/src/model/plain-text.ts';
import { HOSTILE_WORDS, PLAIN } from '../support/hostile-words.ts';

describe('plainText', () => {
  it.each([
    ['a colour', '\u001b[31mred\u001b[0m', 'red'],
    ['a terminal title', '\u001b]0;title\u0007text', 'text'],
    ['line breaks', 'one\r\n\r\n# two\u2028three', 'one # two three'],
    ['a NUL', 'a\u0000b', 'a b'],
    ['the other writing direction', 'safe\u202Egpj.exe\u2066\u2069', 'safegpj.exe'],
    ['letters without width', 'pay\u200Bpal\uFEFF', 'paypal'],
    ['invisible tags', 'a\u{E0041}\u{E0042}b', 'ab'],
    ['half a character', 'a\uD83D', 'a'],
    ['letters that draw nothing', 'a\u034f\u115f\u3164b', 'ab'],
    ['what a blank parts from a line break', 'a \n b', 'a b'],
    ['no blanks between words', 'a  b', 'a  b'],
    ['whole characters', 'naïve 日本 🚀', 'naïve 日本 🚀'],
  ])('removes %s', (_, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it('cuts what is long, between characters', () => {
    expect(plainText('🚀'.repeat(20), 5)).toBe('🚀🚀🚀🚀…');
    expect([...plainText('x'.repeat(1_000_000))]).toHaveLength(300);
  });

  it('is done once: what is plain stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, longest) => {
        const plain = plainText(text, longest);
        expect(plain).toMatch(PLAIN);
        expect([...plain].length).toBeLessThanOrEqual(longest);
        expect(plainText(plain, longest)).toBe(plain);
      }),
    );
  });

  it('takes little time for what is far too long', () => {
    const started = performance.now();
    for (const long of [' ', '\u001b[', '\u001b]', '\n ', '\u200b']) plainText(long.repeat(1_000_000), 2_000);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

it.each([
  ['1.0.0', true],
  ['naïve 日本', true],
  [' 1.0.0', false],
  ['1.0.0\n', false],
  ['1.0.0\u200b', false],
  ['x'.repeat(301), false],
])('isPlain %j: %s', (text, plain) => {
  expect(isPlain(text)).toBe(plain);
});

describe('code', () => {
  it.each(Object.entries(HOSTILE_WORDS))('holds %s between its backticks', (_, word) => {
    expect(code(word)).toMatch(/^`[^`]*`$/);
    expect(code(word)).toMatch(PLAIN);
    expect(code(word).length).toBeLessThanOrEqual(302);
  });
});
