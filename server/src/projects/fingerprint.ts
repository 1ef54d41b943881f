import { createHmac } from 'node:crypto';
import type { Login, RoutingWorld } from '../registries/route.ts';

/**
 * Fingerprints of 24 hexadecimal digits: an HMAC (RFC 2104) with SHA-256 over the whole of a credential, as JSON. A
 * plain hash would let whoever finds the kept answers try weak passwords.
 *
 * @param secret the user's own, as long as the hash
 */
export function fingerprintWith(secret: Uint8Array): RoutingWorld['fingerprint'] {
  return credential => createHmac('sha256', secret).update(JSON.stringify(credential)).digest('hex').slice(0, 24);
}

/** Who asks, as far as it may be written down: see `Route.identity`. */
export function identityOf(login: Login, { fingerprint }: Pick<RoutingWorld, 'fingerprint'>): string {
  switch (login.is) {
    case 'anonymous':
      return login.withheld === true ? 'withheld' : '';
    case 'broken':
      return 'broken';
    case 'basic':
    case 'bearer':
    case 'identity':
      return fingerprint(login);
  }
}
