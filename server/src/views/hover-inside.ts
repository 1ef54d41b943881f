import type { Answer, AttachmentKind, ConfigFact, ContentsFact, PlatformEntry } from '../model/answer.ts';
import { REVISION_LABEL, SOURCE_LABEL, VERSION_LABEL } from '../model/image-labels.ts';
import type { Digest, ImageName } from '../model/names.ts';
import { attachedTo } from './attached.ts';
import { answerLines, dateAndAge, type Look } from './hover-parts.ts';
import type { Card, Line, Part } from './markdown.ts';
import { lookInside } from './platforms.ts';
import { sizeText } from './words.ts';

const MOST_PLATFORMS_SHOWN = 12;
/**
 * The most platforms whose size is asked for: each is a manifest to download, which some registries count as a pull.
 * Sizes that are known already are shown for all.
 */
const MOST_SIZES_ASKED = 3;
const COMMON_PLATFORMS = ['linux/amd64', 'linux/arm64', 'linux/arm64/v8'];

/** What a manifest or an index holds, what its configuration says of it, and what is attached to it. */
export function insideBlocks(image: ImageName, digest: Digest, look: Look): Card {
  const { contents, config } = lookInside(image, digest, look.ask);
  return [
    ...answerLines(contents, 'what is inside', look, fact => sizeBlocks(image, fact, config, look)),
    ...(config === undefined ? [] : answerLines(config, 'its configuration', look, fact => configLines(fact, look))),
    ...attachedLine(image, digest, contents, look),
  ];
}

function sizeBlocks(image: ImageName, fact: ContentsFact, config: Answer<ConfigFact> | undefined, look: Look): Card {
  switch (fact.shape) {
    case 'index':
      return fact.platforms.length === 0 ? [] : platformTable(image, fact.platforms, look);
    case 'image': {
      const platform = config?.state === 'known' ? [{ code: config.fact.platform }, ' alone'] : ['One platform alone'];
      const size = fact.layerBytes === undefined ? [] : [`, ${sizeText(fact.layerBytes)} compressed`];
      return [[...platform, ...size]];
    }
    case 'other':
      return [];
  }
}

function platformTable(image: ImageName, platforms: readonly PlatformEntry[], look: Look): Card {
  const commonFirst = [...platforms].sort((a, b) => rarity(a) - rarity(b));
  const rows = commonFirst.slice(0, MOST_PLATFORMS_SHOWN).map(({ platform, digest }, i): Line => {
    const peek = i < MOST_SIZES_ASKED ? look.ask : look.glance;
    return [{ code: platform }, sizeCell(peek({ ask: 'contents', image, digest }))];
  });
  const left = platforms.length - rows.length;
  return [{ head: ['platform', 'compressed layers'], rows }, ...(left > 0 ? [[`and ${left} more`]] : [])];
}

/** Those that most people run come first. */
function rarity({ platform }: PlatformEntry): number {
  const place = COMMON_PLATFORMS.indexOf(platform);
  return place < 0 ? COMMON_PLATFORMS.length : place;
}

function sizeCell(answer: Answer<ContentsFact>): Part {
  if (answer.state === 'known') return answer.fact.layerBytes === undefined ? '' : sizeText(answer.fact.layerBytes);
  return answer.state === 'unknown' && answer.why === 'asking' ? '…' : '';
}

function configLines({ created, labels }: ConfigFact, { now }: Look): Line[] {
  const version = labels[VERSION_LABEL];
  const revision = labels[REVISION_LABEL];
  const source = labels[SOURCE_LABEL];
  const told: Line[] = [
    ...(version === undefined ? [] : [['version ', { code: version }]]),
    ...(source === undefined ? [] : [['source ', { link: source }]]),
    ...(revision === undefined ? [] : [['revision ', { code: revision }]]),
  ];
  return [
    ...(created === undefined ? [] : [['Created ', ...dateAndAge(created, now)]]),
    ...(told.length === 0 ? [] : [['Its labels tell: ', ...joined(told, ', ')]]),
  ];
}

/** That something is attached, which is not that it was verified; and that nothing is, where that is certain. */
function attachedLine(image: ImageName, digest: Digest, contents: Answer<ContentsFact>, look: Look): Line[] {
  const { attachments, complete } = attachedTo(look.ask, image, digest, contents);
  const kinds = new Set(attachments.map(({ kind }) => kind));
  const named = KINDS.flatMap(([kind, text]) => (kinds.has(kind) ? [[text]] : []));
  if (named.length > 0) return [['Attached, not verified: ', ...joined(named, ', ')]];
  return complete && attachments.length === 0 ? [['No signature or attestation is attached.']] : [];
}

const KINDS: readonly (readonly [AttachmentKind, string])[] = [
  ['signature', 'a signature'],
  ['provenance', 'its provenance'],
  ['sbom', 'a list of its contents (SBOM)'],
  ['other', 'something else'],
];

function joined(lines: readonly Line[], between: string): Part[] {
  return lines.flatMap((line, i) => (i === 0 ? line : [between, ...line]));
}
