import { PACKAGES } from '../ecosystems/index.ts';
import type { SaidBesides } from '../model/answer.ts';
import type { PackageEcosystem } from '../model/ecosystem.ts';
import { code } from '../model/plain-text.ts';
import { optionalNote, optionalSeverity } from './optional.ts';
import type { Rule } from './rule.ts';

/** The registry that the user's configuration names for this package does not know it. */
export const missingPackage: Rule<'release'> = {
  id: 'missing-package',
  judges: 'release',
  family: 'release',
  severity: 'error',
  summary: 'The registry has no package of this name; less loud where the file can do without it.',
  judge(sight) {
    const { reference, subject } = sight;
    const { words } = PACKAGES[subject.registry];
    // A launcher fetches it from a registry of its own, so the project's may well be without it.
    if (subject.launched === true) return [];
    const state = sight.standing();
    if (state.is !== 'no-package') return [];
    const lockfile = reference.role === 'lock' ? 'this lockfile' : subject.held && code(subject.held.by);
    return [
      {
        ...(state.goesOn === true ? { severity: 'information' as const } : optionalSeverity(subject)),
        message: `${code(subject.name)} is unknown to its registry${said(state, words, lockfile)}${optionalNote(subject)}`,
        fixes: [],
        culprit: 'is unknown to its registry',
        lackedByRegistry: true,
      },
    ];
  },
};

/** @param lockfile what has it, in the middle of a sentence: then it was there once */
function said(
  { spelled, isOpen, goesOn }: SaidBesides,
  words: PackageEcosystem['words'],
  lockfile: string | undefined,
): string {
  if (goesOn === true) return words.goesOn === undefined ? '.' : `. ${words.goesOn}`;
  if (spelled !== undefined) return `, which has ${code(spelled)}: write it so.`;
  if (isOpen === true && lockfile !== undefined) {
    return `, and ${lockfile} has it: it was removed since, or comes from another registry.`;
  }
  if (isOpen === true) return '. Check the name, and whether it comes from another registry.';
  return ', or hidden from you. Check the name, and whether it comes from another registry or needs you to be logged in.';
}
