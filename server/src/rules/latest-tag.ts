import { IMAGES } from '../ecosystems/index.ts';
import { code } from '../model/plain-text.ts';
import { pinFixes } from './naming.ts';
import type { Rule } from './rule.ts';
import { defaultNote, imageText } from './wording.ts';

/** No tag, or the default one, and no digest: nothing says which image is meant. Loud where it runs. */
export const latestTag: Rule<'image' | 'artifact'> = {
  id: 'latest-tag',
  judges: ['image', 'artifact'],
  family: 'image',
  severity: 'warning',
  summary: `An image is named by ${code(IMAGES.defaultTag)} or by no tag at all, without a digest; information where the image only helps to build.`,
  judge(sight) {
    const { reference, subject, peek } = sight;
    if (reference.lockedTo !== undefined) return [];
    if (subject.digest !== undefined || IMAGES.meantTag(subject) !== IMAGES.defaultTag) return [];
    const says =
      subject.tag === undefined
        ? `${code(imageText(subject))} has no tag, which means ${code(IMAGES.defaultTag)}: whatever was pushed last.`
        : `${code(imageText(subject))} is whatever was pushed last.`;
    const now = peek({ ask: 'manifest', image: subject.name, at: { tag: IMAGES.defaultTag } });
    return [
      {
        severity: subject.kind === 'artifact' || subject.runs ? 'warning' : 'information',
        message: `${says} Name a version and pin it to its digest.${defaultNote(subject)}`,
        fixes: now.state === 'known' ? pinFixes(sight, now.fact) : [],
      },
    ];
  },
};
