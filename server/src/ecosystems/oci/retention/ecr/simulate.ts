import type { Digest } from '../../../../model/names.ts';
import type { Fate, ImageFate, RetainedImage } from '../../../../model/retention.ts';
import { covers } from '../../../../model/statement.ts';
import { type Decision, grouped, KEPT, spareReferred } from '../spare.ts';
import type { EcrMeaning, StorageClass } from './meaning.ts';

/**
 * Applies a lifecycle policy (ECR user guide, "How lifecycle policies work", "Examples of lifecycle policies",
 * "Archiving an image"). All rules look at all images of their storage class; then the first in the order of priority
 * whose tags an image meets decides what becomes of it, also where it leaves the image alone. Whatever rests on
 * something that is not written out is unknown.
 *
 * Two things that the guide leaves open are unknown where they decide: whether images that are attached to others count
 * among the newest, and whether a pull after an image was restored counts.
 *
 * @param now milliseconds since 1970
 */
export function simulateEcr(
  rules: readonly EcrMeaning[],
  images: readonly RetainedImage[],
  now: number,
): readonly ImageFate[] {
  if (rules.some(({ priority, storageClass }) => priority === undefined || storageClass === undefined))
    return images.map(({ digest }) => ({ digest, fate: 'unknown', tagsRemoved: [] }));
  const sorted = rules.toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
  const decided = images.map((): Decision => KEPT);
  for (const storageClass of ['standard', 'archive'] as const) {
    const its = sorted.filter(rule => rule.storageClass === storageClass);
    decideClass(its, stored(images, storageClass), now, decided);
  }
  followSubjects(images, decided);
  // What is in the archive already went there.
  spareReferred(images, decided, { attached: true, isAway: isArchived });
  return images.map(({ digest, tags }, index) => {
    const { fate, by } = decided[index] ?? KEPT;
    return { digest, fate, ...(by === undefined ? {} : { by }), tagsRemoved: fate === 'deleted' ? tags : [] };
  });
}

/** What becomes of an image without tags, once enough time has gone by and enough others came. */
export function untaggedFate(rules: readonly EcrMeaning[]): Fate {
  const standard = rules
    .filter(({ storageClass }) => storageClass !== 'archive')
    .toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
  for (const { tagStatus, action, priority, storageClass } of standard) {
    if (tagStatus === 'tagged') continue;
    if (tagStatus === undefined || priority === undefined || storageClass === undefined) return 'unknown';
    return action === undefined ? 'unknown' : FATES[action];
  }
  return 'kept';
}

const FATES = { expire: 'deleted', transition: 'archived' } as const;

/** An image of one storage class. */
interface Stored {
  readonly image: RetainedImage;
  readonly index: number;
  /** Since when it is there: in the archive, or in the repository. */
  readonly since: number;
  /** Whether it is attached to another one, with which it goes. */
  readonly isAttached: boolean;
}

/** From the oldest to the newest; of the same age, the later in the list is the newer. */
function stored(images: readonly RetainedImage[], storageClass: StorageClass): Stored[] {
  return images
    .flatMap((image, index): Stored[] => {
      if (isArchived(image) !== (storageClass === 'archive')) return [];
      const { archivedAt, pushedAt, subject } = image;
      const since = storageClass === 'archive' ? (archivedAt ?? pushedAt) : pushedAt;
      return [{ image, index, since, isAttached: subject !== undefined }];
    })
    .sort((a, b) => a.since - b.since || a.index - b.index);
}

type Answer = 'yes' | 'no' | 'unknown';

function decideClass(rules: readonly EcrMeaning[], all: readonly Stored[], now: number, decided: Decision[]): void {
  const open = new Set(all);
  for (const rule of rules) {
    const met = all.map(({ image }) => meets(rule, image));
    const wanted = wants(rule, all, met, now);
    for (const [position, one] of all.entries()) {
      if (met[position] === 'no' || !open.delete(one)) continue;
      decided[one.index] = decisionOf(rule, met[position] ?? 'unknown', wanted[position] ?? 'unknown');
    }
  }
}

function decisionOf(rule: EcrMeaning, met: Answer, wanted: Answer): Decision {
  if (met === 'unknown') return { fate: 'unknown' };
  if (wanted === 'no') return KEPT;
  if (wanted === 'unknown' || rule.action === undefined) return { fate: 'unknown', by: rule.name };
  return { fate: FATES[rule.action], by: rule.name };
}

/** Whether an image meets what a rule says of tags: each pattern by any of its tags. */
function meets({ tagStatus, patterns }: EcrMeaning, { tags }: RetainedImage): Answer {
  if (tagStatus === 'any') return 'yes';
  if (tagStatus === 'untagged') return tags.length === 0 ? 'yes' : 'no';
  if (tagStatus === undefined) return 'unknown';
  if (tags.length === 0) return 'no';
  if (patterns === undefined) return 'unknown';
  const answers = patterns.map((pattern): Answer => {
    if (pattern === undefined) return 'unknown';
    return tags.some(tag => covers(pattern, tag)) ? 'yes' : 'no';
  });
  return answers.find(answer => answer === 'no') ?? answers.find(answer => answer === 'unknown') ?? 'yes';
}

/** Which images a rule would take if there were no other. It counts those too that others take. */
function wants(rule: EcrMeaning, all: readonly Stored[], met: readonly Answer[], now: number): Answer[] {
  const { countType, count } = rule;
  if (countType === undefined || count === undefined) return all.map(() => 'unknown');
  switch (countType) {
    case 'imageCountMoreThan': {
      const answers: Answer[] = [];
      let [least, most] = [0, 0];
      for (let position = all.length - 1; position >= 0; position--) {
        answers[position] = least >= count ? 'yes' : most < count ? 'no' : 'unknown';
        if (met[position] === 'no') continue;
        most += 1;
        if (met[position] === 'yes' && all[position]?.isAttached !== true) least += 1;
      }
      return answers;
    }
    case 'sinceImagePushed':
      return all.map(({ image }) => isOlder(image.pushedAt, count, now));
    case 'sinceImagePulled':
      return all.map(({ image }) => isUnused(image, count, now));
    case 'sinceImageTransitioned':
      return all.map(({ since }) => isOlder(since, count, now));
  }
}

const DAY = 24 * 60 * 60 * 1000;

function isOlder(since: number, days: number, now: number): Answer {
  return now - since > days * DAY ? 'yes' : 'no';
}

/** A restored image counts from there; a pushed one from then on, until it is pulled. */
function isUnused({ pushedAt, pulledAt, restoredAt }: RetainedImage, days: number, now: number): Answer {
  if (restoredAt === undefined) return isOlder(pulledAt ?? pushedAt, days, now);
  const restored = isOlder(restoredAt, days, now);
  const pulled = isOlder(Math.max(restoredAt, pulledAt ?? restoredAt), days, now);
  return restored === pulled ? restored : 'unknown';
}

function isArchived({ archivedAt, restoredAt }: RetainedImage): boolean {
  return archivedAt !== undefined && archivedAt > (restoredAt ?? Number.NEGATIVE_INFINITY);
}

/** What is attached to an image goes where that goes; where it is not in the list, nobody knows. */
function followSubjects(images: readonly RetainedImage[], decided: Decision[]): void {
  const byDigest = grouped(images, ({ digest }) => digest);
  const done = new Set<number>();
  for (const start of images.keys()) {
    const way: number[] = [];
    let index: number | undefined = start;
    while (index !== undefined && !done.has(index)) {
      done.add(index);
      way.push(index);
      const subject: Digest | undefined = images[index]?.subject;
      if (subject === undefined) break;
      index = byDigest.get(subject)?.[0];
      if (index === undefined && decided[way.at(-1) ?? start]?.fate !== 'kept')
        decided[way.at(-1) ?? start] = { fate: 'unknown' };
    }
    const end = index ?? way.at(-1);
    const decision = end === undefined ? undefined : decided[end];
    if (decision !== undefined) for (const each of way) decided[each] = decision;
  }
}
