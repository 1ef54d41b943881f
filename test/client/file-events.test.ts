import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFileEvents } from '../../client/src/file-events.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ROOT = 'file:///a/node_modules/opened';

/** What the server gets, in the messages that vscode-languageclient makes of it: after 250 ms without an event. */
function start() {
  const messages: string[][] = [];
  let together: string[] = [];
  let waiting: NodeJS.Timeout | undefined;
  const pass = createFileEvents({ roots: () => [ROOT], now: () => performance.now() });
  const send = async ({ uri }: { uri: string }) => {
    together.push(uri.slice(ROOT.length + 1));
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      messages.push(together);
      together = [];
    }, 250);
  };
  return { messages, happens: (file: string) => void pass({ uri: `${ROOT}/${file}` }, send) };
}

test('what no walk reads is left out, but for a branch that was checked out', async () => {
  const { messages, happens } = start();
  for (const file of [
    'node_modules/a/package.json',
    '.git/index',
    'a/vendor/b',
    'a/.git/HEAD',
    'a/Dockerfile',
    'node_modules',
  ])
    happens(file);
  await vi.advanceTimersByTimeAsync(250);
  expect(messages).toEqual([['a/.git/HEAD', 'a/Dockerfile', 'node_modules']]);
});

test('what happens alone is told without a further delay', async () => {
  const { messages, happens } = start();
  for (const file of ['one', 'two']) {
    happens(file);
    await vi.advanceTimersByTimeAsync(250);
    expect(messages.at(-1)).toEqual([file]);
    await vi.advanceTimersByTimeAsync(1000);
  }
});

test('where files are written without a pause, the server hears of them all the same, and of each', async () => {
  const { messages, happens } = start();
  for (let i = 0; i < 100; i++) {
    happens(String(i));
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(messages.length).toBeGreaterThan(5);
  await vi.advanceTimersByTimeAsync(1000);
  expect(messages.flat()).toEqual(Array.from({ length: 100 }, (_, i) => String(i)));
});
