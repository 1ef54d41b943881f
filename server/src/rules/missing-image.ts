import { IMAGES } from '../ecosystems/index.ts';
import type { Missing } from '../model/answer.ts';
import { imageNameText, shortDigest } from '../model/names.ts';
import { code } from '../model/plain-text.ts';
import type { ArtifactSubject, ImageSubject } from '../model/reference.ts';
import { isPinnable, updatePin } from './pinning.ts';
import type { Rule, Sight, Verdict } from './rule.ts';
import { defaultNote, imageText } from './wording.ts';

/** The registry said, twice, that what the file names does not exist. Private and missing look alike only below 404. */
export const missingImage: Rule<'image' | 'artifact'> = {
  id: 'missing-image',
  judges: ['image', 'artifact'],
  family: 'image',
  severity: 'error',
  summary: 'The registry has no such repository, tag or digest.',
  judge(sight) {
    const { subject, peek } = sight;
    // What is never pulled comes from elsewhere, as an image does that was built on the host.
    if (subject.kind === 'image' && subject.pull?.policy === 'Never') return [];
    // With a digest the tag decides nothing (OCI distribution-spec, "Pulling manifests"), so only the digest can be
    // missing.
    const at = subject.digest === undefined ? { tag: IMAGES.meantTag(subject) } : { digest: subject.digest };
    const answer = peek({ ask: 'manifest', image: subject.name, at });
    return answer.state === 'absent' ? [verdict(sight, answer.missing)] : [];
  },
};

function verdict(sight: Sight<ImageSubject | ArtifactSubject>, missing: Missing): Verdict {
  const { subject, text, glance } = sight;
  const repository = code(imageNameText(subject.name));
  const its = subject.kind === 'artifact' ? ' of this artifact' : '';
  if (missing === 'repository' || missing === 'package') {
    return {
      ...mayBeContext(subject),
      message: `The registry has no repository ${repository}${its}, or hides it from you. Check the name and whether you are logged in.${contextNote(subject)}${defaultNote(subject)}`,
      fixes: [],
    };
  }
  if (subject.digest === undefined) {
    return {
      ...mayBeContext(subject),
      message: `The repository ${repository}${its} has no tag ${code(IMAGES.meantTag(subject))}. Choose a tag that exists.${contextNote(subject)}${defaultNote(subject)}`,
      fixes: [],
    };
  }
  const gone = `The registry no longer has ${code(shortDigest(subject.digest))}, which pins ${subject.kind === 'artifact' ? 'the artifact ' : ''}${code(imageText(subject))}: whoever does not hold a copy cannot pull it.`;
  const tag =
    subject.tag === undefined ? undefined : glance({ ask: 'manifest', image: subject.name, at: { tag: subject.tag } });
  if (tag?.state !== 'known') return { message: `${gone} Pin a digest that exists.${defaultNote(subject)}`, fixes: [] };
  return {
    message: `${gone} The tag ${code(IMAGES.meantTag(subject))} points to ${code(shortDigest(tag.fact.digest))} now: update the pin.${defaultNote(subject)}`,
    fixes: isPinnable(subject) ? [updatePin(text, subject, tag.fact.digest)] : [],
  };
}

/** A build may be given a folder or another image under a single-word name, so the registry's word is not the last. */
function mayBeContext(subject: ImageSubject | ArtifactSubject): { severity?: 'warning' } {
  return subject.kind === 'image' && subject.maybeNamedContext === true ? { severity: 'warning' } : {};
}

function contextNote(subject: ImageSubject | ArtifactSubject): string {
  if (subject.kind !== 'image' || subject.maybeNamedContext !== true) return '';
  return ` A build that is given a context of this name (${code('--build-context')}) does not need it.`;
}
