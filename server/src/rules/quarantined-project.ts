import { code, plainText } from '../model/plain-text.ts';
import { optionalNote, optionalSeverity } from './optional.ts';
import type { Rule } from './rule.ts';

/** The registry gives nothing of the project out, as something that may do harm (PEP 792). */
export const quarantinedProject: Rule<'release'> = {
  id: 'quarantined-project',
  judges: 'release',
  family: 'release',
  severity: 'error',
  summary: 'The registry keeps the project in quarantine: it may do harm, and nothing of it can be installed.',
  judge(sight) {
    const { subject } = sight;
    const state = sight.standing();
    if (state.is !== 'package-quarantined') return [];
    const reason = plainText(state.reason ?? '');
    return [
      {
        ...optionalSeverity(subject),
        message: `${code(subject.name)} is quarantined by its registry${reason === '' ? '' : `: “${reason}”`}${/[.!?…]$/.test(reason) ? '' : '.'} It may do harm, and nothing of it can be installed until that is cleared up. Look at what ran on the machines that installed it before.${optionalNote(subject)}`,
        fixes: [],
        culprit: 'is quarantined by its registry',
      },
    ];
  },
};
