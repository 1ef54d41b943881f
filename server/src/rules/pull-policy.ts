import { IMAGES } from '../ecosystems/index.ts';
import type { Fix } from '../model/finding.ts';
import { code } from '../model/plain-text.ts';
import type { ImageSubject } from '../model/reference.ts';
import { textUnder } from '../model/span.ts';
import { pinFixes } from './naming.ts';
import type { Rule, Sight } from './rule.ts';
import { defaultNote, imageText } from './wording.ts';

/**
 * Somebody wrote that hosts do not ask again for what they have under a tag, and the tag moves: some run the old image
 * and some the new one. With a digest no policy can do harm. What nobody wrote is no mistake: what follows from the tag
 * is a clause of `unpinned-image`, because the remedy is the same pin.
 */
export const pullPolicy: Rule<'image'> = {
  id: 'pull-policy',
  judges: 'image',
  family: 'image',
  severity: 'warning',
  summary:
    'It is written that a tag that moves is pulled only where it is missing, or never: hosts may run different images under one name; information in what only builds.',
  judge(sight) {
    const { subject } = sight;
    const { pull } = subject;
    if (pull?.written === undefined || pull.policy === 'Always' || subject.digest !== undefined) return [];
    if (!IMAGES.isMovingTag(IMAGES.meantTag(subject))) return [];
    return [
      {
        severity: subject.runs ? 'warning' : 'information',
        message: `${code(imageText(subject))} may move, and ${meaning(pull.policy)} (${code(textUnder(sight.text, pull.written))}): hosts may run different images under this name. Pin it to its digest${pull.always === undefined ? '' : `, or set the pull policy to ${code(pull.always.text)}`}.${defaultNote(subject)}`,
        fixes: fixesOf(sight),
      },
    ];
  },
};

function meaning(policy: 'IfNotPresent' | 'Never'): string {
  switch (policy) {
    case 'IfNotPresent':
      return 'a host that has it does not ask for it again';
    case 'Never':
      return 'a host never asks for it';
  }
}

function fixesOf(sight: Sight<ImageSubject>): Fix[] {
  const { subject, text, peek } = sight;
  const now = peek({ ask: 'manifest', image: subject.name, at: { tag: IMAGES.meantTag(subject) } });
  const always = subject.pull?.always;
  return [
    ...(now.state === 'known' ? pinFixes(sight, now.fact) : []),
    ...(always === undefined ? [] : [setAlways(text, always)]),
  ];
}

function setAlways(text: string, { slot, text: value }: NonNullable<NonNullable<ImageSubject['pull']>['always']>): Fix {
  const edit = { span: slot.span, expects: textUnder(text, slot.span), put: `${slot.before}${value}${slot.after}` };
  return { title: `Set the pull policy to ${code(value)}`, safety: 'review', edits: [edit] };
}
