import type { ImageFate, RetainedImage } from '../../../model/retention.ts';
import { grouped } from './spare.ts';

/** Of something that a rule holds for, or does not; `unknown` where nobody says. */
export type Answer = 'yes' | 'no' | 'unknown';

/** The fates of images of which nothing is known. */
export function unknownFates(images: readonly RetainedImage[]): readonly ImageFate[] {
  return images.map(({ digest }) => ({ digest, fate: 'unknown', tagsRemoved: [] }));
}

/**
 * Has each repository's images judged alone, and gives the fates in the order of all images. What a policy is not for
 * stays; an image that does not say where it lies counts for the one repository that is meant.
 */
export function perRepository(
  images: readonly RetainedImage[],
  isFor: (repository: string) => boolean,
  simulate: (images: readonly RetainedImage[]) => readonly ImageFate[],
): readonly ImageFate[] {
  const fates: ImageFate[] = images.map(({ digest }) => ({ digest, fate: 'kept', tagsRemoved: [] }));
  for (const group of grouped(images, ({ repository }) => repository ?? '').values()) {
    const own = group.flatMap(index => images[index] ?? []);
    const [{ repository } = { repository: undefined }] = own;
    if (repository !== undefined && !isFor(repository)) continue;
    for (const [place, fate] of simulate(own).entries()) fates[group[place] ?? 0] = fate;
  }
  return fates;
}

/** Of each time whether it is among the newest so many; of two of one time nobody says which is newer. */
export function areNewest(times: readonly number[], count: number): readonly Answer[] {
  const sorted = times.toSorted((a, b) => b - a);
  if (count >= sorted.length) return times.map(() => 'yes');
  const last = sorted[count - 1];
  if (last === undefined) return times.map(() => 'no');
  const isShared = sorted[count] === last;
  return times.map(time => (time > last ? 'yes' : time < last ? 'no' : isShared ? 'unknown' : 'yes'));
}

/** Both must hold. */
export function both(...answers: readonly Answer[]): Answer {
  return answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';
}

/** What is not so. */
export function not(answer: Answer): Answer {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'unknown';
}
