import { IMAGES } from '../ecosystems/index.ts';
import type { Answer, ManifestFact } from '../model/answer.ts';
import { type Digest, familiarImageName, type ImageName } from '../model/names.ts';
import type { ArtifactSubject, ImageSubject, StoredSubject } from '../model/reference.ts';
import { tagDrift } from '../rules/tag-drift.ts';
import { insideBlocks } from './hover-inside.ts';
import { answerLines, checkedText, type Look, listed } from './hover-parts.ts';
import type { Card, Line } from './markdown.ts';
import { counted } from './words.ts';

/** The most tags that are compared by digest, so that a hover on a repository with thousands stays quick. */
const MOST_TAGS_COMPARED = 500;
const MOST_TAGS_SHOWN = 6;

type Told = Answer<ManifestFact>;

/**
 * Tells of an image: what its tag points to and how its pin stands to that, tags of the same digest, and what is
 * inside.
 */
export function imageCard(subject: ImageSubject, look: Look, page: string | undefined): Card {
  const { card, shown } = storedCard(subject, look, page, trailText);
  return shown === undefined ? card : [...card, ...insideBlocks(subject.name, shown, look)];
}

/**
 * Tells the same of an artifact, without a look inside: it has no platforms, and its configuration is of another kind.
 */
export function artifactCard(subject: ArtifactSubject, look: Look, page: string | undefined): Card {
  return storedCard(subject, look, page, () => []).card;
}

function storedCard(
  subject: StoredSubject,
  look: Look,
  page: string | undefined,
  trail: typeof trailText,
): { readonly card: Card; readonly shown: Digest | undefined } {
  const { name, tag, digest: pin } = subject;
  const meant = tag === undefined && pin !== undefined ? undefined : IMAGES.meantTag(subject);
  const current = meant === undefined ? undefined : look.ask({ ask: 'manifest', image: name, at: { tag: meant } });
  const pinned = pin === undefined ? undefined : pinnedAnswer(name, pin, current, look);
  const shown = pin ?? (current?.state === 'known' ? current.fact.digest : undefined);
  const told = [current, pinned].find(answer => answer?.state === 'known');
  const title: Line = [
    { strong: `${familiarImageName(name)}${tag === undefined ? '' : `:${tag}`}` },
    ...(page === undefined ? [] : [' · ', { link: page, text: 'page' }]),
    ...(told?.state === 'known' ? [checkedText(told, look)] : []),
  ];
  const card = [
    title,
    ...(pin === undefined || pinned === undefined
      ? []
      : pinLines(pin, pinned, trail(subject, pin, current, look), look)),
    ...(current === undefined || meant === undefined ? [] : tagLines(subject, meant, current, look)),
    ...(shown === undefined ? [] : sameDigestLine(subject, shown, look)),
  ];
  return { card, shown };
}

/** Whether the registry still has what a pin names; what the tag points to, it has. */
function pinnedAnswer(image: ImageName, pin: Digest, current: Told | undefined, look: Look): Told {
  if (current?.state === 'known' && current.fact.digest === pin) return current;
  return look.ask({ ask: 'manifest', image, at: { digest: pin } });
}

function pinLines(pin: Digest, pinned: Told, trail: Line, look: Look): Card {
  return [['Pinned to ', { code: pin }, ...trail], ...answerLines(pinned, 'the digest', look, () => [])];
}

/** How far the pin is behind its tag. */
function trailText(subject: StoredSubject, pin: Digest, current: Told | undefined, look: Look): Line {
  if (current?.state !== 'known') return [];
  const trail = tagDrift(look.ask, subject.name, pin, current.fact.digest);
  return trail.is === 'behind' && trail.days > 0 ? [`, which trails its tag by ${counted(trail.days, 'day')}`] : [];
}

function tagLines(subject: StoredSubject, tag: string, current: Told, look: Look): Card {
  return answerLines(current, `the tag ${tag}`, look, ({ digest }) => {
    if (digest === subject.digest) return [['The tag ', { code: tag }, ' points to it']];
    const now = subject.digest === undefined ? '' : ' now';
    // The title names the tag already, unless nobody wrote one.
    const says: Line =
      subject.tag === undefined || now !== '' ? ['The tag ', { code: tag }, `${now} points to `] : ['Points to '];
    return [[...says, { code: digest }]];
  });
}

function sameDigestLine(subject: StoredSubject, digest: Digest, look: Look): Line[] {
  const tags = look.glance({ ask: 'tags', image: subject.name });
  if (tags.state !== 'known') return [];
  const same = look
    .derive(tags.fact, IMAGES.tagsForPeople)
    .slice(0, MOST_TAGS_COMPARED)
    .filter(tag => {
      if (tag === subject.tag) return false;
      const answer = look.glance({ ask: 'manifest', image: subject.name, at: { tag } });
      return answer.state === 'known' && answer.fact.digest === digest;
    });
  return same.length === 0 ? [] : [['The same as ', ...listed(same, MOST_TAGS_SHOWN)]];
}
