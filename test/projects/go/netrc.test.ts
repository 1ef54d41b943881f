import { expect, test } from 'vitest';
import { readNetrc } from '../../../server/src/projects/go/netrc.ts';

test.each<[string, string, string]>([
  ['on one line', 'machine a.example login u password p', 'a.example u p'],
  ['on several lines', 'machine a.example\nlogin u\r\n\tpassword p\n', 'a.example u p'],
  ['in another order', 'machine a.example password p login u', 'a.example u p'],
  [
    'twice',
    'machine a.example login u password p\nmachine a.example login v password q',
    'a.example u p; a.example v q',
  ],
  ['without a password', 'machine a.example login u\nmachine b.example login v password q', 'b.example v q'],
  ['for all the others', 'machine a.example login u password p\ndefault login v password q', 'a.example u p'],
  [
    'in a macro',
    'macdef init\nmachine a.example login u password p\n\nmachine b.example login v password q',
    'b.example v q',
  ],
  ['in quotes, which are none', 'machine a.example login "u" password p#', 'a.example "u" p#'],
  ['cut off', 'machine a.example login u password', ''],
  ['behind a word alone', 'x machine a.example login u password p', ''],
])('a login %s', (_, text, logins) => {
  const told = readNetrc(text).map(({ machine, user, password }) => `${machine} ${user} ${password}`);
  expect(told.join('; ')).toBe(logins);
});
