import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBackground } from '../../server/src/editor/background.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what takes long rests for longer, however often it is wanted', async () => {
  const background = createBackground(() => undefined);
  const began = performance.now();
  const times: number[] = [];
  const soon = background.spaced(100, async () => {
    times.push(performance.now() - began);
    await new Promise(resolve => setTimeout(resolve, 200));
  });
  for (let at = 0; at < 2500; at += 50) {
    soon();
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(times).toEqual([100, 1100, 2100]);
  background.close();
  await vi.advanceTimersByTimeAsync(10_000);
  soon();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(times).toHaveLength(3);
});

test('what takes no time comes soon, and a fault is told and ends nothing', async () => {
  const told: string[] = [];
  const background = createBackground(line => told.push(line));
  let done = 0;
  const soon = background.spaced(100, async () => {
    done += 1;
    throw new Error('broken');
  });
  soon();
  soon();
  await vi.advanceTimersByTimeAsync(100);
  expect(done).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(done).toBe(1);
  soon();
  await vi.advanceTimersByTimeAsync(100);
  expect(done).toBe(2);
  expect(told).toEqual([expect.stringContaining('broken'), expect.stringContaining('broken')]);
});
