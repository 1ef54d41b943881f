import { expect, test } from 'vitest';
import { readNetrc } from '../../../server/src/projects/pypi/netrc.ts';

// As Python's own `netrc` reads them, but for `default`.
test.each<[string, string, Record<string, string> | undefined]>([
  ['nothing', '', {}],
  ['one line', 'machine h.example login ann password pw', { 'h.example': 'ann:pw' }],
  [
    'several',
    'machine h\n  user ann\n  account x\n  password pw\nmachine i login bob password q\n',
    { h: 'ann:pw', i: 'bob:q' },
  ],
  ['another case', 'machine H.Example login a password b', { 'h.example': 'a:b' }],
  ['quotes and escapes', 'machine h login "a b" password "q\\"x"', { h: 'a b:q"x' }],
  ['comments', '# c\nmachine h # c\n login a password #b', { h: 'a:#b' }],
  ['no password', 'machine h login a', { h: 'a:' }],
  ['a macro', 'macdef init\nmachine no login a password b\n\nmachine h login a password b', { h: 'a:b' }],
  ['what is for all others', 'machine h login a password b\ndefault login c password d', { h: 'a:b' }],
  ['another word', 'machine h login a secret b', undefined],
  ['something else', 'hello', undefined],
  ['no host', 'machine', undefined],
])('%s', (_, text, expected) => {
  const logins = readNetrc(text);
  const told =
    logins && Object.fromEntries([...logins].map(([host, { user, password }]) => [host, `${user}:${password}`]));
  expect(told).toEqual(expected);
});
