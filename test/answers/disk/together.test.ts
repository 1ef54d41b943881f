import { expect, test } from 'vitest';
import { together } from '../../../server/src/answers/disk/together.ts';

test('all who want it at a time share one run, and none gets one that had begun before', async () => {
  const ends: (() => void)[] = [];
  const work = together(
    () =>
      new Promise<number>(resolve => {
        const run = ends.length;
        ends.push(() => resolve(run));
      }),
  );
  const turn = () => new Promise<void>(resolve => setImmediate(resolve));
  const first = [work(), work()];
  await turn();
  const second = [work(), work(), work()];
  await turn();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await turn();
  expect(ends).toHaveLength(2);
  ends[1]?.();
  expect(await Promise.all(first)).toEqual([0, 0]);
  expect(await Promise.all(second)).toEqual([1, 1, 1]);
});
