import { expect, test } from 'vitest';
import { linesOf } from '../../server/src/model/positions.ts';

test.each([
  ['the start of an empty text', '', 0, [0, 0]],
  ['the end of the first line', 'ab\ncd', 2, [0, 2]],
  ['the start of the second line', 'ab\ncd', 3, [1, 0]],
  ['behind CRLF', 'ab\r\ncd', 4, [1, 0]],
  ['between CR and LF', 'ab\r\ncd', 3, [0, 3]],
  ['behind a lone CR', 'ab\rcd', 3, [1, 0]],
  ['behind the last newline', 'ab\n', 3, [1, 0]],
  ['in code units behind an astral character', '\u{1F433}x', 2, [0, 2]],
  ['before the text', 'ab', -1, [0, 0]],
  ['past the text', 'ab\ncd', 99, [1, 2]],
])('finds %s', (_, text, offset, [line, character]) => {
  expect(linesOf(text).positionAt(offset)).toEqual({ line, character });
});
