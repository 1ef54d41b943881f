import type { ImageSubject } from '../../model/reference.ts';

/** What every client takes where no tag is written (distribution/reference, `TagNameOnly`). */
export const DEFAULT_TAG = 'latest';

/** See `ImageEcosystem.meantTag`. */
export function meantTag({ tag }: Pick<ImageSubject, 'tag'>): string {
  return tag ?? DEFAULT_TAG;
}
