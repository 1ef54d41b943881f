import { PACKAGES } from '../ecosystems/index.ts';
import { code } from '../model/plain-text.ts';
import { packageQuestion } from '../model/question.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import { optionalNote, optionalSeverity } from './optional.ts';
import { renewing } from './renewing.ts';
import type { Rule, Sight, Verdict } from './rule.ts';
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
    const { subject } = sight;
    const state = sight.standing();
    if (state.is === 'no-tag') {
      return [
        {
          ...optionalSeverity(subject),
          message: `${code(subject.name)} has no tag ${code(subject.want.text)} in its registry. Choose a version ${orTag(subject, true)}that exists.${optionalNote(subject)}`,
          fixes: [],
        },
      ];
    }
    if (state.is !== 'no-version') return [];
    const { words } = PACKAGES[subject.registry];
    const besides =
      state.goesOn === true
        ? words.goesOn
        : isEmpty(sight)
          ? (words.ifNothingListed ?? words.ifVersionMissing?.(state))
          : words.ifVersionMissing?.(state);
    const why = state.why ?? besides;
    const way = wayOut(sight);
    const todo = way.is !== 'none' ? advice(sight, way) : state.why === undefined ? whatToDo(sight) : '';
    return [
      {
        ...loudness(sight, state.goesOn === true),
        message: `${code(subject.name)} ${what(subject)}.${why === undefined ? '' : ` ${why}`}${todo}${optionalNote(subject)}`,
        fixes: fixesOf(way),
        ...renewing(sight, way),
        culprit: 'is not in its registry',
        lackedByRegistry: true,
      },
    ];
  },
};

/** What was locked was there once. Where no history tells that, its registry may be another one than it was. */
function loudness({ subject, reference }: Sight<ReleaseSubject>, goesOn: boolean): Pick<Verdict, 'severity'> {
  if (goesOn) return { severity: 'information' };
  const wasThere = reference.role === 'lock' || subject.held !== undefined;
  return wasThere && subject.optional !== true ? { severity: 'warning' } : optionalSeverity(subject);
}

/** Whether the registry lists no version at all. */
function isEmpty({ subject, glance }: Sight<ReleaseSubject>): boolean {
  const answer = glance(packageQuestion(subject));
  return answer.state === 'known' && answer.fact.releases.length === 0;
}

function what({ want, held }: ReleaseSubject): string {
  if (held !== undefined) {
    return `has no version ${code(held.version)} in its registry, and ${code(held.by)} holds it`;
  }
  if (want.is === 'exact') return `has no version ${code(want.version)} in its registry`;
  if (want.text.trim() === '') return 'has no version in its registry';
  return `has no version in its registry that ${code(want.text)} allows`;
}

/** Where no release of it is good. */
function whatToDo(sight: Sight<ReleaseSubject>): string {
  const { subject, glance } = sight;
  const answer = glance(packageQuestion(subject));
  if (answer.state !== 'known') return '';
  if (isEmpty(sight)) return ` Choose another ${PACKAGES[subject.registry].words.one}.`;
  return ` Choose a version ${orTag(subject, Object.keys(answer.fact.tags).length > 0)}that exists.`;
}

function orTag({ registry }: ReleaseSubject, hasTags: boolean): string {
  return hasTags && PACKAGES[registry].versions.withoutTags !== true ? 'or a tag ' : '';
}
