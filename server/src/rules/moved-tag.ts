import type { ManifestFact } from '../model/answer.ts';
import type { Fix } from '../model/finding.ts';
import { shortDigest } from '../model/names.ts';
import type { ImageSubject } from '../model/reference.ts';
import { comparePin } from './pin-state.ts';
import { updatePin } from './pinning.ts';
import type { ImageRule, Sight } from './rule.ts';
import { code, defaultNote } from './wording.ts';

/** The pin still gives what it always gave; the tag beside it now means something else. */
export const movedTag: ImageRule = {
  id: 'moved-tag',
  judges: 'image',
  family: 'image',
  severity: 'information',
  summary: 'The tag beside a digest now points to another digest.',
  judge(sight) {
    const pin = comparePin(sight);
    if (pin.is !== 'moved') return undefined;
    const { subject } = sight;
    const fix = update(sight, pin.pinned, pin.current);
    return {
      message: `The tag ${code(subject.tag ?? 'latest')} has moved on: it points to ${code(shortDigest(pin.current.digest))}, while the pin holds ${code(shortDigest(pin.pinned.digest))}. Update the pin when you want the newer image.${defaultNote(subject)}`,
      fixes: fix === undefined ? [] : [fix],
    };
  },
};

/** A pin of one platform stays one of that platform, and one of an index stays an index. */
function update(sight: Sight<ImageSubject>, pinned: ManifestFact, current: ManifestFact): Fix | undefined {
  const { subject, text, glance } = sight;
  if (pinned.shape !== 'image' || current.shape !== 'index') return updatePin(text, subject, current.digest);
  const config = glance({ ask: 'config', image: subject.name, digest: pinned.digest });
  const contents = glance({ ask: 'contents', image: subject.name, digest: current.digest });
  if (config.state !== 'known' || contents.state !== 'known') return undefined;
  const sibling = contents.fact.platforms.find(entry => entry.platform === config.fact.platform);
  return sibling === undefined ? undefined : updatePin(text, subject, sibling.digest);
}
