import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardMarkdown, cardText, escapeMarkdown, plainHttpsAddress } from '../../server/src/views/markdown.ts';

describe('a table', () => {
  const CARD = [
    {
      head: ['platform', 'a | b'],
      rows: [
        [{ code: 'linux/amd64' }, '4 MB'],
        [{ code: 'x | `y` \\| z' }, '|| [a](b)'],
      ],
    },
  ];

  it('keeps its cells, whatever is in them', () => {
    expect(cardMarkdown(CARD).split('\n')).toEqual([
      '| platform | a \\| b |',
      '| --- | --- |',
      '| `linux/amd64` | 4 MB |',
      "| `x ¦ 'y' \\¦ z` | \\|\\| \\[a\\]\\(b\\) |",
    ]);
  });

  it('stands in columns without Markdown', () => {
    expect(cardText(CARD).split('\n')).toEqual(['  linux/amd64   4 MB', '  x | `y` \\| z  || [a](b)']);
  });
});

describe('escapeMarkdown', () => {
  it.each([
    ['a link', '[click](https://evil.example)', '\\[click\\]\\(https\\:\\/\\/evil\\.example\\)'],
    ['an image', '![x](y)', '\\!\\[x\\]\\(y\\)'],
    ['HTML', '<img src=x onerror=alert(1)>&lt;', '&lt;img src\\=x onerror\\=alert\\(1\\)&gt;&amp;lt\\;'],
    ['code', '`rm -rf`', '\\`rm \\-rf\\`'],
    ['a heading', '# big', '\\# big'],
    ['a list', '1. one', '1\\. one'],
    ['a bare address', 'www.evil.example', 'www\\.evil\\.example'],
    ['a backslash before a bracket', '\\[x](y)', '\\\\\\[x\\]\\(y\\)'],
    ['an icon', '$(trash)', '\\$\\(trash\\)'],
  ])('disarms %s', (_, text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it('leaves no punctuation with a meaning, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const bare = escapeMarkdown(text).replace(/\\[!-/:-@[-`{-~]|&(?:amp|lt|gt);/g, '');
        expect(bare).not.toMatch(/[!-/:-@[-`{-~]|\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/u);
      }),
    );
  });
});

describe('plainHttpsAddress', () => {
  it.each([
    ['https://github.com/nodejs/node', 'https://github.com/nodejs/node'],
    ['https://git.example:8443/a/b?c=d#e', 'https://git.example:8443/a/b?c=d#e'],
    ['http://github.com/a', undefined],
    ['javascript:alert(1)', undefined],
    ['command:workbench.action.quit', undefined],
    ['https://user:pass@host.example/', undefined],
    ['https://good.example@evil.example/', undefined],
    ['https://a.example/>)[x](y', undefined],
    ['https://a.example/ b', undefined],
    ['https://а.example/', undefined],
    ['https://0x7f.1/', undefined],
    [`https://a.example/${'x'.repeat(600)}`, undefined],
  ])('%s', (address, plain) => {
    expect(plainHttpsAddress(address)).toBe(plain);
  });
});

it('draws a card with and without Markdown', () => {
  const card = [
    [{ strong: 'a*b' }, ' · ', { link: 'https://a.example/', text: 'page' }],
    ['Tag ', { code: '`1`' }, ', fine'],
    ['Source: ', { link: 'javascript:alert(1)' }],
  ];
  expect(cardMarkdown(card)).toBe(
    "**a\\*b** · [page](<https://a.example/>)\n\nTag `'1'`\\, fine\n\nSource\\: javascript\\:alert\\(1\\)",
  );
  expect(cardText(card)).toBe('a*b · page: https://a.example/\nTag `1`, fine\nSource: javascript:alert(1)');
});
