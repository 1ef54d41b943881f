import type { ImageFate, RetainedImage } from '../../../model/retention.ts';

/** Of something that a rule holds for, or does not; `unknown` where nobody says. */
export type Answer = 'yes' | 'no' | 'unknown';

/** The fates of images of which nothing is known. */
export function unknownFates(images: readonly RetainedImage[]): readonly ImageFate[] {
  return images.map(({ digest }) => ({ digest, fate: 'unknown', tagsRemoved: [] }));
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
