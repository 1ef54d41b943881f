import { expect, test } from 'vitest';
import { createBoundary, faultOf } from '../server/src/boundary.ts';

test('gives what the work gives', async () => {
  const boundary = createBoundary(() => expect.unreachable());
  expect(boundary.round('a', () => 1, 2)).toBe(1);
  expect(await boundary.roundLater('a', async () => 1, 2)).toBe(1);
});

test('puts something in place of a fault, and tells once for each document', async () => {
  const told: string[] = [];
  const boundary = createBoundary(sentence => told.push(sentence));
  const fail = () => {
    throw new RangeError('Maximum call stack size exceeded');
  };
  expect(boundary.round('a/x', fail, 2)).toBe(2);
  expect(boundary.round('a/x', fail, 3)).toBe(3);
  expect(await boundary.roundLater('b/x', async () => fail(), 4)).toBe(4);
  expect(await boundary.roundLater('c/x', fail, 5)).toBe(5);
  expect(told.map(sentence => /^`(.+?)` could not be read/.exec(sentence)?.[1])).toEqual(['a/x', 'b/x', 'c/x']);
  expect(told[0]).toContain('RangeError: Maximum call stack size exceeded');
});

test.each([
  [new URIError('URI malformed'), /^URIError: URI malformed \(at .+\)$/],
  [Object.assign(new Error('x'), { stack: undefined }), /^Error: x$/],
  ['text', /^text$/],
  [undefined, /^undefined$/],
])('a fault in words: %s', (error, words) => {
  expect(faultOf(error)).toMatch(words);
});
