import { code } from '../model/plain-text.ts';
import { optionalNote, optionalSeverity } from './optional.ts';
import { renewing } from './renewing.ts';
import type { Rule } from './rule.ts';
import { advice, fixesOf, wayOut } from './upgrading.ts';
import { heldNote } from './wording.ts';

/** The registry has what is wanted, and neither withdrew it nor can it be chosen: by its entry, or by the toolchain. */
export const unavailableRelease: Rule<'release'> = {
  id: 'unavailable-release',
  judges: 'release',
  family: 'release',
  severity: 'warning',
  summary: 'The release is there and cannot be chosen: its entry in the registry, or the toolchain, stands against it.',
  judge(sight) {
    const { subject } = sight;
    const state = sight.standing();
    if (state.is !== 'unavailable') return [];
    const way = wayOut(sight);
    const which =
      subject.want.is === 'exact' || subject.held !== undefined
        ? `${code(subject.name)} ${code(state.version)}${heldNote(subject)}`
        : `${code(subject.name)} ${code(state.version)}, the highest version${subject.want.text.trim() === '' ? '' : ` that ${code(subject.want.text)} allows`},`;
    return [
      {
        ...optionalSeverity(subject),
        message: `${which} ${state.why}.${advice(sight, way)}${optionalNote(subject)}`,
        fixes: fixesOf(way),
        ...renewing(sight, way),
        culprit: state.why,
        transitively: 'information',
      },
    ];
  },
};
