import type { Related } from '../model/finding.ts';
import type { ImageName } from '../model/names.ts';
import { code } from '../model/plain-text.ts';
import { isCovered } from '../model/retention.ts';
import { type PlacedStatement, PUSHES_INDEX_KEY } from '../model/statement.ts';
import { isInForce, placedFixes } from './policy-faults.ts';
import type { Rule } from './rule.ts';

/**
 * The platforms of an image, and what vouches for it, are images without a tag. What does not look at indexes takes
 * them, and leaves the tag to an index of which nothing is there any more.
 */
export const retentionBreaksIndexes: Rule<'policy'> = {
  id: 'retention-breaks-indexes',
  judges: 'policy',
  severity: 'warning',
  summary:
    'A clean-up that does not know indexes takes what has no tag, and the workspace pushes an image there for several platforms or with attestations; information where the clean-up does not say which package it is for.',
  judge({ subject, told }) {
    const { policy, offset } = subject;
    if (policy.knowsIndexes || policy.untagged !== 'deleted' || !isInForce(subject)) return [];
    const pushes = told(PUSHES_INDEX_KEY)
      .flatMap(each => (each.says === 'indexes' ? [{ ...each, name: nameOf(each.image) }] : []))
      .filter(({ name }) => isCovered(policy.covers, name));
    const own = pushes.find(({ of }) => of !== 'attached') ?? pushes[0];
    if (own === undefined) return [];
    const isTold = policy.covers.repositories !== undefined && policy.covers.covers !== undefined;
    const who = code(policy.name ?? policy.kind);
    const { what, lost } = WORDS[own.of];
    const whose = isTold ? '' : ' Which package it is for is not written here.';
    return [
      {
        ...(isTold ? {} : { severity: 'information' as const }),
        message: `The policy of ${who} deletes what has no tag, and does not know indexes: ${code(own.image)} ${what}, in ${code(own.from.file)}. ${lost}${whose} Clean up with something that spares what a tagged index refers to.`,
        fixes: placedFixes(policy.fixes('indexes'), offset),
        related: pushes.slice(0, MOST_RELATED).map(relatedTo),
      },
    ];
  },
};

const LOST = 'Once those go, the tag is there and cannot be pulled.';

const WORDS = {
  platforms: { what: 'is pushed for several platforms, each of which is an image without a tag', lost: LOST },
  attestations: { what: 'is pushed with attestations, and neither it nor they have a tag in their index', lost: LOST },
  attached: {
    what: 'has attestations attached to it, which are images without a tag',
    lost: 'Once those go, nothing vouches for it any more.',
  },
} as const;

/** People do not read further. */
const MOST_RELATED = 20;

function nameOf(image: string): ImageName {
  const slash = image.indexOf('/');
  return { host: image.slice(0, slash), repository: image.slice(slash + 1) };
}

function relatedTo({ span, from: { file, uri, rangeOf } }: PlacedStatement & { readonly says: 'indexes' }): Related {
  return { file, ...(uri === undefined ? {} : { uri }), range: rangeOf(span), message: 'Pushed here.' };
}
