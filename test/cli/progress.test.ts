import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startProgress } from '../../server/src/cli/progress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function output(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, write: (text: string) => written.push(text) };
}

test('shows one line that changes, makes room for others, and is gone in the end', () => {
  const terminal = output(true);
  const progress = startProgress(terminal);
  let open = 3;
  progress.say(() => `${open} questions`);
  vi.advanceTimersByTime(100);
  vi.advanceTimersByTime(100);
  open = 2;
  vi.advanceTimersByTime(100);
  progress.interrupt(() => terminal.write('Passed over.\n'));
  progress.stop();
  vi.advanceTimersByTime(1000);
  const clear = '\r\u001b[K';
  expect(terminal.written).toEqual([`${clear}3 questions`, `${clear}2 questions`, clear, 'Passed over.\n']);
});

test('is silent where there is no terminal', () => {
  const pipe = output(false);
  const progress = startProgress(pipe);
  progress.say(() => 'x');
  vi.advanceTimersByTime(1000);
  progress.stop();
  expect(pipe.written).toEqual([]);
});
