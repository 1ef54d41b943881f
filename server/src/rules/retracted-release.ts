import { PACKAGES } from '../ecosystems/index.ts';
import { code, plainText } from '../model/plain-text.ts';
import { optionalNote, optionalSeverity } from './optional.ts';
import { renewing } from './renewing.ts';
import type { Rule } from './rule.ts';
import { advice, fixesOf, wayOut } from './upgrading.ts';

/**
 * Its author took the very release back that is wanted, and says so in a later one. That is the author's word about it,
 * and no judgement of ours.
 */
export const retractedRelease: Rule<'release'> = {
  id: 'retracted-release',
  judges: 'release',
  family: 'release',
  severity: 'warning',
  summary: 'The release was retracted by its author, who says so in a later one.',
  judge(sight) {
    const { subject } = sight;
    const { words } = PACKAGES[subject.registry];
    const state = sight.standing();
    if (state.is !== 'retracted') return [];
    const reasons = state.reasons.map(reason => plainText(reason)).filter(reason => reason !== '');
    const said = reasons.map(reason => `“${reason}”`).join(' ');
    const way = wayOut(sight);
    return [
      {
        ...(subject.indirect === true ? { severity: 'information' as const } : optionalSeverity(subject)),
        deprecated: true,
        message: `${code(subject.name)} ${code(state.version)} was retracted by its author${said === '' ? '' : `: ${said}`}.${words.retracted === undefined ? '' : ` ${words.retracted}.`}${advice(sight, way)}${optionalNote(subject)}`,
        fixes: fixesOf(way),
        ...renewing(sight, way),
        culprit: 'was retracted by its author',
        transitively: 'information',
      },
    ];
  },
};
