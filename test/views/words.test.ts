import { expect, it } from 'vitest';
import { agoText, briefAge, sizeText } from '../../server/src/views/words.ts';

const NOW = Date.UTC(2024, 0, 2, 12);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

it.each([
  [0, 'just now', '0 h'],
  [MINUTE, '1 minute ago', '0 h'],
  [47 * 60 * MINUTE, '47 hours ago', '47 h'],
  [2 * DAY, '2 days ago', '2 d'],
  [89 * DAY, '89 days ago', '89 d'],
  [90 * DAY, '2 months ago', '2 mo'],
  [729 * DAY, '23 months ago', '23 mo'],
  [731 * DAY, '2 years ago', '2 y'],
  [-DAY, 'just now', '0 h'],
])('what was %d ms ago was %s', (age, ago, brief) => {
  expect([agoText(NOW - age, NOW), briefAge(NOW - age, NOW)]).toEqual([ago, brief]);
});

it.each([
  [0, '0 B'],
  [512, '512 B'],
  [999.4, '999 B'],
  [1000, '1.0 kB'],
  [9_949, '9.9 kB'],
  [9_950, '10 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [52_345_678, '52 MB'],
  [1_234_567_890, '1.2 GB'],
  [9e15, '9000 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
