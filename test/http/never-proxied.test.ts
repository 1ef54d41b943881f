import { expect, it } from 'vitest';
import { isNeverProxied } from '../../server/src/http/never-proxied.ts';

it.each<[string, string, boolean]>([
  ['localhost', '', true],
  ['registry.localhost', '', true],
  ['127.0.0.1', '', true],
  ['127.8.9.10', 'other.example', true],
  ['[::1]', '', true],
  ['[::ffff:127.0.0.1]', '', true],
  ...[
    ...['0.0.0.0', '0.1.2.3', '[::]', '[::ffff:0.0.0.0]', '[::127.0.0.1]', '[::ffff:0:127.0.0.1]'],
    ...['[64:ff9b::7f00:1]', '[2002:7f00:1::]', 'localhost.localdomain', 'localhost.localdomain.', 'LOCALHOST6'],
    ...['localhost4', 'localhost4.localdomain4', 'localhost6.localdomain6', 'ip6-localhost', 'ip6-loopback'],
  ].map((hostname): [string, string, boolean] => [hostname, 'other.example', true]),
  ['[64:ff9b::a00:1]', '', false],
  ['1.0.0.0', '', false],
  ['nas.localdomain', '', false],
  ['localhost6.example', '', false],
  ['10.1.2.3', '', false],
  ['10.1.2.3', 'other.example, 10.0.0.0/8', true],
  ['10.1.2.3', 'other.example 10.0.0.0/8', true],
  ['11.1.2.3', '10.0.0.0/8', false],
  ['[fd00::1]', 'fd00::/8', true],
  ['registry.example', '0.0.0.0/0', false],
  ['registry.example', 'registry.example', false],
  ['localhost.example', '', false],
])('%s, without a proxy for `%s`: never proxied %s', (hostname, noProxy, never) => {
  expect(isNeverProxied(hostname, noProxy)).toBe(never);
});
