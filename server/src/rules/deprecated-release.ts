import type { PackageFact } from '../model/answer.ts';
import { code, plainText } from '../model/plain-text.ts';
import { packageQuestion } from '../model/question.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import type { ReleaseState } from '../model/release-state.ts';
import { optionalNote, optionalSeverity } from './optional.ts';
import { renewing } from './renewing.ts';
import type { Rule, Sight } from './rule.ts';
import { advice, fixesOf, wayOut } from './upgrading.ts';
import { heldNote } from './wording.ts';

/**
 * The author advises against the release that would be installed. A range is judged by what the client would choose,
 * and a client that chooses a deprecated release only where nothing else fits keeps this quiet by one good release.
 */
export const deprecatedRelease: Rule<'release'> = {
  id: 'deprecated-release',
  judges: 'release',
  family: 'release',
  severity: 'warning',
  summary: 'The release that would be installed is deprecated by its author.',
  judge(sight) {
    const { subject } = sight;
    const state = sight.standing();
    if (state.is !== 'deprecated') return [];
    const prose = plainText(state.message);
    const way = wayOut(sight, 'advised-against');
    return [
      {
        deprecated: true,
        // An optional dependency is installed all the same, an optional peer by nobody.
        ...(subject.peer === true ? optionalSeverity(subject) : {}),
        message: `${what(sight, state)}${prose === '' ? '.' : `: “${prose}”${/[.!?…]$/.test(prose) ? '' : '.'}`}${advice(sight, way)}${subject.peer === true ? optionalNote(subject) : ''}`,
        fixes: fixesOf(way),
        ...renewing(sight, way),
        culprit: 'is deprecated',
        transitively: 'hint',
      },
    ];
  },
};

type Deprecated = Extract<ReleaseState, { is: 'deprecated' }>;

function what({ subject, glance, derive }: Sight<ReleaseSubject>, { version, othersFit }: Deprecated): string {
  const { name, want } = subject;
  const answer = glance(packageQuestion(subject));
  if (answer.state === 'known' && derive(answer.fact, isDeprecated)) {
    return `${code(name)} is deprecated, all of its versions`;
  }
  if (subject.held !== undefined) return `${code(name)} ${code(version)}${heldNote(subject)} is deprecated`;
  switch (want.is) {
    case 'exact':
      return `${code(name)} ${code(version)} is deprecated`;
    case 'tag':
      return `${code(name)} ${code(version)}, the version tagged ${code(want.text)}, is deprecated`;
    case 'range': {
      const range = want.text.trim() === '' ? 'an empty range' : code(want.text);
      return othersFit === true
        ? `${code(name)} ${code(version)}, which ${range} takes, is deprecated`
        : `${code(name)} is deprecated in every version that ${range} allows`;
    }
  }
}

/** Whether all releases are. A derivation: see `Derive`. */
function isDeprecated({ releases }: PackageFact): boolean {
  return releases.every(release => release.standing.is === 'deprecated');
}
