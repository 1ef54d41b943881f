import { code, plainText } from '../model/plain-text.ts';
import type { Rule } from './rule.ts';

/** The project's owners say that there will be no more releases (PEP 792). What there is can be installed. */
export const archivedProject: Rule<'release'> = {
  id: 'archived-project',
  judges: 'release',
  family: 'release',
  severity: 'information',
  summary: 'The project is archived by its owners: it gets no more releases, for holes in it neither.',
  judge(sight) {
    const { subject } = sight;
    const state = sight.standing();
    if (state.is !== 'archived') return [];
    const reason = plainText(state.reason ?? '');
    return [
      {
        message: `${code(subject.name)} is archived by its owners${reason === '' ? '' : `: “${reason}”`}${/[.!?…]$/.test(reason) ? '' : '.'} It can be installed, and no more releases are to be expected, for holes in it neither. Look for another that is looked after.`,
        fixes: [],
        culprit: 'is archived by its owners',
        transitively: 'hint',
      },
    ];
  },
};
