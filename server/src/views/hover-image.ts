import type { Answer, ManifestFact } from '../model/answer.ts';
import { type Digest, familiarImageName } from '../model/names.ts';
import type { ImageSubject } from '../model/reference.ts';
import { trailing } from '../rules/trailing.ts';
import { tagsForPeople } from '../versions/image-tags.ts';
import { insideBlocks } from './hover-inside.ts';
import { answerLines, type Look, listed } from './hover-parts.ts';
import type { Card, Line } from './markdown.ts';
import { counted } from './words.ts';

/** The most tags that are compared by digest, so that a hover on a repository with thousands stays quick. */
const MOST_TAGS_COMPARED = 500;
const MOST_TAGS_SHOWN = 6;

/** Tells of an image: what its tag points to and how its pin stands to that, tags of the same digest, and what is inside. */
export function imageCard(subject: ImageSubject, look: Look, page: string | undefined): Card {
  const { name, tag, digest: pin } = subject;
  const meant = tag ?? (pin === undefined ? 'latest' : undefined);
  const current = meant === undefined ? undefined : look.ask({ ask: 'manifest', image: name, at: { tag: meant } });
  const shown = pin ?? (current?.state === 'known' ? current.fact.digest : undefined);
  const title: Line = [
    { strong: `${familiarImageName(name)}${tag === undefined ? '' : `:${tag}`}` },
    ...(page === undefined ? [] : [' · ', { link: page, text: 'page' }]),
  ];
  return [
    title,
    ...(pin === undefined ? [] : pinLines(subject, pin, current, look)),
    ...(current === undefined || meant === undefined ? [] : tagLines(subject, meant, current, look)),
    ...(shown === undefined ? [] : [...sameDigestLine(subject, shown, look), ...insideBlocks(name, shown, look)]),
  ];
}

/** That it is pinned, how far behind, and whether the registry still has what the pin names. */
function pinLines(subject: ImageSubject, pin: Digest, current: Answer<ManifestFact> | undefined, look: Look): Card {
  const isCurrent = current?.state === 'known' && current.fact.digest === pin;
  const pinned = isCurrent ? current : look.ask({ ask: 'manifest', image: subject.name, at: { digest: pin } });
  return [
    ['Pinned to ', { code: pin }, ...(isCurrent ? [] : trailText(subject, pin, current, look))],
    ...answerLines(pinned, 'the digest', look, () => []),
  ];
}

function trailText(subject: ImageSubject, pin: Digest, current: Answer<ManifestFact> | undefined, look: Look): Line {
  if (current?.state !== 'known') return [];
  const trail = trailing(look.ask, subject.name, pin, current.fact.digest);
  return trail.is === 'behind' && trail.days > 0 ? [`, which trails its tag by ${counted(trail.days, 'day')}`] : [];
}

function tagLines(subject: ImageSubject, tag: string, current: Answer<ManifestFact>, look: Look): Card {
  return answerLines(current, `the tag ${tag}`, look, ({ digest }, checked) => {
    if (digest === subject.digest) return [['The tag ', { code: tag }, ' points to it', checked]];
    const now = subject.digest === undefined ? '' : ' now';
    // The title names the tag already, unless nobody wrote one.
    const says: Line =
      subject.tag === undefined || now !== '' ? ['The tag ', { code: tag }, `${now} points to `] : ['Points to '];
    return [[...says, { code: digest }, checked]];
  });
}

function sameDigestLine(subject: ImageSubject, digest: Digest, look: Look): Line[] {
  const tags = look.glance({ ask: 'tags', image: subject.name });
  if (tags.state !== 'known') return [];
  const same = tagsForPeople(tags.fact.tags)
    .slice(0, MOST_TAGS_COMPARED)
    .filter(tag => {
      if (tag === subject.tag) return false;
      const answer = look.glance({ ask: 'manifest', image: subject.name, at: { tag } });
      return answer.state === 'known' && answer.fact.digest === digest;
    });
  return same.length === 0 ? [] : [['The same as ', ...listed(same, MOST_TAGS_SHOWN)]];
}
