import { describe, expect, test } from 'vitest';
import { readYamlMap, readYamlMapInPart } from '../../../server/src/projects/npm/yaml-map.ts';

describe('a map', () => {
  test.each<[string, unknown]>([
    ['', {}],
    ['# nothing', {}],
    ['a: 1\nb: [true, null]\n', { a: '1', b: ['true', 'null'] }],
    ['a: 1\na: 2\n', { a: '2' }],
    ['a: &x {b: c}\nd: *x\n', { a: { b: 'c' }, d: { b: 'c' } }],
    ['a: !!js/function b', { a: 'b' }],
  ])('%j', (text, value) => {
    expect(readYamlMap(text)).toEqual(value);
  });
});

describe('nothing', () => {
  const bomb = `a: &a [x]\n${[...'bcdefghij'].map((key, at) => `${key}: &${key} [${`*${'abcdefghi'[at]},`.repeat(9)}]`).join('\n')}`;
  test.each([
    ['a list', '- a'],
    ['a word', 'a'],
    ['what is left open', 'a: ['],
    ['an alias of nothing', 'a: *b'],
    ['a bomb of aliases', bomb],
    ['what is nested without end', '['.repeat(60_000)],
    ['what is too long to be written by people', `a: ${'b'.repeat(70_000)}`],
  ])('for %s', (_, text) => {
    expect(readYamlMap(text)).toBeUndefined();
  });
});

test('what can be read of a map that somebody types in', () => {
  expect(readYamlMapInPart('a: b\nc: {\n')).toMatchObject({ a: 'b' });
  expect(readYamlMapInPart('['.repeat(60_000))).toBeUndefined();
  expect(readYamlMapInPart(`a: ${'b'.repeat(70_000)}`)).toBeUndefined();
});
