import { describe, expect, test } from 'vitest';
import { createTurns, takeTurns } from '../../server/src/files/turn.ts';

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

describe('turns that are shared', () => {
  test('are one at a time, and who comes first goes first', async () => {
    let now = 100;
    const take = createTurns(() => now);
    const [one, other] = [take(), take()];
    expect(one.isOver()).toBe(false);
    now += 6;
    expect([one.isOver(), other.isOver()]).toEqual([true, true]);
    const order: string[] = [];
    await Promise.all([
      one.end().then(() => order.push(`one, ${one.isOver() ? 'over' : 'begins'}`)),
      other.end().then(() => order.push(`the other, ${other.isOver() ? 'over' : 'begins'}`)),
    ]);
    expect(order).toEqual(['one, begins', 'the other, begins']);
  });

  test('let a request pass that takes several rounds of the event loop, where the work goes on for long', async () => {
    let now = 0;
    const turn = createTurns(() => now)();
    turn.isOver();
    for (let each = 0; each < 10; each += 1) await turn.end();
    now += 2;
    expect(turn.isOver()).toBe(true);
    const order: string[] = [];
    const round = (left: number) => {
      if (left === 0) order.push('answered');
      else setImmediate(() => round(left - 1));
    };
    round(4);
    await turn.end();
    order.push('goes on');
    expect(order).toEqual(['answered', 'goes on']);
  });

  test('are long again after a rest', async () => {
    let now = 100;
    const turn = createTurns(() => now)();
    for (let each = 0; each < 10; each += 1) await turn.end();
    for (let round = 0; round < 10; round += 1) await new Promise(resolve => setImmediate(resolve));
    expect(turn.isOver()).toBe(false);
    now += 4;
    expect(turn.isOver()).toBe(false);
  });
});
