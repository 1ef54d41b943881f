import { PACKAGES } from '../ecosystems/index.ts';
import { code } from '../model/plain-text.ts';
import { raising, writtenNote } from './raising.ts';
import type { Rule } from './rule.ts';
import { dayOf } from './wording.ts';

/** A publish of what stands here would be refused, as of every version that nobody has raised since its release. */
export const alreadyPublished: Rule<'publication'> = {
  id: 'already-published',
  judges: 'publication',
  severity: 'information',
  summary: 'The version that the manifest gives its own package is published already.',
  judge(sight) {
    const { subject, glance, derive, isPast } = sight;
    // What is not shown to whoever looks is no version that went unchecked: no release waits for it.
    const state = PACKAGES[subject.registry].publishing?.state(subject, glance, derive);
    if (state?.is !== 'published') return [];
    const day = dayOf(state.on);
    const { closes, note } = state;
    const notes = [note, closes !== undefined && isPast(closes.at) ? closes.says : undefined];
    const said = notes.flatMap(each => (each === undefined ? [] : [` ${each}`])).join('');
    return [
      {
        message: `${code(subject.name)} ${code(subject.version)} is published already${day === undefined ? '' : `, since ${day}`}: a publish of it is refused.${said} A published version is never changed: raise the version.${writtenNote(subject)}`,
        ...raising(sight, state.next),
      },
    ];
  },
};
