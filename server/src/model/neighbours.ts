import type { ImageName } from './names.ts';
import { type PinnedPlaces, pinnedPlaces } from './pinned-places.ts';

/** What the other documents of the workspace say, as far as a rule may look. Its owner keeps it up to date. */
export interface Neighbours {
  /** Every place that pins this image under this tag, the judged one included. */
  pinsOf(image: ImageName, tag: string): PinnedPlaces;
  /** Whether a document of the workspace removes from this host what no tag points to. */
  collects(host: string): boolean;
  /** Whether a document of the workspace builds this image under this tag, so that its name means no registry's. */
  makes(image: ImageName, tag: string): boolean;
}

/** A document that stands alone. */
export const NO_NEIGHBOURS: Neighbours = { pinsOf: () => pinnedPlaces([]), collects: () => false, makes: () => false };
