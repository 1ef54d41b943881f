import { PACKAGES } from '../ecosystems/index.ts';
import { code } from '../model/plain-text.ts';
import { raising, writtenNote } from './raising.ts';
import type { Rule } from './rule.ts';
import { dayOf } from './wording.ts';

/** A version that was taken back is used up: that it is not there any more does not make room for another. */
export const versionBurnt: Rule<'publication'> = {
  id: 'version-burnt',
  judges: 'publication',
  severity: 'warning',
  summary:
    'The version that the manifest gives its own package was published once and removed, and is never free again.',
  judge(sight) {
    const { subject, glance, derive } = sight;
    const { publishing, words } = PACKAGES[subject.registry];
    const state = publishing?.state(subject, glance, derive);
    if (publishing?.neverAgain === undefined || state?.is !== 'removed') return [];
    const day = dayOf(state.on);
    return [
      {
        message: `${code(subject.name)} ${code(subject.version)} was published once and ${words.withdrawn}${day === undefined ? '' : ` (its last date is ${day})`}: ${publishing.neverAgain}. Raise the version.${writtenNote(subject)}`,
        ...raising(sight, state.next),
      },
    ];
  },
};
