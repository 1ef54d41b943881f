import { IMAGES } from '../ecosystems/index.ts';
import type { Missing } from '../model/answer.ts';
import { imageNameText, shortDigest } from '../model/names.ts';
import { code } from '../model/plain-text.ts';
import type { ArtifactSubject, ImageSubject } from '../model/reference.ts';
import { pinnedManifest } from './pin-state.ts';
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
    const { reference, subject, peek } = sight;
    // What is locked is taken, so that is asked, at its own place.
    if (reference.lockedTo !== undefined) return [];
    // What is never pulled comes from elsewhere, as an image does that was built on the host.
    if (subject.kind === 'image' && subject.pull?.policy === 'Never') return [];
    // With a digest the tag decides nothing (OCI distribution-spec, "Pulling manifests"), so only the digest can be
    // missing.
    const answer =
      subject.digest === undefined
        ? peek({ ask: 'manifest', image: subject.name, at: { tag: IMAGES.meantTag(subject) } })
        : pinnedManifest(sight, subject.digest);
    return answer.state === 'absent' ? [verdict(sight, answer.missing)] : [];
  },
};

function verdict(sight: Sight<ImageSubject | ArtifactSubject>, missing: Missing): Verdict {
  const { reference, subject, text, glance } = sight;
  const repository = code(imageNameText(subject.name));
  const what = subject.kind === 'artifact' ? ' (an artifact)' : '';
  const mayBeArchived = IMAGES.mayArchive(subject.name.host);
  if (missing === 'repository' || missing === 'package') {
    return {
      ...mayBeContext(subject),
      message: `${repository}${what} is unknown to its registry, or hidden from you. Check the name and whether you are logged in.${contextNote(subject)}${defaultNote(subject)}`,
      fixes: [],
    };
  }
  if (subject.digest === undefined) {
    return {
      ...mayBeContext(subject),
      message: `${repository}${what} has no tag ${code(IMAGES.meantTag(subject))}${mayBeArchived ? ' that can be pulled: it is gone or archived' : ''}. Choose a tag that exists.${contextNote(subject)}${defaultNote(subject)}`,
      fixes: [],
    };
  }
  const gone = `${code(imageText(subject))}${what} is pinned to ${code(shortDigest(subject.digest))}, which ${mayBeArchived ? 'is gone or archived' : 'the registry no longer has'}: whoever does not hold a copy cannot pull it.`;
  const tag =
    subject.tag === undefined ? undefined : glance({ ask: 'manifest', image: subject.name, at: { tag: subject.tag } });
  const isLocked = reference.role === 'lock';
  if (tag?.state !== 'known') {
    const advice = isLocked ? 'Have the lockfile written anew' : 'Pin a digest that exists';
    return { message: `${gone} ${advice}.${defaultNote(subject)}`, fixes: [] };
  }
  const advice = isLocked ? 'have the lockfile written anew' : 'update the pin';
  return {
    message: `${gone} The tag ${code(IMAGES.meantTag(subject))} points to ${code(shortDigest(tag.fact.digest))} now: ${advice}.${defaultNote(subject)}`,
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
