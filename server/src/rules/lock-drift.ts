import { code } from '../model/plain-text.ts';
import type { Rule } from './rule.ts';

/** Manifest or lockfile was changed without the other one: what is installed is not what is written. */
export const lockDrift: Rule<'release'> = {
  id: 'lock-drift',
  judges: 'release',
  severity: 'information',
  summary: 'The lockfile does not hold what the manifest asks for.',
  judge({ subject }) {
    const { name, want, drift } = subject;
    if (drift === undefined) return [];
    const wanted = want.text.trim() === '' ? 'is wanted' : `is wanted as ${code(want.text)}`;
    const held = drift.version === undefined ? 'has no entry for it' : `holds ${code(drift.version)}`;
    return [
      {
        message: `${code(name)} ${wanted}, and ${code(drift.by)} ${held}. Have the lockfile written anew, and commit both together.`,
        fixes: [],
      },
    ];
  },
};
