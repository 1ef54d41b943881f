import { newestVersionTags } from '../ecosystems/oci/image-tags.ts';
import type { ManifestFact, TagsFact } from '../model/answer.ts';
import type { Fix } from '../model/finding.ts';
import { code } from '../model/plain-text.ts';
import type { ImageSubject } from '../model/reference.ts';
import { pinAndNameVersion, pinToDigest } from './pinning.ts';
import type { ImageRule, Sight } from './rule.ts';
import { defaultNote, imageText } from './wording.ts';

/** How many version tags are compared with `latest`. Each costs a HEAD, which no registry counts as a pull. */
const CANDIDATES = 6;

/** No tag, or `latest`, and no digest: nothing says which image is meant. */
export const latestTag: ImageRule = {
  id: 'latest-tag',
  judges: 'image',
  family: 'image',
  severity: 'warning',
  summary: 'An image is named by `latest` or by no tag at all, without a digest.',
  judge(sight) {
    const { subject, text, peek } = sight;
    if (subject.digest !== undefined || (subject.tag !== undefined && subject.tag !== 'latest')) return undefined;
    const says =
      subject.tag === undefined
        ? `${code(imageText(subject))} has no tag, which means ${code('latest')}: whatever was pushed last.`
        : `${code(imageText(subject))} is whatever was pushed last.`;
    const message = `${says} Name a version and pin it to its digest.${defaultNote(subject)}`;
    const now = peek({ ask: 'manifest', image: subject.name, at: { tag: 'latest' } });
    if (now.state !== 'known') return { message, fixes: [] };
    const named = nameVersion(sight, now.fact);
    const pin = pinToDigest(text, subject, now.fact.digest);
    return { message, fixes: named === undefined ? [pin] : [named, pin] };
  },
};

/** Looks for the version behind `latest` among the newest version tags. */
function nameVersion({ subject, text, glance, derive }: Sight<ImageSubject>, latest: ManifestFact): Fix | undefined {
  if (subject.pin.tag === undefined) return undefined;
  const tags = glance({ ask: 'tags', image: subject.name });
  if (tags.state !== 'known') return undefined;
  const answers = derive(tags.fact, candidates).map(tag => ({
    tag,
    answer: glance({ ask: 'manifest', image: subject.name, at: { tag } }),
  }));
  const same = answers.find(({ answer }) => answer.state === 'known' && answer.fact.digest === latest.digest);
  return same === undefined ? undefined : pinAndNameVersion(text, subject, same.tag, latest.digest);
}

/** A derivation: see `Derive`. */
function candidates({ tags }: TagsFact): readonly string[] {
  return newestVersionTags(tags, CANDIDATES);
}
