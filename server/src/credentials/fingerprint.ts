import { createHash } from 'node:crypto';

/** 24 hexadecimal digits of a SHA-256 over the whole of a credential: they tell it from others, and say nothing of it. */
export function fingerprintOf(credential: unknown): string {
  return createHash('sha256').update(JSON.stringify(credential)).digest('hex').slice(0, 24);
}
