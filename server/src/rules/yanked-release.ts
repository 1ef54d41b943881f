import { PACKAGES } from '../ecosystems/index.ts';
import type { Severity } from '../model/finding.ts';
import { code, plainText } from '../model/plain-text.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import type { ReleaseState } from '../model/release-state.ts';
import { optionalNote, optionalSeverity } from './optional.ts';
import { renewing } from './renewing.ts';
import type { Rule } from './rule.ts';
import { advice, fixesOf, wayOut } from './upgrading.ts';
import { heldNote } from './wording.ts';

/**
 * Its author yanked what is wanted: who has it keeps it, and nothing new may choose it. What
 * clients make of that, the ecosystem's row says.
 */
export const yankedRelease: Rule<'release'> = {
  id: 'yanked-release',
  judges: 'release',
  family: 'release',
  severity: 'warning',
  summary:
    'The release was yanked by its author, or each that the file allows: an error where nothing is left to choose.',
  judge(sight) {
    const { subject } = sight;
    const { words } = PACKAGES[subject.registry];
    const state = sight.standing();
    if (state.is !== 'yanked' && state.is !== 'all-yanked') return [];
    const isTaken = state.is === 'yanked';
    const way = wayOut(sight);
    const meaning = isTaken ? words.yank?.taken : words.yank?.noneLeft;
    return [
      {
        ...(isTaken ? maybeSeverity(subject) : { severity: 'error' as const, ...optionalSeverity(subject) }),
        // What not all clients read as a yank is worth no more.
        ...(state.disputed === true ? { severity: 'hint' as const } : {}),
        deprecated: true,
        message: `${what(subject, state)}${reasonOf(state)}${meaning === undefined ? '' : ` ${meaning}.`}${advice(sight, way)}${isTaken && subject.wantedIf === undefined ? '' : optionalNote(subject)}`,
        fixes: fixesOf(way),
        ...renewing(sight, way),
        culprit: 'was yanked by its author',
        transitively: state.disputed === true ? 'hint' : 'information',
      },
    ];
  },
};

/** What is optional is installed all the same, and what is never asked for is not. */
function maybeSeverity(subject: ReleaseSubject): { readonly severity?: Severity } {
  return subject.wantedIf === undefined ? {} : optionalSeverity(subject);
}

type Yanked = Extract<ReleaseState, { is: 'yanked' | 'all-yanked' }>;

function what(subject: ReleaseSubject, { is, version }: Yanked): string {
  const { name, want } = subject;
  if (is === 'yanked' || want.is === 'exact') {
    return `${code(name)} ${code(version)}${heldNote(subject)} was yanked by its author`;
  }
  const which = want.text.trim() === '' ? 'every version' : `every version that ${code(want.text)} allows`;
  return `${code(name)} was yanked by its author in ${which}`;
}

function reasonOf({ reason }: Yanked): string {
  const prose = plainText(reason ?? '');
  if (prose === '') return '.';
  return `: “${prose}”${/[.!?…]$/.test(prose) ? '' : '.'}`;
}
