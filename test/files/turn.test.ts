import { expect, test } from 'vitest';
import { takeTurns } from '../../server/src/files/turn.ts';

test('a turn is over after some milliseconds, and another one begins', async () => {
  let now = 100;
  const turn = takeTurns(() => now);
  expect(turn.isOver()).toBe(false);
  now += 16;
  expect(turn.isOver()).toBe(true);
  await turn.end();
  expect(turn.isOver()).toBe(false);
});

test('its end lets others go first', async () => {
  const order: string[] = [];
  const turn = takeTurns();
  setImmediate(() => order.push('another'));
  await turn.end();
  order.push('this one');
  expect(order).toEqual(['another', 'this one']);
});
