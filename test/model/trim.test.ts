import { expect, test } from 'vitest';
import { trimmedEnd } from '../../server/src/model/trim.ts';

test.each([
  ['a//', 'a'],
  ['a//b', 'a//b'],
  ['//', ''],
  ['', ''],
  ['a', 'a'],
  // A pattern would take hours.
  [`${'/'.repeat(4_000_000)}x`, `${'/'.repeat(4_000_000)}x`],
])('slashes at the end are left out', (text, left) => {
  expect(trimmedEnd(text, '/') === left).toBe(true);
});
