import { expect, it } from 'vitest';
import { isIsoDate } from '../../server/src/model/iso-date.ts';

it.each<[unknown, boolean]>([
  ['2020', true],
  ['2020-02', true],
  ['2020-02-29', true],
  ['2020-02-29T01:02:03Z', true],
  ['2020-02-29T01:02:03.123456789Z', true],
  ['2020-02-29T01:02:03.123+02:00', true],
  ['2020-02-29 01:02:03', true],
  ['2020-13-01', false],
  ['2020-02-29T25:00:00Z', false],
  ['2020-02-29\n', false],
  [' 2020-02-29', false],
  ['2020-02-29T01:02:03Z::error::x', false],
  ['yesterday', false],
  ['', false],
  [2020, false],
  [undefined, false],
])('%j: %s', (value, isDate) => {
  expect(isIsoDate(value)).toBe(isDate);
});
