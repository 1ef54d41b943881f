import { expect, test } from 'vitest';
import { readConfigParser } from '../../../server/src/projects/pypi/configparser.ts';

// As Python's own `RawConfigParser` reads them.
test.each<[string, string, Record<string, Record<string, string>> | undefined]>([
  ['nothing', '', {}],
  ['keys and signs', '[global]\nA = 1\nb: 2\nc=x=y\nd =\n', { global: { a: '1', b: '2', c: 'x=y', d: '' } }],
  ['comments of a whole line alone', '# c\n[global]\n; c\na = 1 # c\n', { global: { a: '1 # c' } }],
  ['more lines', '[global]\na =\n  1\n    2\n\n  3\nb = 4\n', { global: { a: '\n1\n2\n\n3', b: '4' } }],
  ['a comment among them', '[global]\na = 1\n  # c\n  2\n', { global: { a: '1\n2' } }],
  ['no further right than the key', '[global]\n  a = 1\n  b = 2\n', { global: { a: '1', b: '2' } }],
  ['a section further right than the key', '[global]\na = 1\n [install]\n', { global: { a: '1\n[install]' } }],
  [
    'what holds in all',
    '[DEFAULT]\na = 1\n[global]\nb = 2\n[install]\na = 3\n',
    { global: { a: '1', b: '2' }, install: { a: '3' } },
  ],
  ['words behind a section', '[global] x\na = 1\n', { global: { a: '1' } }],
  ['Windows’ line breaks', '[global]\r\na = 1\r\n', { global: { a: '1' } }],
  ['a key before any section', 'a = 1\n', undefined],
  ['a line without a sign', '[global]\na\n', undefined],
  ['no key', '[global]\n= 1\n', undefined],
  ['a key twice', '[global]\na = 1\nA = 2\n', undefined],
  ['a section twice', '[global]\n[global]\n', undefined],
])('%s', (_, text, expected) => {
  const sections = readConfigParser(text);
  const told =
    sections && Object.fromEntries([...sections].map(([name, values]) => [name, Object.fromEntries(values)]));
  expect(told).toEqual(expected);
});
