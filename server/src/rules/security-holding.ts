import { code } from '../model/plain-text.ts';
import { releaseState } from './release-state.ts';
import type { ReleaseRule } from './rule.ts';

/** The registry took a malicious package's name over and keeps an empty placeholder under it. */
export const securityHolding: ReleaseRule = {
  id: 'security-holding',
  judges: 'release',
  family: 'release',
  severity: 'error',
  summary: 'The registry holds the name with an empty placeholder, after malicious code was published under it.',
  judge(sight) {
    const { subject } = sight;
    if (releaseState(sight).is !== 'package-held') return undefined;
    return {
      message: `${code(subject.name)} is a security holding package: the registry removed malicious code and keeps an empty placeholder under the name. Remove it, and look at what ran on the machines that installed it before.`,
      fixes: [],
    };
  },
};
