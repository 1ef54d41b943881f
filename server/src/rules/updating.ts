import type { ManifestFact } from '../model/answer.ts';
import type { Fix } from '../model/finding.ts';
import type { StoredSubject } from '../model/reference.ts';
import { isPinnable, updatePin } from './pinning.ts';
import type { Sight } from './rule.ts';

/**
 * "Update pin" for a pin that its tag has left behind: a pin of one platform stays one of that platform, and one of an
 * index stays an index. Absent while the platform is not known, and where the tag does not serve it any more.
 */
export function updateMovedPin(
  sight: Sight<StoredSubject>,
  pinned: ManifestFact,
  current: ManifestFact,
): Fix | undefined {
  const { subject, text, glance } = sight;
  if (!isPinnable(subject)) return undefined;
  if (pinned.shape !== 'image' || current.shape !== 'index') return updatePin(text, subject, current.digest);
  const config = glance({ ask: 'config', image: subject.name, digest: pinned.digest });
  const contents = glance({ ask: 'contents', image: subject.name, digest: current.digest });
  if (config.state !== 'known' || contents.state !== 'known') return undefined;
  const sibling = contents.fact.platforms.find(entry => entry.platform === config.fact.platform);
  return sibling === undefined ? undefined : updatePin(text, subject, sibling.digest);
}
