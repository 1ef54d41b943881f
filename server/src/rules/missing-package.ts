import { code } from '../model/plain-text.ts';
import { releaseState } from './release-state.ts';
import type { ReleaseRule } from './rule.ts';

/** The registry that the user's configuration names for this package does not know it. */
export const missingPackage: ReleaseRule = {
  id: 'missing-package',
  judges: 'release',
  family: 'release',
  severity: 'error',
  summary: 'The registry has no package of this name.',
  judge(sight) {
    const { subject } = sight;
    // Corepack fetches a package manager from a registry of its own, so the project's may well be without it.
    if (subject.launched === true || releaseState(sight).is !== 'no-package') return undefined;
    return {
      message: `The registry has no package ${code(subject.name)}, or hides it from you. Check the name, and whether it comes from another registry or needs you to be logged in.`,
      fixes: [],
    };
  },
};
