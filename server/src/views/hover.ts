import type { Answer, HistoryFact, ManifestFact, PackageFact, Peek, Standing } from '../model/answer.ts';
import { type Digest, familiarImageName, shortDigest } from '../model/names.ts';
import { type Question, questionKey } from '../model/question.ts';
import type { ImageSubject, OpaqueReason, OpaqueSubject, Reference, ReleaseSubject } from '../model/reference.ts';
import { versioningOf } from '../versions/index.ts';
import { type GoesToDefaultRegistry, pageOf } from './links.ts';
import type { Card, Line, Part } from './markdown.ts';
import { agoText, ignoranceText } from './words.ts';

/** A card about a reference, and what it would have liked to know. */
export interface HoverCard {
  readonly card: Card;
  /** Asked in the background, so that the next hover tells more. */
  readonly questions: readonly Question[];
}

/** Tells what is known of a reference now. `now` is in milliseconds since the epoch. Never waits. */
export function hoverCard(reference: Reference, peek: Peek, isDefault: GoesToDefaultRegistry, now: number): HoverCard {
  const questions = new Map<string, Question>();
  const look: Look = {
    ask: question => {
      questions.set(questionKey(question), question);
      return peek(question);
    },
    glance: peek,
    now,
  };
  const page = pageOf(reference, isDefault);
  const { subject } = reference;
  switch (subject.kind) {
    case 'image':
      return { card: imageCard(subject, look, page), questions: [...questions.values()] };
    case 'release':
      return { card: releaseCard(subject, look, page), questions: [...questions.values()] };
    case 'opaque':
      return { card: opaqueCard(subject), questions: [] };
  }
}

interface Look {
  /** Peeks, and remembers that it mattered. */
  readonly ask: Peek;
  /** Peeks only: nice to have, not worth a request. */
  readonly glance: Peek;
  readonly now: number;
}

/** The most tags that are compared by digest, so that a hover on a repository with thousands stays quick. */
const MOST_TAGS_COMPARED = 500;
const MOST_TAGS_SHOWN = 6;
const MOST_PLATFORMS_SHOWN = 12;

function imageCard(subject: ImageSubject, look: Look, page: string | undefined): Card {
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
    ...(pinned === undefined ? [] : answerLine(pinned, 'the digest', look, () => [])),
    ...(current === undefined || tag === undefined ? [] : tagLines(tag, current, subject.digest, look)),
    ...(digest === undefined ? [] : [...sameDigestLine(subject, digest, look), ...insideLines(subject, digest, look)]),
  ];
}

function digestLine(says: string, digest: Digest): Line {
  return [`${says} `, { code: shortDigest(digest) }, ', in full ', { code: digest }];
}

function tagLines(tag: string, current: Answer<ManifestFact>, pin: Digest | undefined, look: Look): Line[] {
  return answerLine(current, `the tag ${tag}`, look, ({ digest }) => {
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
  return answerLine(contents, 'what is inside', look, ({ shape, platforms }) => {
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
  return answerLine(config, 'its configuration', look, ({ created, platform, labels }) => {
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

function releaseCard(subject: ReleaseSubject, look: Look, page: string | undefined): Card {
  const { registry, name, want } = subject;
  const answer = look.ask({ ask: 'package', registry, name });
  const title: Line = [
    { strong: name },
    ...(want.text === '' ? [] : [' ', { code: want.text }]),
    ...(page === undefined ? [] : [' · ', { link: page, text: 'page' }]),
  ];
  return [title, ...answerLine(answer, 'the package', look, fact => packageLines(subject, fact, answer, look))];
}

function packageLines(subject: ReleaseSubject, fact: PackageFact, answer: Answer<PackageFact>, look: Look): Line[] {
  const { registry, name, want } = subject;
  const wholeStanding = standingLine(fact.standing, 'The package');
  if (wholeStanding !== undefined) return [wholeStanding];
  const history = look.ask({ ask: 'history', registry, name });
  const selection = versioningOf(registry).select(want, fact);
  const release =
    selection.is === 'release' ? fact.releases.find(({ version }) => version === selection.version) : undefined;
  const standing = release === undefined ? undefined : standingLine(release.standing, 'It');
  const latest = fact.tags.latest;
  const age: Part = answer.state === 'known' ? `, as of ${agoText(answer.asOf, look.now)}` : '';
  return [
    release === undefined
      ? ['No release matches.']
      : ['Selects ', { code: release.version }, ...publishedOn(release.version, history), age],
    ...(standing === undefined ? [] : [standing]),
    ...(latest === undefined || latest === release?.version
      ? []
      : [['Latest: ', { code: latest }, ...publishedOn(latest, history)]]),
  ];
}

function publishedOn(version: string, history: Answer<HistoryFact>): Part[] {
  if (history.state !== 'known') return [];
  const date = Object.hasOwn(history.fact.published, version) ? history.fact.published[version] : undefined;
  return date === undefined ? [] : [', published ', { code: dateText(date) }];
}

function standingLine(standing: Standing, who: string): Line | undefined {
  switch (standing.is) {
    case 'live':
      return undefined;
    case 'deprecated':
      return [`${who} is deprecated: `, standing.message];
    case 'unpublished':
      return [
        `${who} was unpublished`,
        ...(standing.on === undefined ? [] : [' on ', { code: dateText(standing.on) }]),
      ];
    case 'security-holding':
      return [`${who} was removed for security reasons; a placeholder holds the name.`];
  }
}

function opaqueCard(subject: OpaqueSubject): Card {
  const { name, want } = subject;
  return [
    ...(name === undefined ? [] : [[{ strong: name }, ...(want === undefined ? [] : [' ', { code: want }])]]),
    [`Not checked: ${opaqueText(subject.why)}.`],
  ];
}

function opaqueText(why: OpaqueReason): string {
  switch (why) {
    case 'variable':
      return 'it depends on a variable without a default value';
    case 'git':
      return 'it comes from a Git repository';
    case 'url':
      return 'it comes from a web address';
    case 'path':
      return 'it comes from a folder or file';
    case 'workspace':
      return 'it is part of this workspace';
    case 'template':
      return 'the file is a template';
    case 'managed':
      return 'its version is decided elsewhere';
    case 'invalid':
      return 'no registry allows such a name or version';
  }
}

/** The lines about a fact, or one line saying that it is gone or could not be told. */
function answerLine<Fact>(answer: Answer<Fact>, what: string, look: Look, tell: (fact: Fact) => Line[]): Line[] {
  switch (answer.state) {
    case 'known':
      return tell(answer.fact);
    case 'absent':
      return [[`The registry says that there is no such ${answer.missing}, as of ${agoText(answer.asOf, look.now)}.`]];
    case 'unknown':
      return answer.why === 'not-asked' || answer.why === 'asking'
        ? [[`Asking about ${what}.`]]
        : [[`Could not check ${what}: ${ignoranceText(answer.why)}.`]];
  }
}

function listed(values: readonly string[], most: number): Part[] {
  const shown = values
    .slice(0, most)
    .flatMap((value, i): Part[] => (i === 0 ? [{ code: value }] : [', ', { code: value }]));
  return values.length > most ? [...shown, ` and ${values.length - most} more`] : shown;
}

/** The day of an ISO 8601 text; anything else as it came, since it is escaped where it is drawn. */
function dateText(iso: string): string {
  return /^\d{4}-\d{2}-\d{2}/.exec(iso)?.[0] ?? iso;
}
