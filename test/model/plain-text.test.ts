import { describe, expect, it } from 'vitest';
import { plainText } from '../../server/src/model/plain-text.ts';

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
    ['whole characters', 'naïve 日本 🚀', 'naïve 日本 🚀'],
  ])('removes %s', (_, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it('cuts what is long, between characters', () => {
    expect(plainText('🚀'.repeat(20), 5)).toBe('🚀🚀🚀🚀…');
    expect([...plainText('x'.repeat(1_000_000))]).toHaveLength(300);
  });
});
