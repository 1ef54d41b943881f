import { createPublicKey, verify } from 'node:crypto';

/**
 * The text of a note that is signed by a key (golang.org/x/mod/sumdb/note, `Open`), with its last newline; `undefined`
 * where it is no note, or nobody signed it with that key. Other signatures on it count for nothing. Never throws.
 *
 * @param key as in `NAME+HASH+KEY`, `NewVerifierKey` of that package: eight hexadecimal digits of a hash of name and
 *   key, then base64 of a byte 1, for Ed25519, and the key itself
 */
export function openNote(note: string, key: string): string | undefined {
  const [, name, hash = '', encoded = ''] = KEY.exec(key) ?? [];
  const raw = Buffer.from(encoded, 'base64');
  const at = note.lastIndexOf('\n\n');
  if (raw.length !== 33 || raw[0] !== ED25519 || at < 0 || !note.endsWith('\n')) return undefined;
  const text = note.slice(0, at + 1);
  const lines = note.slice(at + 2, -1).split('\n');
  const signatures = lines.map(line => SIGNATURE.exec(line));
  // As go: what is no signature spoils the note.
  if (lines.length > MOST_SIGNATURES || signatures.includes(null)) return undefined;
  for (const signature of signatures) {
    const [, signer, signed = ''] = signature ?? [];
    const bytes = Buffer.from(signed, 'base64');
    // Of one key the first counts.
    if (signer === name && bytes.toString('hex', 0, 4) === hash) {
      return isSigned(text, bytes.subarray(4), raw.subarray(1)) ? text : undefined;
    }
  }
  return undefined;
}

function isSigned(text: string, signature: Buffer, key: Buffer): boolean {
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url') };
    return verify(null, Buffer.from(text), createPublicKey({ key: jwk, format: 'jwk' }), signature);
  } catch {
    return false;
  }
}

const KEY = /^([^+\s]+)\+([\da-f]{8})\+([A-Za-z\d+/]+={0,2})$/;
const SIGNATURE = /^— (\S+) ([A-Za-z\d+/]+={0,2})$/;
const ED25519 = 1;
const MOST_SIGNATURES = 100;
