import { faultVerdicts } from './policy-faults.ts';
import type { Rule } from './rule.ts';

/** A rule of a policy that does nothing, or next to nothing, without anybody being told. */
export const retentionShadowedRule: Rule<'policy'> = {
  id: 'retention-shadowed-rule',
  judges: 'policy',
  severity: 'warning',
  summary: 'A rule of a retention policy can never act, or does something else than it seems to.',
  judge: ({ subject }) =>
    faultVerdicts(subject, ['shadowed', 'trap'], `${subject.policy.provider} takes such a policy without a word.`),
};
