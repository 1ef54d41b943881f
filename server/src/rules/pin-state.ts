import type { Answer, ManifestFact } from '../model/answer.ts';
import type { Digest } from '../model/names.ts';
import type { StoredSubject } from '../model/reference.ts';
import type { Sight } from './rule.ts';

/** How a digest stands to the tag that is written beside it. */
export type PinState =
  /** There is no tag and digest to compare, or the registry has not told enough, or one of them is gone. */
  | { readonly is: 'untold' }
  | { readonly is: 'current' }
  /** The digest is one platform's, and the tag's index holds it. */
  | { readonly is: 'one-platform'; readonly current: ManifestFact; readonly platform: string }
  | { readonly is: 'moved'; readonly pinned: ManifestFact; readonly current: ManifestFact };

const UNTOLD: PinState = { is: 'untold' };

/**
 * What the registry has under the pinned digest. The tag beside it is asked first, and the digest only where the tag
 * points elsewhere or tells nothing: a pin that is current costs one request.
 */
export function pinnedManifest({ subject, peek }: Sight<StoredSubject>, digest: Digest): Answer<ManifestFact> {
  const { name: image, tag: written } = subject;
  if (written !== undefined) {
    const tag = peek({ ask: 'manifest', image, at: { tag: written } });
    const isOnItsWay = tag.state === 'unknown' && (tag.why === 'not-asked' || tag.why === 'asking');
    if (isOnItsWay || (tag.state === 'known' && tag.fact.digest === digest)) return tag;
  }
  return peek({ ask: 'manifest', image, at: { digest } });
}

/**
 * Compares like with like: a pin has not moved while it is the tag's digest or that of a platform in the tag's index.
 * An index is downloaded only where the pin is no index itself, because a download counts as a pull on some registries.
 */
export function comparePin(sight: Sight<StoredSubject>): PinState {
  const { subject, peek } = sight;
  if (subject.tag === undefined || subject.digest === undefined) return UNTOLD;
  const tag = peek({ ask: 'manifest', image: subject.name, at: { tag: subject.tag } });
  if (tag.state !== 'known') return UNTOLD;
  const current = tag.fact;
  if (current.digest === subject.digest) return { is: 'current' };
  const manifest = pinnedManifest(sight, subject.digest);
  if (manifest.state !== 'known') return UNTOLD;
  const pinned = manifest.fact;
  if (current.shape !== 'index' || pinned.shape === 'index') return { is: 'moved', pinned, current };
  const contents = peek({ ask: 'contents', image: subject.name, digest: current.digest });
  if (contents.state !== 'known') return UNTOLD;
  const entry = contents.fact.platforms.find(platform => platform.digest === subject.digest);
  if (entry === undefined) return { is: 'moved', pinned, current };
  return { is: 'one-platform', current, platform: entry.platform };
}
