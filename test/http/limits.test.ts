import { expect, it } from 'vitest';
import { readRateLimit, type ToldLimit } from '../../server/src/http/limits.ts';

const HOUR = 60 * 60 * 1000;

it.each<[string, Record<string, string>, ToldLimit | undefined]>([
  [
    'Docker Hub’s',
    { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '76;w=21600' },
    { limit: 100, remaining: 76, lasts: 6 * HOUR },
  ],
  [
    'the draft’s',
    { 'ratelimit-limit': '60', 'ratelimit-remaining': '0', 'ratelimit-reset': '30' },
    { limit: 60, remaining: 0, lasts: 30_000 },
  ],
  [
    'of several policies',
    { 'ratelimit-limit': '10, 10;w=1, 50;w=60', 'ratelimit-remaining': ' 9' },
    { limit: 10, remaining: 9, lasts: HOUR },
  ],
  ['nothing', {}, undefined],
  ['half of it', { 'ratelimit-limit': '100' }, undefined],
  ['the other half', { 'ratelimit-remaining': '5' }, undefined],
  ['no number', { 'ratelimit-limit': 'many', 'ratelimit-remaining': '5' }, undefined],
  ['a number below none', { 'ratelimit-limit': '100', 'ratelimit-remaining': '-5' }, undefined],
  ['a number without end', { 'ratelimit-limit': '100', 'ratelimit-remaining': '5'.repeat(40) }, undefined],
  ['a limit of nothing', { 'ratelimit-limit': '0', 'ratelimit-remaining': '0' }, undefined],
])('%s', (_, headers, told) => {
  expect(readRateLimit(headers)).toEqual(told);
});
