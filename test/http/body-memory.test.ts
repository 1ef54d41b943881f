import { Agent } from 'undici';
import { expect, it } from 'vitest';
import { type BodyMemory, createBodyMemory, SMALL_BODY, TINY_BODY } from '../../server/src/http/body-memory.ts';
import { exchange } from '../../server/src/http/exchange.ts';
import { startLocalServer } from '../support/local-server.ts';

const MEGABYTE = 1024 * 1024;

it('takes less and less: whole bodies, then tiny ones, then none until another ends', async () => {
  const memory = createBodyMemory();
  expect(memory.smallBody).toBe(SMALL_BODY);
  memory.take(80 * MEGABYTE);
  expect(memory.smallBody).toBe(TINY_BODY);
  expect(memory.takeFirst(MEGABYTE)).toBeUndefined();
  memory.take(20 * MEGABYTE);
  const admitted: string[] = [];
  const room = (name: string, bytes: number) => memory.takeFirst(bytes)?.then(() => admitted.push(name));
  const both = [room('first', 6 * MEGABYTE), room('second', 1)];
  expect(memory.isShort).toBe(true);
  // The second would fit, but must not pass by the first.
  memory.give(8 * MEGABYTE);
  await Promise.resolve();
  expect(admitted).toEqual([]);
  memory.give(4 * MEGABYTE);
  await Promise.all(both);
  expect(admitted).toEqual(['first', 'second']);
  expect(memory.isShort).toBe(false);
});

it('a body is not read before there is room for it, and its bytes are given back', async () => {
  const memory = createBodyMemory();
  memory.take(100 * MEGABYTE);
  const server = await startLocalServer((_, response) => void response.end('x'.repeat(1000)));
  const dispatcher = new Agent();
  let bytes = 0;
  let markAsked: () => void = () => undefined;
  const asked = new Promise<void>(resolve => {
    markAsked = resolve;
  });
  const watched: BodyMemory = Object.create(memory, {
    takeFirst: {
      value: (count: number) => {
        markAsked();
        return memory.takeFirst(count);
      },
    },
  });
  const sent = exchange({
    ...{ dispatcher, url: new URL(server.base), method: 'GET', headers: {}, maxBytes: MEGABYTE, memory: watched },
    limits: { connect: 5000, headers: 5000, body: 5000, perHost: 1 },
    onBytes: count => {
      bytes += count;
    },
  });
  await asked;
  expect(memory.isShort).toBe(true);
  expect(bytes).toBe(0);
  memory.give(100 * MEGABYTE);
  expect(await sent).toMatchObject({ is: 'response', status: 200 });
  expect(bytes).toBe(1000);
  expect(memory.isShort).toBe(false);
  // All of it is given back: exactly as much as there is at most can be taken.
  expect(memory.takeFirst(96 * MEGABYTE)).toBeUndefined();
  await dispatcher.close();
  await server.stop();
});
