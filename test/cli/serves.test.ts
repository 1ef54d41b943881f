import { expect, it } from 'vitest';
import { servesEditor } from '../../server/src/cli/serves.ts';

it.each([
  ['--stdio', true],
  ['--node-ipc --clientProcessId=42', true],
  ['--clientProcessId=42 --stdio', true],
  ['--socket=48109', true],
  ['--pipe=/run/lens.sock', true],
  ['', false],
  ['--help', false],
  ['check', false],
  ['check -- --socket=48109', false],
  ['check --socket=48109', false],
  ['--socket=48109 Dockerfile', false],
  ['-- --stdio', false],
  ['--stdio --', false],
  ['--stdio -v', false],
  ['--stdiometer', false],
  ['--socket=', false],
  ['--socket=48109x', false],
  ['--pipe=', false],
])('with `%s` an editor is served: %s', (line, expected) => {
  expect(servesEditor(line.split(' ').filter(Boolean))).toBe(expected);
});
