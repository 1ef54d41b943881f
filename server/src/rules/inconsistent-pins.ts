import { IMAGES } from '../ecosystems/index.ts';
import type { Related } from '../model/finding.ts';
import { type Digest, shortDigest } from '../model/names.ts';
import { type PinnedPlace, type PinnedPlaces, pinnedPlaces } from '../model/pinned-places.ts';
import { code } from '../model/plain-text.ts';
import type { StoredSubject } from '../model/reference.ts';
import type { Span } from '../model/span.ts';
import { type PlacedStatement, pinsKey, type Stating } from '../model/statement.ts';
import { alignPin, isPinnable } from './pinning.ts';
import type { Rule, Sight } from './rule.ts';
import { tagDrift } from './tag-drift.ts';
import { imageText } from './wording.ts';

/** One name and tag, two images: somebody updated one pin and forgot the other. */
export const inconsistentPins: Rule<'image' | 'artifact'> = {
  id: 'inconsistent-pins',
  judges: ['image', 'artifact'],
  severity: 'information',
  summary: 'The workspace pins one repository and tag to different digests.',
  judge(sight) {
    const { subject, text, told, derive } = sight;
    if (subject.tag === undefined || subject.digest === undefined) return [];
    const stated = told(pinsKey(subject.name, subject.tag));
    // Mostly all pin the same, in however many files.
    if (![...derive(stated, digestsOf)].some(digest => digest !== subject.digest)) return [];
    const pins = derive(stated, placesOf);
    const others = pins.otherThan(subject.digest);
    const [first] = others.first;
    if (first === undefined) return [];
    const newest = newestOf(sight, subject.digest, pins);
    // Where it is known which one is left behind, the others are told of it and the newest is left in peace.
    if (newest === subject.digest) return [];
    const left = others.count - 1;
    const more = left === 0 ? '' : ` and in ${left === 1 ? 'one more place' : `${left} more places`}`;
    const advice =
      newest === undefined
        ? `Pin ${left === 0 ? 'both' : 'all'} to the same digest.`
        : `${code(shortDigest(newest))} is the newest: align this pin with it.`;
    return [
      {
        message: `${code(imageText(subject))} is pinned to ${code(shortDigest(subject.digest))} here and to ${code(shortDigest(first.digest))} in ${code(first.file)}${more}. ${advice}`,
        fixes: newest === undefined || !isPinnable(subject) ? [] : [alignPin(text, subject, newest)],
        related: others.first.map(relatedTo),
      },
    ];
  },
};

/** A derivation: see `Derive`. */
function digestsOf(statements: readonly PlacedStatement[]): ReadonlySet<Digest> {
  const digests = new Set<Digest>();
  for (const statement of statements) if (statement.says === 'pins') digests.add(statement.digest);
  return digests;
}

/** Where it stands in its file is looked up for those alone that are shown. */
interface StatedPlace extends PinnedPlace {
  readonly span: Span;
  readonly from: Stating;
}

/** A derivation as well. */
function placesOf(statements: readonly PlacedStatement[]): PinnedPlaces<StatedPlace> {
  const places: StatedPlace[] = [];
  for (const statement of statements) {
    if (statement.says !== 'pins') continue;
    const { digest, span, from } = statement;
    places.push({ file: from.file, digest, span, from });
  }
  return pinnedPlaces(places);
}

/** The one that the tag points to now; else, of two, the one that was built later. */
function newestOf(
  { subject, glance }: Sight<StoredSubject>,
  own: Digest,
  { digests }: PinnedPlaces<StatedPlace>,
): Digest | undefined {
  const now = glance({ ask: 'manifest', image: subject.name, at: { tag: IMAGES.meantTag(subject) } });
  if (now.state === 'known' && digests.has(now.fact.digest)) return now.fact.digest;
  if (digests.size !== 2) return undefined;
  const other = [...digests].find(digest => digest !== own);
  if (other === undefined) return undefined;
  if (tagDrift(glance, subject.name, own, other).is === 'behind') return other;
  return tagDrift(glance, subject.name, other, own).is === 'behind' ? own : undefined;
}

function relatedTo({ file, digest, span, from }: StatedPlace): Related {
  const { uri } = from;
  return {
    file,
    ...(uri === undefined ? {} : { uri }),
    range: from.rangeOf(span),
    message: `Pinned to ${code(shortDigest(digest))} here.`,
  };
}
