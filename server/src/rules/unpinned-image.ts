import { IMAGES } from '../ecosystems/index.ts';
import { shortDigest } from '../model/names.ts';
import { code } from '../model/plain-text.ts';
import type { ArtifactSubject, ImageSubject } from '../model/reference.ts';
import { isPinnable, pinToDigest } from './pinning.ts';
import type { Rule } from './rule.ts';
import { defaultNote, imageText } from './wording.ts';

/**
 * A tag that is not the default one, without a digest. Quiet by intent: a tag is a choice, and the default has a rule
 * of its own.
 */
export const unpinnedImage: Rule<'image' | 'artifact'> = {
  id: 'unpinned-image',
  judges: ['image', 'artifact'],
  family: 'image',
  severity: 'information',
  summary: 'An image is named by a tag without a digest; a hint where the image only helps to build.',
  judge({ reference, subject, text, peek }) {
    if (reference.lockedTo !== undefined) return [];
    if (subject.digest !== undefined || subject.tag === undefined || subject.tag === IMAGES.defaultTag) return [];
    // A chart's dependency has no place for a digest.
    if (!isPinnable(subject)) return [];
    const now = peek({ ask: 'manifest', image: subject.name, at: { tag: subject.tag } });
    const known = now.state === 'known';
    return [
      {
        severity: subject.kind === 'image' && subject.runs ? 'information' : 'hint',
        message: `${code(imageText(subject))} is named by a tag, and a tag can move${keptNote(subject)}. ${known ? `It points to ${code(shortDigest(now.fact.digest))} now: pin` : 'Pin'} it to its digest to get the same bytes every time.${defaultNote(subject)}`,
        fixes: known ? [pinToDigest(text, subject, now.fact.digest)] : [],
      },
    ];
  },
};

/** What a tag that moves comes to on hosts that hold on to what they have, where nobody wrote that they should. */
function keptNote(subject: ImageSubject | ArtifactSubject): string {
  if (subject.kind !== 'image') return '';
  if (subject.pull?.policy !== 'IfNotPresent' || !IMAGES.isMovingTag(IMAGES.meantTag(subject))) return '';
  return ', while a host that has it does not ask for it again';
}
