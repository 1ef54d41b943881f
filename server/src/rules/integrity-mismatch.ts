import { PACKAGES } from '../ecosystems/index.ts';
import { compareHashes } from '../model/hashes.ts';
import { code } from '../model/plain-text.ts';
import type { Rule } from './rule.ts';

/**
 * The bytes that are served under a version are not those that were locked under it: what a published version promises
 * was broken, or what is between here and there breaks it. Hashes of different algorithms say nothing of each other.
 */
export const integrityMismatch: Rule<'release'> = {
  id: 'integrity-mismatch',
  judges: 'release',
  severity: 'error',
  summary: 'The lockfile records another hash than the registry serves for the same version and file.',
  judge({ subject, peek, derive }) {
    const { registry, name, want, locked } = subject;
    if (locked?.hashes === undefined || locked.hashes.length === 0) return [];
    const served = PACKAGES[registry].served?.(subject, peek, derive);
    if (served === undefined) return [];
    const held = compareHashes(locked.hashes, served.hashes);
    if (held.is !== 'different') return [];
    const { recorded, served: now } = held;
    const which = recorded.file === undefined ? '' : ` for ${code(recorded.file)}`;
    return [
      {
        message: `${code(name)} ${code(want.text)} is locked with ${code(recorded.text)}${which}, and ${served.by ?? 'the registry'} has ${code(now.text)}: these are other bytes under the same version. Install nothing of it before you know who changed them.`,
        fixes: [],
        culprit: 'is served with other bytes than were locked',
      },
    ];
  },
};
