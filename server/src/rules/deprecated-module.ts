import { PACKAGES } from '../ecosystems/index.ts';
import { code, plainText } from '../model/plain-text.ts';
import { optionalNote, optionalSeverity } from './optional.ts';
import type { Rule } from './rule.ts';

/** The author advises against the package as a whole, in whatever version, and often names another one. */
export const deprecatedModule: Rule<'release'> = {
  id: 'deprecated-module',
  judges: 'release',
  family: 'release',
  severity: 'warning',
  summary: 'The module is deprecated by its author, all of its versions.',
  judge(sight) {
    const { subject } = sight;
    const { words } = PACKAGES[subject.registry];
    const state = sight.standing();
    if (state.is !== 'package-deprecated') return [];
    const prose = plainText(state.message);
    return [
      {
        ...(subject.indirect === true ? { severity: 'hint' as const } : optionalSeverity(subject)),
        deprecated: true,
        message: `${code(subject.name)} is deprecated by its author${prose === '' ? '.' : `: “${prose}”${/[.!?…]$/.test(prose) ? '' : '.'}`} No version of it is any better: look for another ${words.one}.${optionalNote(subject)}`,
        fixes: [],
        culprit: 'is deprecated by its author',
        transitively: 'hint',
      },
    ];
  },
};
