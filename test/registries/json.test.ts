import { expect, it } from 'vitest';
import { parseJsonObject } from '../../server/src/registries/json.ts';

it.each<[string, unknown]>([
  ['{"a":1}', { a: 1 }],
  [' {"a":[1]} \n', { a: [1] }],
  ['[1]', undefined],
  ['null', undefined],
  ['"text"', undefined],
  ['{"a":', undefined],
  ['<html></html>', undefined],
  ['', undefined],
])('%s', (text, value) => {
  expect(parseJsonObject(Buffer.from(text))).toEqual(value);
});

it('a part of a larger buffer is read as that part', () => {
  expect(parseJsonObject(Buffer.from('xx{"a":1}yy').subarray(2, 9))).toEqual({ a: 1 });
});

it('a large document is read unless it is nothing but small values', () => {
  const size = 9 * 1024 * 1024;
  expect(parseJsonObject(Buffer.from(`{"a":"${'x'.repeat(size)}"}`))).toHaveProperty('a');
  expect(parseJsonObject(Buffer.from(`{"a":[${'[],'.repeat(size / 3)}0]}`))).toBeUndefined();
});
