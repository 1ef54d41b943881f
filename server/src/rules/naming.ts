import { IMAGES } from '../ecosystems/index.ts';
import type { ManifestFact, TagsFact } from '../model/answer.ts';
import type { Fix } from '../model/finding.ts';
import type { StoredSubject } from '../model/reference.ts';
import { isPinnable, pinAndNameVersion, pinToDigest } from './pinning.ts';
import type { Sight } from './rule.ts';

/** How many version tags are compared with the default one. Each costs a HEAD, which no registry counts as a pull. */
const CANDIDATES = 6;

/**
 * The ways to pin an image that has no digest to what its tag points to now: where that is the default tag, first by
 * the version behind it, if the newest version tags tell.
 */
export function pinFixes(sight: Sight<StoredSubject>, current: ManifestFact): readonly Fix[] {
  const { subject, text } = sight;
  if (!isPinnable(subject)) return [];
  const named = IMAGES.meantTag(subject) === IMAGES.defaultTag ? nameVersion(sight, current) : undefined;
  const pin = pinToDigest(text, subject, current.digest);
  return named === undefined ? [pin] : [named, pin];
}

function nameVersion({ subject, text, glance, derive }: Sight<StoredSubject>, current: ManifestFact): Fix | undefined {
  if (!isPinnable(subject) || subject.pin.tag === undefined) return undefined;
  const tags = glance({ ask: 'tags', image: subject.name });
  if (tags.state !== 'known') return undefined;
  const answers = derive(tags.fact, candidates).map(tag => ({
    tag,
    answer: glance({ ask: 'manifest', image: subject.name, at: { tag } }),
  }));
  const same = answers.find(({ answer }) => answer.state === 'known' && answer.fact.digest === current.digest);
  return same === undefined ? undefined : pinAndNameVersion(text, subject, same.tag, current.digest);
}

/** A derivation: see `Derive`. */
function candidates({ tags }: TagsFact): readonly string[] {
  return IMAGES.newestVersionTags(tags, CANDIDATES);
}
