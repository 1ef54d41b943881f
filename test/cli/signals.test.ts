import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

const signals = path.resolve(import.meta.dirname, '../../server/src/cli/signals.ts');

/**
 * A process that listens, and would never end by itself. It tells of the first signal, and is held where it is asked to
 * be.
 */
const SCRIPT = `
  import { readSync } from 'node:fs';
  import { firstSignal } from ${JSON.stringify(signals)};
  setInterval(() => undefined, 1_000_000);
  const signal = firstSignal(process);
  const say = () => process.stdout.write('stopping\\n', () => hold('after'));
  signal.addEventListener('abort', () => setImmediate(() => setImmediate(say)));
  const hold = when => process.argv.at(-1) === when && setImmediate(() => readSync(0, Buffer.alloc(1)));
  process.stdout.write('ready\\n', () => hold('before'));
`;

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function start(held: 'never' | 'before' | 'after') {
  const argv = ['--input-type=module', '--eval', SCRIPT, '--', held];
  const child = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'inherit'] });
  started.push(child);
  const ended = once(child, 'close');
  return { child, ended, said: async () => String((await once(child.stdout, 'data'))[0]) };
}

// Where there are no signals, whatever is sent ends a process.
describe.skipIf(process.platform === 'win32')('signals', () => {
  test.each([
    ['SIGINT', 'SIGINT'],
    ['SIGINT', 'SIGTERM'],
    ['SIGTERM', 'SIGINT'],
    ['SIGTERM', 'SIGTERM'],
  ] as const)('after %s, which is told, %s ends the process', async (first, second) => {
    const { child, ended, said } = start('never');
    expect(await said()).toBe('ready\n');
    child.kill(first);
    expect(await said()).toBe('stopping\n');
    child.kill(second);
    expect(await ended).toEqual([null, second]);
  });

  test('a second one ends a process whose event loop is held', async () => {
    const { child, ended, said } = start('after');
    expect(await said()).toBe('ready\n');
    child.kill('SIGINT');
    expect(await said()).toBe('stopping\n');
    child.kill('SIGTERM');
    expect(await ended).toEqual([null, 'SIGTERM']);
  });

  test('two that come while the event loop is held end the process when it goes on', async () => {
    const { child, ended, said } = start('before');
    expect(await said()).toBe('ready\n');
    child.kill('SIGINT');
    child.kill('SIGTERM');
    child.stdin.write('go on');
    const [code, signal] = await ended;
    expect(code).toBe(null);
    expect(['SIGINT', 'SIGTERM']).toContain(signal);
  });
});
