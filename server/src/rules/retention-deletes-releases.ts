import { code } from '../model/plain-text.ts';
import { isInForce, placedFixes } from './policy-faults.ts';
import type { Rule } from './rule.ts';
import { type TakenReleases, takenReleases } from './simulated-releases.ts';

/** What is published under a version is expected to stay: deployments name it, and go back to it. */
export const retentionDeletesReleases: Rule<'policy'> = {
  id: 'retention-deletes-releases',
  judges: 'policy',
  severity: 'warning',
  summary: 'A retention policy deletes images that have the tag of a release.',
  judge({ subject, derive }) {
    const { policy, offset } = subject;
    const taken = isInForce(subject) ? derive(policy, takenReleases) : undefined;
    if (taken === undefined) return [];
    const who = policy.name === undefined ? 'This policy' : `The policy of ${code(policy.name)}`;
    return [
      {
        message: `${who} deletes releases, with tags such as ${inWords(taken)}. Whoever runs such an image, or goes back to it, cannot pull it any more. Keep releases by a rule of their own, or delete only what no tag points to.`,
        fixes: placedFixes(policy.fixes('releases'), offset),
      },
    ];
  },
};

function inWords({ rules }: TakenReleases): string {
  return rules
    .map(({ rule, tags }) => {
      const some = tags.map(tag => code(tag)).join(' and ');
      return rule === undefined ? some : `${some} by rule ${code(rule)}`;
    })
    .join(', and ');
}
