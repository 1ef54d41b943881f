import { IMAGES } from '../ecosystems/index.ts';
import type { Peek } from '../model/answer.ts';
import type { Fix } from '../model/finding.ts';
import type { ImageSubject } from '../model/reference.ts';
import { ignoranceText } from './ignorance.ts';

/**
 * Why an image is not among those that are pinned together, as the rest of a sentence without its full stop.
 *
 * @param fixes what its findings offer
 */
export function whyLeftOut(subject: ImageSubject, fixes: readonly Fix[], peek: Peek): string {
  const fix = fixes.find(({ verify }) => verify !== undefined);
  if (fix !== undefined) return `it wants a look: \u201c${fix.title}\u201d is on its light bulb`;
  const answer = peek({ ask: 'manifest', image: subject.name, at: { tag: IMAGES.meantTag(subject) } });
  switch (answer.state) {
    case 'unknown':
      return ignoranceText(answer.why);
    case 'absent':
      return `the registry says that there is no such ${answer.missing}`;
    case 'known':
      return 'the rules are silent there, or the text does not allow it';
  }
}
