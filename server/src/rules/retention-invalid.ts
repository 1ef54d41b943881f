import { faultVerdicts } from './policy-faults.ts';
import type { Rule } from './rule.ts';

/** The provider refuses the policy, so that it never comes into force, or the deployment fails. */
export const retentionInvalid: Rule<'policy'> = {
  id: 'retention-invalid',
  judges: 'policy',
  severity: 'error',
  summary: 'The registry’s provider refuses a retention policy.',
  judge: ({ subject }) => faultVerdicts(subject, ['invalid'], `${subject.policy.provider} refuses the policy.`),
};
