import { shortDigest } from '../model/names.ts';
import { code } from '../model/plain-text.ts';
import { comparePin } from './pin-state.ts';
import type { Rule } from './rule.ts';
import { updateMovedPin } from './updating.ts';
import { defaultNote, imageText } from './wording.ts';

/** The pin still gives what it always gave; the tag beside it now means something else. */
export const movedTag: Rule<'image' | 'artifact'> = {
  id: 'moved-tag',
  judges: ['image', 'artifact'],
  family: 'image',
  severity: 'information',
  summary: 'The tag beside a digest now points to another digest.',
  judge(sight) {
    const pin = comparePin(sight);
    if (pin.is !== 'moved') return [];
    const { reference, subject } = sight;
    const advice =
      reference.role === 'lock'
        ? 'Have the lockfile written anew when you want the newer one.'
        : `Update the pin when you want the newer ${subject.kind}.`;
    const fix = updateMovedPin(sight, pin.pinned, pin.current);
    return [
      {
        message: `${code(imageText(subject))} has moved on: the tag points to ${code(shortDigest(pin.current.digest))}, while the pin holds ${code(shortDigest(pin.pinned.digest))}. ${advice}${defaultNote(subject)}`,
        fixes: fix === undefined ? [] : [fix],
      },
    ];
  },
};
