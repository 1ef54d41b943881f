import type { Fate, RetainedImage } from '../../../model/retention.ts';

/** What was decided of an image, and by which rule. */
export interface Decision {
  readonly fate: Fate;
  readonly by?: string;
}

/** Of an image that no rule takes. */
export const KEPT: Decision = { fate: 'kept' };

/** How far what stays keeps others. */
export interface Sparing {
  /** Whether what is attached to an image that stays (its `subject`) stays with it. */
  readonly attached?: true;
  /** An image that is where nothing counts any more, although nobody takes it now. */
  readonly isAway?: (image: RetainedImage) => boolean;
}

/**
 * For registries that know indexes: whatever stays keeps what it refers to, down to the last, so that nothing goes
 * before its index; and of what may stay, it is not known. Changes `decided`, which has a decision for each image.
 */
export function spareReferred(images: readonly RetainedImage[], decided: Decision[], sparing: Sparing = {}): void {
  const byDigest = grouped(images, image => image.digest);
  const bySubject = sparing.attached === true ? grouped(images, image => image.subject) : new Map<string, number[]>();
  for (const fate of ['kept', 'unknown'] as const) {
    const open = decided.flatMap((decision, index) => (decision.fate === fate ? [index] : []));
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const image = images[index];
      if (image === undefined || sparing.isAway?.(image) === true) continue;
      const below = image.children?.flatMap(digest => byDigest.get(digest) ?? []) ?? [];
      for (const other of [...below, ...(bySubject.get(image.digest) ?? [])]) {
        const its = decided[other]?.fate;
        if (other === index || its === fate || its === 'kept') continue;
        decided[other] = { fate };
        open.push(other);
      }
    }
  }
}

/** The places in a list of all images that have something in common. */
export function grouped(
  images: readonly RetainedImage[],
  keyOf: (image: RetainedImage) => string | undefined,
): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, image] of images.entries()) {
    const key = keyOf(image);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  }
  return groups;
}
