import { IMAGES } from '../ecosystems/index.ts';
import type { Related } from '../model/finding.ts';
import { type Digest, type ImageName, parseDigest, shortDigest } from '../model/names.ts';
import { code } from '../model/plain-text.ts';
import { type Fate, isCovered, type RetainedImage, type RetentionPolicy } from '../model/retention.ts';
import type { Span } from '../model/span.ts';
import { HOLDS_KEY, type PlacedStatement, type Stating } from '../model/statement.ts';
import { isInForce, placedFixes } from './policy-faults.ts';
import type { Rule } from './rule.ts';

/**
 * A digest that is pinned under a tag that moves has no tag before long, and the workspace's own policy takes what has
 * none.
 */
export const retentionDeletesPins: Rule<'policy'> = {
  id: 'retention-deletes-pins',
  judges: 'policy',
  severity: 'warning',
  summary: 'A retention policy takes what no tag points to, and the workspace pins digests there under tags that move.',
  judge({ subject, told, derive }) {
    const { policy, offset } = subject;
    if (!isInForce(subject)) return [];
    const pins = derive(told(HOLDS_KEY), movingPins).filter(({ name }) => isCovered(policy.covers, name));
    const fates = new Map<string, Fate>();
    const taken = pins.flatMap(pin => {
      const { repository } = pin.name;
      const known = fates.get(repository);
      if (known === undefined && fates.size >= MOST_REPOSITORIES) return [];
      const fate = known ?? fateOfUntagged(policy, pin.name);
      fates.set(repository, fate);
      return fate === 'deleted' || fate === 'archived' ? [{ pin, fate }] : [];
    });
    const [first] = taken;
    if (first === undefined) return [];
    const { repositories, covers } = policy.covers;
    const isOwn = repositories !== undefined || covers !== undefined;
    const who = policy.name === undefined ? 'This policy' : `The policy of ${code(policy.name)}`;
    const places = taken.flatMap(({ pin }) => pin.places);
    const [place] = places;
    const more = places.length - 1;
    const others = more === 0 ? '' : ` and in ${more === 1 ? 'one more place' : `${more} more places`}`;
    const act =
      first.fate === 'deleted'
        ? 'deletes what no tag points to'
        : 'moves to the archive what no tag points to, from where nothing can be pulled';
    const whose = isOwn ? '' : ' Which repository the policy is for is not written here.';
    return [
      {
        message: `${who} ${act}, and the workspace pins ${code(`${first.pin.image}:${first.pin.tag}`)} to ${code(shortDigest(first.pin.digest))} in ${code(place?.from.file ?? '')}${others}. When that tag moves on, nothing keeps the pinned image.${whose} Pin a tag that stays, or keep untagged images for longer than pins live.`,
        fixes: placedFixes(policy.fixes('untagged'), offset),
        related: places.slice(0, MOST_RELATED).map(relatedTo),
      },
    ];
  },
};

/** Of so many repositories it is found out what becomes of their images. */
const MOST_REPOSITORIES = 50;
/** People do not read further. */
const MOST_RELATED = 20;

/** A digest that is pinned under a tag of the kind that moves, and all places that do. */
interface MovingPin {
  readonly image: string;
  readonly name: ImageName;
  readonly tag: string;
  readonly digest: Digest;
  readonly places: readonly PinPlace[];
}

interface PinPlace {
  readonly span: Span;
  readonly from: Stating;
}

/** A derivation: see `Derive`. */
function movingPins(statements: readonly PlacedStatement[]): readonly MovingPin[] {
  const pins = new Map<string, MovingPin & { readonly places: PinPlace[] }>();
  for (const statement of statements) {
    if (statement.says !== 'holds' || !IMAGES.isMovingTag(statement.tag)) continue;
    const { image, tag, digest, span, from } = statement;
    const key = `${image}:${tag}@${digest}`;
    const before = pins.get(key);
    if (before !== undefined) {
      before.places.push({ span, from });
      continue;
    }
    const slash = image.indexOf('/');
    const name = { host: image.slice(0, slash), repository: image.slice(slash + 1) };
    pins.set(key, { image, name, tag, digest, places: [{ span, from }] });
  }
  return [...pins.values()];
}

/** What the policy says of itself, or where that depends on the repository, what becomes of an old image there. */
function fateOfUntagged(policy: RetentionPolicy, { repository }: ImageName): Fate {
  if (policy.untagged !== 'unknown') return policy.untagged;
  return policy.simulate(olderAndOlder(repository), 0)[0]?.fate ?? 'unknown';
}

const DAY = 24 * 60 * 60 * 1000;
const COUNT = 500;

/** Images without tags, one a day, the oldest first. */
function olderAndOlder(repository: string): RetainedImage[] {
  return Array.from({ length: COUNT }, (_, index) => index).flatMap((index): RetainedImage[] => {
    const digest = parseDigest(`sha256:${index.toString(16).padStart(64, '0')}`);
    const pushedAt = -(COUNT - index) * 2 * DAY;
    return digest === undefined ? [] : [{ digest, tags: [], pushedAt, repository }];
  });
}

function relatedTo({ span, from }: PinPlace): Related {
  const { file, uri } = from;
  return {
    file,
    ...(uri === undefined ? {} : { uri }),
    range: from.rangeOf(span),
    message: 'Pinned here.',
  };
}
