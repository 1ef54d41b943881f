import { IMAGES } from '../ecosystems/index.ts';
import type { Related } from '../model/finding.ts';
import { shortDigest } from '../model/names.ts';
import { code } from '../model/plain-text.ts';
import { COLLECTS_KEY, isCollected, type PlacedStatement } from '../model/statement.ts';
import { comparePin } from './pin-state.ts';
import type { Rule } from './rule.ts';
import { tagDrift } from './tag-drift.ts';
import { updateMovedPin } from './updating.ts';
import { defaultNote, imageText } from './wording.ts';

/**
 * The pinned digest is no longer what its tag points to, so nothing known holds it in the registry. Where the host
 * keeps what no tag points to, a moved tag is no risk, and `moved-tag` says what there is to say.
 */
export const digestAtRisk: Rule<'image' | 'artifact'> = {
  id: 'digest-at-risk',
  judges: ['image', 'artifact'],
  family: 'image',
  severity: 'information',
  summary:
    'No known tag holds the pinned digest any more, on a host that does not promise to keep it; a warning where the host is known to collect such manifests.',
  judge(sight) {
    const { reference, subject } = sight;
    // What was locked is a release that has a tag of its own, which stays when the wanted one goes on.
    if (reference.role === 'lock') return [];
    const { host: registry } = subject.name;
    const collecting = sight
      .told(COLLECTS_KEY)
      .flatMap(each => (each.says === 'collects' && isCollected(each, subject.name) ? [each] : []));
    const isCleanedUp = collecting.length > 0;
    const retention = isCleanedUp ? 'collects' : IMAGES.retentionOf(registry);
    if (retention === 'keeps') return [];
    const pin = comparePin(sight);
    if (pin.is !== 'moved') return [];
    const host = code(registry);
    const whoRemoves = isCleanedUp ? `Something in this workspace removes from ${host}` : `${host} removes`;
    const isArchived = isCleanedUp && collecting.every(({ archives }) => archives === true);
    const risk = isArchived
      ? `Something in this workspace moves to the archive of ${host} what no tag points to, and from there this pin cannot be pulled until somebody restores it.`
      : retention === 'collects'
        ? `${whoRemoves} what no tag points to, and then this pin cannot be pulled any more.`
        : `Whether ${host} keeps what no tag points to is for its owner to say.`;
    const fix = updateMovedPin(sight, pin.pinned, pin.current);
    // Nothing in an artifact tells when it was built.
    const trail =
      subject.kind === 'image'
        ? tagDrift(sight.glance, subject.name, pin.pinned.digest, pin.current.digest)
        : undefined;
    const behind =
      trail?.is === 'behind' && trail.days > 0 ? `, ${trail.days === 1 ? 'a day' : `${trail.days} days`} newer` : '';
    return [
      {
        ...(retention === 'collects' ? { severity: 'warning' as const } : {}),
        message: `${code(imageText(subject))} has moved on to ${code(shortDigest(pin.current.digest))}${behind}, and no known tag holds the pinned ${code(shortDigest(pin.pinned.digest))}. ${risk} Update the pin, or have a tag kept on it.${defaultNote(subject)}`,
        fixes: fix === undefined ? [] : [fix],
        ...(collecting.some(({ span }) => span !== undefined)
          ? { related: collecting.slice(0, MOST_RELATED).flatMap(relatedTo) }
          : {}),
      },
    ];
  },
};

/** People do not read further. */
const MOST_RELATED = 20;

/** Where the one is that takes it, as far as that is known. */
function relatedTo({ span, from: { file, uri, rangeOf } }: PlacedStatement): Related[] {
  if (span === undefined) return [];
  const message = 'This takes what no tag points to.';
  return [{ file, ...(uri === undefined ? {} : { uri }), range: rangeOf(span), message }];
}
