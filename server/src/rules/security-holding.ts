import { PACKAGES } from '../ecosystems/index.ts';
import { code } from '../model/plain-text.ts';
import type { Rule } from './rule.ts';

/** The registry took a malicious package's name over and keeps an empty placeholder under it. */
export const securityHolding: Rule<'release'> = {
  id: 'security-holding',
  judges: 'release',
  family: 'release',
  severity: 'error',
  summary: 'The registry holds the name with an empty placeholder, after malicious code was published under it.',
  judge(sight) {
    const { subject } = sight;
    const { words } = PACKAGES[subject.registry];
    if (sight.standing().is !== 'package-held') return [];
    return [
      {
        message: `${code(subject.name)} is a security holding ${words.one}: the registry removed malicious code and keeps an empty placeholder under the name. Remove it, and look at what ran on the machines that installed it before.`,
        fixes: [],
        culprit: `is a security holding ${words.one}`,
      },
    ];
  },
};
