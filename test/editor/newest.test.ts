import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createNewest } from '../../server/src/editor/newest.ts';

function passing() {
  const passed: string[] = [];
  return { passed, newest: createNewest<string>(item => passed.push(item)) };
}

it('passes on the newest of what comes one turn after the other, once', async () => {
  const { passed, newest } = passing();
  for (const text of ['a', 'ab', 'abc']) {
    newest.put('one', text);
    await turn();
  }
  newest.put('two', 'x');
  expect(passed).toEqual([]);
  await newest.passed;
  expect(passed).toEqual(['abc', 'x']);
  await turn();
  await turn();
  expect(passed).toEqual(['abc', 'x']);
});

it('passes on at once what waits, and nothing that was dropped', async () => {
  const { passed, newest } = passing();
  newest.put('one', 'a');
  newest.put('two', 'b');
  newest.drop('one');
  const waiting = newest.passed;
  newest.flush();
  expect(passed).toEqual(['b']);
  await waiting;
  await newest.passed;
  newest.flush();
  expect(passed).toEqual(['b']);
});
