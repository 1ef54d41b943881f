import { PACKAGES } from '../ecosystems/index.ts';
import { code } from '../model/plain-text.ts';
import type { Reference, ReleaseSubject } from '../model/reference.ts';
import type { ReleaseState } from '../model/release-state.ts';
import { optionalNote, optionalSeverity } from './optional.ts';
import { renewing } from './renewing.ts';
import type { Rule } from './rule.ts';
import { advice, fixesOf, wayOut } from './upgrading.ts';
import { dayOf, heldNote } from './wording.ts';

/** It was published once and has been taken back: what that means for who wants it, its ecosystem's row says. */
export const unpublishedRelease: Rule<'release'> = {
  id: 'unpublished-release',
  judges: 'release',
  family: 'release',
  severity: 'error',
  summary:
    'The version, or the whole package, was published once and has since been removed; less loud where the file can do without it.',
  judge(sight) {
    const { subject, reference } = sight;
    const { words } = PACKAGES[subject.registry];
    const state = sight.standing();
    if (state.is === 'package-removed') {
      const day = dayOf(state.on);
      return [
        {
          ...optionalSeverity(subject),
          message: `${code(subject.name)} was ${words.withdrawn}${day === undefined ? '' : ` on ${day}`}, all of its versions: ${words.afterWithdrawal}. Remove it or choose another ${words.one}.${optionalNote(subject)}`,
          fixes: [],
          culprit: `was ${words.withdrawn}, all of its versions`,
        },
      ];
    }
    if (state.is !== 'removed') return [];
    // The registry's date for a removed version is that of its publishing in some documents and of its removal in
    // others.
    const day = dayOf(state.lastSeen);
    const which =
      subject.want.is === 'exact' || subject.held !== undefined || subject.want.text.trim() === ''
        ? `${code(state.version)}${heldNote(subject)}`
        : `${code(state.version)}, which ${code(subject.want.text)} asks for,`;
    const way = wayOut(sight);
    return [
      {
        ...optionalSeverity(subject),
        message: `${code(subject.name)} ${which} was ${words.withdrawn}${day === undefined ? '' : ` (its last date is ${day})`}: ${words.afterWithdrawal}.${soonNote(state, reference, subject)}${advice(sight, way)}${optionalNote(subject)}`,
        fixes: fixesOf(way),
        ...renewing(sight, way),
        culprit: `was ${words.withdrawn}`,
      },
    ];
  },
};

/**
 * Somebody has it installed already. That it was bad is the registry's to say: what is known is how short a time it was
 * there.
 */
function soonNote(
  { lived }: Extract<ReleaseState, { is: 'removed' }>,
  { role }: Reference,
  { held }: ReleaseSubject,
): string {
  if (lived === undefined || lived >= SOON || (role !== 'lock' && held === undefined)) return '';
  const hours = Math.max(1, Math.round(lived / HOUR));
  const time = hours < 48 ? `${hours} ${hours === 1 ? 'hour' : 'hours'}` : `${Math.round(hours / 24)} days`;
  return ` It was there for ${time} at most. Releases that vanish so soon are often malicious: look before you install again.`;
}

const HOUR = 3_600_000;
const SOON = 7 * 24 * HOUR;
