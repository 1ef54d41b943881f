import { PACKAGES } from '../ecosystems/index.ts';
import { code } from '../model/plain-text.ts';
import type { Rule } from './rule.ts';

/** New bytes may be published under the very version that is written, so that no build can be had a second time. */
export const snapshotVersion: Rule<'release'> = {
  id: 'snapshot-version',
  judges: 'release',
  severity: 'hint',
  summary: 'The version is one under which new bytes may be published.',
  judge({ subject }) {
    const { words, versions } = PACKAGES[subject.registry];
    if (versions.isChanging?.(subject) !== true) return [];
    const what = `${code(subject.name)} is wanted as ${code(subject.want.text.trim())}, a version that may change.`;
    return [
      {
        message: [what, words.changing].filter(part => part !== undefined).join(' '),
        fixes: [],
      },
    ];
  },
};
