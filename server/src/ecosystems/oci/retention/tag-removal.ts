import type { Fate, ImageFate, RetainedImage } from '../../../model/retention.ts';
import { type Answer, areNewest } from './simulation.ts';
import { type Decision, spareReferred } from './spare.ts';

/** A tag of an image, for policies that look at tags one by one. */
export interface TagOfImage {
  readonly tag: string;
  /** Its image's place in the list. */
  readonly index: number;
  /** When it was made, as far as that is known: when its image was pushed. */
  readonly at: number;
  /** Whether its registry lets it go. */
  readonly isMutable: boolean;
}

/** All tags of some images, in their order. */
export function tagsOf(images: readonly RetainedImage[]): readonly TagOfImage[] {
  return images.flatMap(({ tags, pushedAt, immutableTags }, index) => {
    const fixed = new Set(immutableTags);
    return tags.map(tag => ({ ...{ tag, index, at: pushedAt }, isMutable: !fixed.has(tag) }));
  });
}

/**
 * Of some tags, those that are not among the newest so many: `unknown` for tags of one age, and for all where it is not
 * known of one whether it counts.
 *
 * @param counts whether each counts; one that does not is `no`
 */
export function beyondNewest(
  tags: readonly TagOfImage[],
  counts: readonly Answer[],
  keeps: number | undefined,
): readonly Answer[] {
  if (keeps === 0) return counts;
  const isOpen = keeps === undefined || counts.includes('unknown');
  const own = tags.filter((_, place) => counts[place] === 'yes');
  const newest = areNewest(
    own.map(({ at }) => at),
    keeps ?? 0,
  );
  const answers = new Map(own.map((tag, place) => [tag, newest[place]]));
  return tags.map((tag, place): Answer => {
    if (counts[place] === 'no') return 'no';
    const is = answers.get(tag);
    return isOpen || is === undefined || is === 'unknown' ? 'unknown' : is === 'yes' ? 'no' : 'yes';
  });
}

/**
 * What becomes of images when tags go.
 *
 * @param gone whether each tag goes
 * @param then what becomes of an image once all its tags are gone
 */
export function fatesWithoutTags(
  images: readonly RetainedImage[],
  tags: readonly TagOfImage[],
  gone: readonly Answer[],
  then: Fate,
): readonly ImageFate[] {
  const removed = images.map((): string[] => []);
  const open = images.map(() => 0);
  for (const [place, { tag, index }] of tags.entries()) {
    if (gone[place] === 'yes') removed[index]?.push(tag);
    else if (gone[place] === 'unknown') open[index] = (open[index] ?? 0) + 1;
  }
  const decided = images.map((image, index): Decision => {
    const count = removed[index]?.length ?? 0;
    if (image.tags.length === 0 || then === 'kept') return { fate: 'kept' };
    if (count === image.tags.length) return { fate: then };
    return { fate: count + (open[index] ?? 0) === image.tags.length ? 'unknown' : 'kept' };
  });
  spareReferred(images, decided);
  return images.map(({ digest }, index) => ({
    ...{ digest, fate: decided[index]?.fate ?? 'kept', tagsRemoved: removed[index] ?? [] },
  }));
}
