import type { Digest } from './names.ts';

/** A place in some document where a tag and a digest stand side by side. */
export interface PinnedPlace {
  /** The document's path as people know it, with `/`. */
  readonly file: string;
  readonly digest: Digest;
}

/**
 * All places that pin one image under one tag. To look at them from each of them takes no longer the more there are.
 */
export interface PinnedPlaces<Place extends PinnedPlace> {
  /** In the order of the documents' names. */
  readonly all: readonly Place[];
  /** The digests that they pin, each once. */
  readonly digests: ReadonlySet<Digest>;
  /** How many pin another digest than this, and the first of them, {@link MOST_OTHERS} at most. */
  otherThan(digest: Digest): { readonly count: number; readonly first: readonly Place[] };
}

/** People do not read further. */
export const MOST_OTHERS = 20;

/** Puts places in order. */
export function pinnedPlaces<Place extends PinnedPlace>(places: readonly Place[]): PinnedPlaces<Place> {
  const all = [...places].sort((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)));
  const counts = new Map<Digest, number>();
  // Of each digest no more than are ever shown, so that looking past one's own ends soon.
  const few = all.filter(({ digest }) => {
    const count = (counts.get(digest) ?? 0) + 1;
    counts.set(digest, count);
    return count <= MOST_OTHERS;
  });
  return {
    all,
    digests: new Set(counts.keys()),
    otherThan(digest) {
      const first: Place[] = [];
      for (const place of few) {
        if (first.length === MOST_OTHERS) break;
        if (place.digest !== digest) first.push(place);
      }
      return { count: all.length - (counts.get(digest) ?? 0), first };
    },
  };
}
