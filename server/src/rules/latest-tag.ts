import { IMAGES } from '../ecosystems/index.ts';
import type { ManifestFact, TagsFact } from '../model/answer.ts';
import type { Fix } from '../model/finding.ts';
import { code } from '../model/plain-text.ts';
import type { ImageSubject } from '../model/reference.ts';
import { pinAndNameVersion, pinToDigest } from './pinning.ts';
import type { Rule, Sight } from './rule.ts';
import { defaultNote, imageText } from './wording.ts';

/** How many version tags are compared with the default one. Each costs a HEAD, which no registry counts as a pull. */
const CANDIDATES = 6;

/** No tag, or the default one, and no digest: nothing says which image is meant. */
export const latestTag: Rule<'image'> = {
  id: 'latest-tag',
  judges: 'image',
  family: 'image',
  severity: 'warning',
  summary: `An image is named by ${code(IMAGES.defaultTag)} or by no tag at all, without a digest.`,
  judge(sight) {
    const { reference, subject, text, peek } = sight;
    if (reference.lockedTo !== undefined) return [];
    if (subject.digest !== undefined || IMAGES.meantTag(subject) !== IMAGES.defaultTag) return [];
    const says =
      subject.tag === undefined
        ? `${code(imageText(subject))} has no tag, which means ${code(IMAGES.defaultTag)}: whatever was pushed last.`
        : `${code(imageText(subject))} is whatever was pushed last.`;
    const message = `${says} Name a version and pin it to its digest.${defaultNote(subject)}`;
    const now = peek({ ask: 'manifest', image: subject.name, at: { tag: IMAGES.defaultTag } });
    if (now.state !== 'known') return [{ message, fixes: [] }];
    const named = nameVersion(sight, now.fact);
    const pin = pinToDigest(text, subject, now.fact.digest);
    return [{ message, fixes: named === undefined ? [pin] : [named, pin] }];
  },
};

/** Looks for the version behind the default tag among the newest version tags. */
function nameVersion({ subject, text, glance, derive }: Sight<ImageSubject>, current: ManifestFact): Fix | undefined {
  if (subject.pin.tag === undefined) return undefined;
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
