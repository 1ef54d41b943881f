import { code } from '../model/plain-text.ts';
import type { Rule } from './rule.ts';

/** Nothing holds whoever serves a release to the bytes that were locked. */
export const missingIntegrity: Rule<'release'> = {
  id: 'missing-integrity',
  judges: 'release',
  severity: 'information',
  summary: 'An entry of a lockfile has no hash, where its kind of lockfile has one.',
  judge({ subject }) {
    const { name, want, locked } = subject;
    const hashes = locked?.hashes;
    if (hashes === undefined || hashes.length > 0) return [];
    return [
      {
        message: `${code(name)} ${code(want.text)} is locked without a hash, so nothing tells whether other bytes come under this version. Have the lockfile written anew by a tool that records it.`,
        fixes: [],
        run: 'missing',
      },
    ];
  },
};
