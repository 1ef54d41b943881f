import { code } from '../model/plain-text.ts';
import { comparePin } from './pin-state.ts';
import { useMultiPlatformDigest } from './pinning.ts';
import type { Rule } from './rule.ts';
import { defaultNote, imageText } from './wording.ts';

/** The digest is that of one platform, so the image does not run on the others that the tag serves. */
export const singlePlatformPin: Rule<'image'> = {
  id: 'single-platform-pin',
  judges: 'image',
  family: 'image',
  severity: 'hint',
  summary: 'The digest is one platform’s, while the tag is an index of several.',
  judge(sight) {
    const pin = comparePin(sight);
    if (pin.is !== 'one-platform') return [];
    const { subject, text } = sight;
    return [
      {
        message: `${code(imageText(subject))} is pinned to the digest of ${pin.platform === 'unknown' ? 'one platform' : code(pin.platform)} alone, while the tag is an index of several. Use the digest of the index unless one platform is meant.${defaultNote(subject)}`,
        fixes: [useMultiPlatformDigest(text, subject, pin.current.digest)],
      },
    ];
  },
};
