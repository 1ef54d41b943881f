import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAddress } from '../../../server/src/projects/pypi/address.ts';
import { readConfigParser } from '../../../server/src/projects/pypi/configparser.ts';
import { readNetrc } from '../../../server/src/projects/pypi/netrc.ts';
import { readPythonSource } from '../../../server/src/projects/pypi/source.ts';

const words = [
  '[global]',
  'index-url',
  '=',
  ':',
  '\n',
  '\n  ',
  ' ',
  '"',
  '\\',
  '#',
  'machine',
  'login',
  'macdef',
  '%',
  '${',
];
const more = ['https://', 'a:b@', 'pip', 'uv', 'index=x', 'extra-index-url=https%3A//h', 'login=withheld'];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.constantFrom(...words, ...more), { maxLength: 20 }).map(all => all.join('')),
);

test('no text makes the readers of configuration throw', () => {
  fc.assert(
    fc.property(text, any => {
      for (const read of [readAddress, readConfigParser, readNetrc, readPythonSource]) read(any);
    }),
    { numRuns: 5000 },
  );
});

test('a login that is written in an address is in no base', () => {
  const part = fc.stringMatching(/^[a-z0-9%:!$&'()*+,;=._~-]{1,8}$/);
  fc.assert(
    fc.property(part, written => {
      const read = readAddress(`https://secret${written}@h.example/simple`);
      expect(read.is === 'address' ? read.base : 'https://h.example/simple').toBe('https://h.example/simple');
    }),
  );
});

test.each<[string, object]>([
  ['', { client: 'pip', noIndex: false, findLinks: false, otherIndex: false }],
  ['conda index=a', { client: 'pip', index: 'a' }],
  ['uv index=own%20one', { client: 'uv', index: 'own one' }],
  ['poetry source=a%', { client: 'poetry', index: 'a%' }],
  ['pip no-index=1 find-links=1 other-index=1', { noIndex: true, findLinks: true, otherIndex: true }],
  ['pip index-url=https://h login=withheld', { indexUrl: { url: 'https://h', loginWithheld: true } }],
])('what a file says is read from `%s`', (words, expected) => {
  expect(readPythonSource(words)).toMatchObject(expected);
});
