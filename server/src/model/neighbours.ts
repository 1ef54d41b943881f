import type { Digest, ImageName } from './names.ts';
import type { Range } from './positions.ts';

/** What the other documents of the workspace say, as far as a rule may look. Its owner keeps it up to date. */
export interface Neighbours {
  /** Every place that pins this image under this tag, the judged one included, in the order of the documents' names. */
  pinsOf(image: ImageName, tag: string): readonly PinnedPlace[];
  /** Whether a document of the workspace removes from this host what no tag points to. */
  collects(host: string): boolean;
  /** Whether a document of the workspace builds this image under this tag, so that its name means no registry's. */
  makes(image: ImageName, tag: string): boolean;
}

/** A place in some document where a tag and a digest stand side by side. */
export interface PinnedPlace {
  /** The document's path as people know it, with `/`. */
  readonly file: string;
  /** The document's URI, where an editor needs it. */
  readonly uri?: string;
  readonly range: Range;
  readonly digest: Digest;
}

/** A document that stands alone. */
export const NO_NEIGHBOURS: Neighbours = { pinsOf: () => [], collects: () => false, makes: () => false };
