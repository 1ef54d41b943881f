import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fingerprintWith } from '../../server/src/projects/fingerprint.ts';

const WEAK = { is: 'basic', user: 'me', password: 'hunter2' };
const mine = fingerprintWith(Buffer.alloc(32, 1));
const yours = fingerprintWith(Buffer.alloc(32, 2));

test('one secret and one credential give one fingerprint', () => {
  expect(mine(WEAK)).toBe(fingerprintWith(Buffer.alloc(32, 1))({ ...WEAK }));
  expect(mine(WEAK)).toMatch(/^[0-9a-f]{24}$/);
});

test('other credentials, and other secrets, give others', () => {
  const all = [mine(WEAK), mine({ ...WEAK, password: 'hunter3' }), mine(['me', 'hunter2']), yours(WEAK)];
  expect(new Set(all).size).toBe(4);
});

test('who has no secret cannot try passwords', () => {
  for (const text of [JSON.stringify(WEAK), WEAK.password])
    expect(mine(WEAK)).not.toBe(createHash('sha256').update(text).digest('hex').slice(0, 24));
});

test('it is what openssl says', () => {
  // printf '"what do ya want for nothing?"' | openssl dgst -sha256 -hmac Jefe
  expect(fingerprintWith(Buffer.from('Jefe'))('what do ya want for nothing?')).toBe('6e5c2a18febccaca669ac5f4');
});
