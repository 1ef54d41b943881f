import { PACKAGES } from '../ecosystems/index.ts';
import { code } from '../model/plain-text.ts';
import { optionalNote, optionalSeverity } from './optional.ts';
import type { Rule } from './rule.ts';
import { advice, fixesOf, wayOut } from './upgrading.ts';

/** The package exists, and nothing that the file asks for does or ever did, as far as the registry tells. */
export const missingRelease: Rule<'release'> = {
  id: 'missing-release',
  judges: 'release',
  family: 'release',
  severity: 'error',
  summary:
    'The package exists, but no version of it is what the file asks for; less loud where the file can do without it.',
  judge(sight) {
    const { subject, peek, derive } = sight;
    const state = PACKAGES[subject.registry].standing(subject, peek, derive);
    if (state.is === 'no-tag') {
      return [
        {
          ...optionalSeverity(subject),
          message: `${code(subject.name)} has no tag ${code(subject.want.text)} in its registry. Choose a version or a tag that exists.${optionalNote(subject)}`,
          fixes: [],
        },
      ];
    }
    if (state.is !== 'no-version') return [];
    const { want, held } = subject;
    const exact = held?.version ?? (want.is === 'exact' ? want.version : undefined);
    const what =
      exact !== undefined
        ? `has no version ${code(exact)} in its registry${held === undefined ? '' : `, and ${code(held.by)} holds it`}`
        : `has no version in its registry that ${code(want.text)} allows`;
    const { ifVersionMissing } = PACKAGES[subject.registry].words;
    const perhaps = ifVersionMissing === undefined ? '' : ` ${ifVersionMissing}`;
    const way = wayOut(sight);
    const todo = way.is === 'none' ? ' Choose a version or a tag that exists.' : advice(subject, way);
    return [
      {
        ...optionalSeverity(subject),
        message: `${code(subject.name)} ${what}.${perhaps}${todo}${optionalNote(subject)}`,
        fixes: fixesOf(way),
      },
    ];
  },
};
