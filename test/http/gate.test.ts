import { expect, it } from 'vitest';
import { createGate } from '../../server/src/http/gate.ts';

it('lets in by turns those who come for different ones, in their order', async () => {
  const gate = createGate(() => 1);
  const order: string[] = [];
  const first = await gate.enter();
  const all = ['a1', 'a2', 'a3', 'b1', 'c1', 'b2'].map(async name => {
    const leave = await gate.enter(undefined, name.charAt(0));
    order.push(name);
    leave?.();
    leave?.();
  });
  expect(gate.waiting).toBe(6);
  first?.();
  await Promise.all(all);
  expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  expect(gate.waiting).toBe(0);
});

it('passes over those who gave up', async () => {
  const gate = createGate(() => 1);
  const stop = new AbortController();
  const leave = await gate.enter();
  const given = gate.enter(stop.signal, 'a');
  const next = gate.enter(undefined, 'b');
  stop.abort();
  expect(await given).toBeUndefined();
  expect(gate.waiting).toBe(1);
  leave?.();
  expect(await next).toBeTypeOf('function');
});
