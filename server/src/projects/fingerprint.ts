import { createHmac } from 'node:crypto';
import type { RoutingWorld } from '../registries/route.ts';

/**
 * Fingerprints of 24 hexadecimal digits: an HMAC (RFC 2104) with SHA-256 over the whole of a credential, as JSON. A
 * plain hash would let whoever finds the kept answers try weak passwords.
 *
 * @param secret the user's own, as long as the hash
 */
export function fingerprintWith(secret: Uint8Array): RoutingWorld['fingerprint'] {
  return credential => createHmac('sha256', secret).update(JSON.stringify(credential)).digest('hex').slice(0, 24);
}
