import type { Answer, ManifestFact } from '../model/answer.ts';
import { type Digest, familiarImageName, shortDigest } from '../model/names.ts';
import type { ImageSubject } from '../model/reference.ts';
import { answerLines, dateText, type Look, listed } from './hover-parts.ts';
import type { Card, Line, Part } from './markdown.ts';
import { agoText } from './words.ts';

/** The most tags that are compared by digest, so that a hover on a repository with thousands stays quick. */
const MOST_TAGS_COMPARED = 500;
const MOST_TAGS_SHOWN = 6;
const MOST_PLATFORMS_SHOWN = 12;

/** Tells of an image: its digest, what its tag points to, tags of the same digest, what is inside, and what it says of itself. */
export function imageCard(subject: ImageSubject, look: Look, page: string | undefined): Card {
  const tag = subject.tag ?? (subject.digest === undefined ? 'latest' : undefined);
  const title = `${familiarImageName(subject.name)}${subject.tag === undefined ? '' : `:${subject.tag}`}`;
  const current = tag === undefined ? undefined : look.ask({ ask: 'manifest', image: subject.name, at: { tag } });
  const pinned =
    subject.digest === undefined
      ? undefined
      : look.ask({ ask: 'manifest', image: subject.name, at: { digest: subject.digest } });
  const digest = subject.digest ?? (current?.state === 'known' ? current.fact.digest : undefined);
  return [
    [{ strong: title }, ...(page === undefined ? [] : [' · ', { link: page, text: 'page' }])],
    ...(subject.digest === undefined ? [] : [digestLine('Pinned to', subject.digest)]),
    ...(pinned === undefined ? [] : answerLines(pinned, 'the digest', look, () => [])),
    ...(current === undefined || tag === undefined ? [] : tagLines(tag, current, subject.digest, look)),
    ...(digest === undefined ? [] : [...sameDigestLine(subject, digest, look), ...insideLines(subject, digest, look)]),
  ];
}

function digestLine(says: string, digest: Digest): Line {
  return [`${says} `, { code: shortDigest(digest) }, ', in full ', { code: digest }];
}

function tagLines(tag: string, current: Answer<ManifestFact>, pin: Digest | undefined, look: Look): Line[] {
  return answerLines(current, `the tag ${tag}`, look, ({ digest }) => {
    const age: Part = current.state === 'known' ? `, as of ${agoText(current.asOf, look.now)}` : '';
    if (digest === pin) return [['The tag ', { code: tag }, ' points to this digest', age]];
    return [
      [
        ...['The tag ', { code: tag }, ' points to '],
        { code: shortDigest(digest) },
        ', in full ',
        { code: digest },
        age,
      ],
    ];
  });
}

function sameDigestLine(subject: ImageSubject, digest: Digest, look: Look): Line[] {
  const tags = look.glance({ ask: 'tags', image: subject.name });
  if (tags.state !== 'known') return [];
  const same = tags.fact.tags.slice(-MOST_TAGS_COMPARED).filter(tag => {
    if (tag === subject.tag) return false;
    const answer = look.glance({ ask: 'manifest', image: subject.name, at: { tag } });
    return answer.state === 'known' && answer.fact.digest === digest;
  });
  return same.length === 0 ? [] : [['Same digest: ', ...listed(same, MOST_TAGS_SHOWN)]];
}

/** What a manifest, and its configuration, say of the image. An index is asked by one of its platforms. */
function insideLines(subject: ImageSubject, digest: Digest, look: Look): Line[] {
  const contents = look.ask({ ask: 'contents', image: subject.name, digest });
  return answerLines(contents, 'what is inside', look, ({ shape, platforms }) => {
    const chosen = platforms.find(entry => entry.platform === 'linux/amd64') ?? platforms[0];
    const manifest = shape === 'index' ? chosen?.digest : digest;
    const names = platforms.map(entry => entry.platform);
    return [
      ...(names.length === 0 ? [] : [['Platforms: ', ...listed(names, MOST_PLATFORMS_SHOWN)]]),
      ...(manifest === undefined || shape === 'other' ? [] : configLines(subject, manifest, shape === 'image', look)),
    ];
  });
}

function configLines(subject: ImageSubject, manifest: Digest, single: boolean, look: Look): Line[] {
  const config = look.ask({ ask: 'config', image: subject.name, digest: manifest });
  return answerLines(config, 'its configuration', look, ({ created, platform, labels }) => {
    const source = labels['org.opencontainers.image.source'];
    const revision = labels['org.opencontainers.image.revision'];
    return [
      ...(single ? [['Platform: ', { code: platform }]] : []),
      ...(created === undefined ? [] : [['Created ', { code: dateText(created) }]]),
      ...(source === undefined ? [] : [['Source: ', { link: source }]]),
      ...(revision === undefined ? [] : [['Revision: ', { code: revision }]]),
    ];
  });
}
