import { expect, test } from 'vitest';
import { createTurns } from '../../../server/src/answers/disk/turns.ts';

test('work goes on at once while a turn is short, and in the next one when it is not', async () => {
  const turns = createTurns();
  expect(turns.next()).toBeUndefined();
  expect(turns.next()).toBeUndefined();
  const start = performance.now();
  while (performance.now() - start < 20);
  const next = turns.next();
  expect(next).toBeInstanceOf(Promise);
  await next;
  expect(turns.next()).toBeUndefined();
});
