import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { debounced } from '../../server/src/editor/debounce.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each<[string, { calls: number; delay: number; longest?: number }, number[]]>([
  ['what happens once is done after the delay', { calls: 1, delay: 120 }, [120]],
  ['what happens meanwhile is done with it', { calls: 3, delay: 120 }, [120]],
  ['what happens later is done later', { calls: 4, delay: 120 }, [120, 270]],
  ['a burst is done when it is over', { calls: 4, delay: 120, longest: 600 }, [270]],
  ['and where it is not, after a while', { calls: 20, delay: 120, longest: 600 }, [600, 1070]],
])('%s', (_, { calls, delay, longest }, expected) => {
  const times: number[] = [];
  const began = performance.now();
  const it = debounced(delay, () => times.push(performance.now() - began), longest);
  for (let i = 0; i < calls; i++) {
    it.soon();
    vi.advanceTimersByTime(50);
  }
  vi.advanceTimersByTime(10_000);
  expect(times).toEqual(expected);
});

test('what is done at once is not done again, and after a cancel nothing is', () => {
  let done = 0;
  const it = debounced(100, () => done++);
  it.soon();
  it.now();
  vi.advanceTimersByTime(1000);
  expect(done).toBe(1);
  it.soon();
  it.cancel();
  it.soon();
  it.now();
  vi.advanceTimersByTime(1000);
  expect(done).toBe(1);
});
