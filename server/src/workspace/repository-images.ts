import type { LensFolder } from '../lens-folder.ts';
import type { ContentsFact, Ignorance } from '../model/answer.ts';
import type { Digest, ImageName } from '../model/names.ts';
import type { Question, TagOrDigest } from '../model/question.ts';
import type { ImagesSource, Outcome, SeenImage } from '../model/simulation.ts';
import { LONG_AGO } from './simulate.ts';

/** What a repository was seen to hold, or why that is not known. */
export type RepositoryImages =
  | { readonly is: 'read'; readonly images: readonly SeenImage[]; readonly source: Asked }
  | Extract<Outcome, { is: 'absent' | 'untold' }>;

type Asked = Omit<Extract<ImagesSource, { is: 'asked' }>, 'isGuessed'>;

/**
 * Asks a registry for the images of a repository: its tags, what each of them points to, what is in that, and when it
 * was built. Registries list no image without a tag, so of these only children of indexes and what is pinned can be
 * seen; and none tells by its protocol when images were pushed or pulled. Never rejects; where the signal is aborted
 * it comes back early.
 *
 * @param pinned digests that are looked at besides
 * @param say told how far it is
 */
export async function imagesIn(
  name: ImageName,
  pinned: Iterable<Digest>,
  lens: LensFolder,
  signal: AbortSignal,
  say: (doing: string) => void,
): Promise<RepositoryImages> {
  const tagsAre: Question = { ask: 'tags', image: name };
  await lens.settle([tagsAre], signal);
  const listed = lens.peek(tagsAre);
  if (listed.state === 'absent') return { is: 'absent', name };
  const untoldBy = (why: Ignorance): RepositoryImages => {
    const whereabouts = lens.whereabouts(tagsAre);
    return { is: 'untold', name, why, ...(whereabouts === undefined ? {} : { whereabouts }) };
  };
  if (listed.state === 'unknown') return untoldBy(listed.why);
  const { tags, complete } = listed.fact;
  const hasMore = !complete || tags.length > MOST_TAGS;
  const places: readonly TagOrDigest[] = [
    ...tags.slice(0, MOST_TAGS).map(tag => ({ tag })),
    ...[...pinned].slice(0, MOST_PINNED).map(digest => ({ digest })),
  ];
  say(`looking at ${places.length} tags and pins`);
  const manifestAt = (at: TagOrDigest) => ({ ask: 'manifest', image: name, at }) as const;
  await lens.settle(places.map(manifestAt), signal);
  let untold = 0;
  let whyNot: Ignorance | undefined;
  const byDigest = new Map<Digest, string[]>();
  for (const at of places) {
    const answer = lens.peek(manifestAt(at));
    if (answer.state === 'unknown') {
      untold += 1;
      whyNot ??= answer.why;
    }
    if (answer.state !== 'known') continue;
    const { digest } = answer.fact;
    const its = byDigest.get(digest) ?? [];
    byDigest.set(digest, its);
    if ('tag' in at) its.push(at.tag);
  }
  if (byDigest.size === 0 && whyNot !== undefined) return untoldBy(whyNot);
  const contentsOf = (digest: Digest) => ({ ask: 'contents', image: name, digest }) as const;
  say('looking inside');
  await lens.settle([...byDigest.keys()].map(contentsOf), signal);
  const contents = new Map<Digest, ContentsFact>();
  for (const digest of byDigest.keys()) {
    const answer = lens.peek(contentsOf(digest));
    if (answer.state === 'known') contents.set(digest, answer.fact);
    else untold += 1;
  }
  const builtOf = new Map<Digest, Digest>();
  for (const [digest, { shape, platforms, config }] of contents) {
    const its = shape === 'image' && config !== undefined ? digest : platforms[0]?.digest;
    if (its !== undefined) builtOf.set(digest, its);
  }
  const configOf = (digest: Digest) => ({ ask: 'config', image: name, digest }) as const;
  say('asking when they were built');
  await lens.settle([...new Set(builtOf.values())].map(configOf), signal);
  const timeOf = (digest: Digest): { readonly pushedAt?: number } => {
    const built = builtOf.get(digest);
    const answer = built === undefined ? undefined : lens.peek(configOf(built));
    const created = answer?.state === 'known' ? answer.fact.created : undefined;
    const at = Date.parse(created ?? '');
    // Who builds the same bytes again has them say a day of no meaning, as that on which the clocks of computers begin.
    return at > LONG_AGO ? { pushedAt: at } : {};
  };
  const images = new Map<Digest, SeenImage>();
  const { repository } = name;
  for (const [digest, its] of byDigest) {
    const inside = contents.get(digest);
    const children = inside?.shape === 'index' ? childrenOf(inside) : undefined;
    images.set(digest, {
      ...{ digest, tags: its, repository },
      ...timeOf(digest),
      ...(children === undefined ? {} : { children, mediaType: INDEX_TYPE }),
    });
  }
  // What is in an index was built and pushed with it.
  for (const { digest: parent, children = [] } of [...images.values()]) {
    for (const digest of children)
      if (!images.has(digest)) images.set(digest, { digest, tags: [], repository, ...timeOf(parent) });
  }
  return {
    is: 'read',
    images: [...images.values()].sort((a, b) => (b.pushedAt ?? 0) - (a.pushedAt ?? 0)),
    source: { is: 'asked', name, tags: Math.min(tags.length, MOST_TAGS), hasMore, untold },
  };
}

/** Each costs three requests, of which some registries count two as pulls. */
const MOST_TAGS = 200;
const MOST_PINNED = 100;

/** Whatever it is called where it comes from: no policy tells both types apart. */
const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';

function childrenOf({ platforms, attestations = [] }: ContentsFact): readonly Digest[] {
  return [...new Set([...platforms, ...attestations].map(({ digest }) => digest))];
}
