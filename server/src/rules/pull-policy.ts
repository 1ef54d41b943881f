import { IMAGES } from '../ecosystems/index.ts';
import type { Fix } from '../model/finding.ts';
import { code } from '../model/plain-text.ts';
import type { ImageSubject } from '../model/reference.ts';
import { textUnder } from '../model/span.ts';
import { pinToDigest } from './pinning.ts';
import type { Rule, Sight } from './rule.ts';
import { imageText } from './wording.ts';

/**
 * A tag that moves, on hosts that do not ask again for what they have under it: some run the old image and some the new
 * one. With a digest no policy can do harm.
 */
export const pullPolicy: Rule<'image'> = {
  id: 'pull-policy',
  judges: 'image',
  severity: 'warning',
  summary:
    'A tag that moves is pulled only where it is missing, or never: hosts may run different images under one name.',
  judge(sight) {
    const { subject } = sight;
    const { pull } = subject;
    if (pull === undefined || pull.policy === 'Always' || subject.digest !== undefined) return [];
    if (!IMAGES.isMovingTag(IMAGES.meantTag(subject))) return [];
    const said =
      pull.written === undefined ? 'which is the default for its tag' : code(textUnder(sight.text, pull.written));
    return [
      {
        message: `${code(imageText(subject))} may move, and ${meaning(pull.policy)} (${said}): hosts may run different images under this name. Pin it to its digest${pull.always === undefined ? '' : `, or set the pull policy to ${code(pull.always.text)}`}.`,
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

function fixesOf({ subject, text, glance }: Sight<ImageSubject>): Fix[] {
  const now = glance({ ask: 'manifest', image: subject.name, at: { tag: IMAGES.meantTag(subject) } });
  const always = subject.pull?.always;
  return [
    ...(now.state === 'known' ? [pinToDigest(text, subject, now.fact.digest)] : []),
    ...(always === undefined ? [] : [setAlways(text, always)]),
  ];
}

function setAlways(text: string, { slot, text: value }: NonNullable<NonNullable<ImageSubject['pull']>['always']>): Fix {
  const edit = { span: slot.span, expects: textUnder(text, slot.span), put: `${slot.before}${value}${slot.after}` };
  return { title: `Set the pull policy to ${code(value)}`, safety: 'review', edits: [edit] };
}
