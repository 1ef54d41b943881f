import { expect, test } from 'vitest';
import type { CachedAnswer } from '../../server/src/answers/cached-answer.ts';
import { createMemory } from '../../server/src/answers/memory.ts';
import { HOUR, LIVE } from './fake-registry.ts';

const CACHED: CachedAnswer = { answer: { state: 'known', fact: LIVE, asOf: 0 } };
const LARGEST = 4 * 1024 * 1024;

test('memory has an end: what was looked at longest ago goes first, and is told', () => {
  const dropped: string[] = [];
  const memory = createMemory({ freshFor: HOUR, keepFor: HOUR }, key => dropped.push(key));
  for (let number = 0; number < 15; number += 1) memory.set(`large ${number}`, CACHED, LARGEST);
  expect(dropped).toEqual([]);
  memory.shown('large 0', 0, 'online');
  memory.set('one more', CACHED, LARGEST);
  memory.set('and one more', CACHED, LARGEST);
  expect(dropped).toEqual(['large 1', 'large 2']);
  expect(memory.shown('large 0', 0, 'online')).toBe(CACHED.answer);
  expect(memory.shown('large 1', 0, 'online')).toBeUndefined();
});

test('an answer that is replaced is not told as dropped', () => {
  const dropped: string[] = [];
  const memory = createMemory({ freshFor: HOUR, keepFor: HOUR }, key => dropped.push(key));
  for (let number = 0; number < 100; number += 1) memory.set('the same', CACHED, LARGEST);
  expect(dropped).toEqual([]);
});
