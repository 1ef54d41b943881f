import { PACKAGES } from '../ecosystems/index.ts';
import { areWeak } from '../model/hashes.ts';
import { code } from '../model/plain-text.ts';
import type { Rule } from './rule.ts';

/**
 * Two archives with one SHA-1 or MD5 hash can be made; where the registry has a better one there is no reason for it.
 */
export const weakIntegrity: Rule<'release'> = {
  id: 'weak-integrity',
  judges: 'release',
  severity: 'hint',
  summary: 'An entry of a lockfile is held by a hash that can be forged, where the registry has a stronger one.',
  judge({ subject, peek, derive }) {
    const { registry, name, want, locked } = subject;
    const hashes = locked?.hashes;
    if (hashes === undefined || !areWeak(hashes)) return [];
    const served = PACKAGES[registry].served?.(subject, peek, derive);
    if (served === undefined || served.hashes.length === 0 || areWeak(served.hashes)) return [];
    const [{ algorithm } = { algorithm: '' }] = hashes;
    return [
      {
        message: `${code(name)} ${code(want.text)} is locked by its ${algorithm.toUpperCase()} hash alone, and the registry has a stronger one. Have the lockfile written anew.`,
        fixes: [],
        run: algorithm,
      },
    ];
  },
};
