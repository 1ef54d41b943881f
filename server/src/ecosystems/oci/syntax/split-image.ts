import { parseImageReference } from '../../../model/image-reference.ts';
import { parseDigest } from '../../../model/names.ts';
import type { Follower, ImageSubject, OpaqueSubject, Slot } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import { trimmedEnd } from '../../../model/trim.ts';
import type { YamlDocument, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import type { YamlFound } from '../../../syntax/yaml-paths.ts';
import { isEndOfValue, keyBehind } from '../../../syntax/yaml-places.ts';
import { isTooLong } from './image-texts.ts';
import { opaqueImage } from './opaque-image.ts';
import { isUpdated } from './updaters.ts';
import { contentSpan, isNull, isPlaceholder, isTemplated, standsAsItIs } from './written-image.ts';

/** The keys that together name one image, as a chart's values and a kustomization have them. */
export interface SplitImage {
  readonly registry?: YamlFound | undefined;
  readonly repository: YamlFound;
  /** Without a tag, or with an empty one, `latest` is meant; where it means something else, do not ask this. */
  readonly tag?: YamlFound | undefined;
  /** The digest's own key, which may be empty. */
  readonly digest?: YamlFound | undefined;
  /**
   * How a digest is written where there is no key for it: as a new key of this name behind the tag, or behind the tag's
   * own text (`1.2@sha256:…`), which also happens where a key has no certain place.
   */
  readonly newKey?: string;
  readonly runs: boolean;
}

/** An image that several scalars name, and the place to point at. */
export interface SplitImageFound {
  /** The digest's own value, or else the tag's, or else the repository's. */
  readonly span: Span;
  readonly subject: ImageSubject | OpaqueSubject;
  /** What `span` is in; ask `ignorePlaceOf` about it. */
  readonly at: YamlFound;
}

/**
 * Reads an image from several scalars. `undefined` where the repository is none, and where all is said elsewhere, at
 * anchors. What is no text to YAML counts as written: `tag: 1.20` is the tag `1.20`. Where the digest's place is shared
 * with other images by an anchor or a merge, the image is opaque.
 */
export function splitImage(document: YamlDocument, split: SplitImage): SplitImageFound | undefined {
  const registry = textOf(split.registry);
  const repository = textOf(split.repository);
  const tag = textOf(split.tag);
  const digest = textOf(split.digest);
  const repositoryScalar = scalarOf(split.repository);
  if (repository === '' || repositoryScalar === undefined) return undefined;
  const at = [split.digest, split.tag].find(found => found && textOf(found) !== '' && isOwn(found)) ?? split.repository;
  if (!isOwn(at)) return undefined;
  const span = contentSpan(scalarOf(at) ?? repositoryScalar);
  if ([registry, repository, tag, digest].some(isTooLong)) return { span, at, subject: opaqueImage('', 'invalid') };
  // A digest may stand behind the tag, and behind the repository where there is none.
  const [plainTag, behindTag] = cutAt(tag);
  const [plainRepository, behindRepository] = cutAt(repository);
  const behind = behindTag === '' ? behindRepository : behindTag;
  const name = registry === '' ? plainRepository : `${trimmedEnd(registry, '/')}/${plainRepository}`;
  const reference = `${name}${plainTag === '' ? '' : `:${plainTag}`}`;
  const opaque = (why: OpaqueSubject['why']) => ({ span, at, subject: opaqueImage(reference, why) });
  const all = `${reference}${digest}${behind}`;
  if (isTemplated(all)) return opaque('template');
  if (all.includes('$')) return opaque('variable');
  const pinned = digest === '' ? behind : digest;
  const image = parseImageReference(reference);
  if (isPlaceholder(image?.tag)) return opaque('template');
  const found = parseDigest(pinned);
  if (tag !== '' && behindRepository !== '') return opaque('invalid');
  if (image === undefined || (pinned !== '' && found === undefined)) return opaque('invalid');
  // Behind a repository with a tag of its own, an empty key for the tag has nothing to say.
  const isTagged = tag === '' && image.tag !== undefined;
  const digestSlot = slotOfDigest(document, isTagged ? { ...split, tag: undefined } : split, behind);
  if (digestSlot === undefined) return opaque('invalid');
  if (digestSlot === 'shared') return opaque('variable');
  const tagSlot = slotOfTag(document, split, plainTag);
  const follower = followerOf(document, split, digestSlot, pinned);
  return {
    span,
    at,
    subject: {
      kind: 'image',
      name: image.name,
      ...(image.tag === undefined ? {} : { tag: image.tag }),
      ...(found === undefined ? {} : { digest: found }),
      runs: split.runs,
      pin: {
        where: 'here',
        digest: digestSlot.slot,
        ...(tagSlot === undefined ? {} : { tag: tagSlot }),
        ...(follower === undefined ? {} : { follower }),
      },
    },
  };
}

/** Whether a value is written where it is asked for, and not at an anchor elsewhere. */
export function isOwn({ isAlias, map, owner }: YamlFound): boolean {
  return !isAlias && map === owner;
}

/** A text before its `@` and behind it. */
function cutAt(text: string): readonly [before: string, behind: string] {
  const at = text.indexOf('@');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** The text of a key's value; empty where it is null or no scalar. */
function textOf(found: YamlFound | undefined): string {
  const scalar = scalarOf(found);
  return scalar === undefined || isNothing(scalar) ? '' : scalar.value;
}

function isNothing(scalar: YamlScalar): boolean {
  return !scalar.isString && isNull(scalar.value);
}

function scalarOf(found: YamlFound | undefined): YamlScalar | undefined {
  return found?.value?.kind === 'scalar' ? found.value : undefined;
}

/** Where the digest goes: into a key of its own, or behind the text of another one. */
interface DigestPlace {
  readonly slot: Slot;
  readonly isOwnKey: boolean;
}

function slotOfDigest(document: YamlDocument, split: SplitImage, pinned: string): DigestPlace | 'shared' | undefined {
  // A digest behind the tag or the repository stays there as long as the key for it is empty.
  if (split.digest !== undefined && (pinned === '' || textOf(split.digest) !== '')) {
    return isShared(document, split.digest) ? 'shared' : inOwnKey(slotOfValue(document, split.digest));
  }
  const tag = textOf(split.tag);
  const behind = tag === '' ? split.repository : split.tag;
  const scalar = scalarOf(behind);
  if (behind === undefined || scalar === undefined) return undefined;
  if (split.newKey !== undefined && pinned === '' && !isMapShared(document, behind)) {
    const slot = keyBehind(document, behind, split.newKey);
    if (slot !== undefined) return inOwnKey(slot);
  }
  if (tag === '' && split.tag !== undefined && pinned === '') {
    if (isShared(document, split.tag)) return 'shared';
    const slot = slotOfValue(document, split.tag);
    return slot && { slot: { ...slot, before: `${slot.before}latest@` }, isOwnKey: false };
  }
  // Elsewhere than in a chart's values a repository is no reference, and takes no digest.
  if (tag === '' && split.newKey !== undefined) return undefined;
  if (isShared(document, behind)) return 'shared';
  return { slot: behindText(document, scalar, pinned), isOwnKey: false };
}

function inOwnKey(slot: Slot | undefined): DigestPlace | undefined {
  return slot && { slot, isOwnKey: true };
}

function behindText({ text }: YamlDocument, scalar: YamlScalar, pinned: string): Slot {
  const content = contentSpan(scalar);
  const { written, value } = scalar;
  const whole = spanOf(0, value.length);
  const kept = pinned === '' ? value : value.slice(0, -pinned.length - 1);
  if (!standsAsItIs(written, whole, text)) return { span: content, before: `${kept}@`, after: '' };
  const start = (written.at[0] ?? content.start) + kept.length;
  return { span: spanOf(start, (written.at[0] ?? content.start) + value.length), before: '@', after: '' };
}

/** A digest that stands behind the tag already is one that the chart gets along with; a `newKey` is no chart's. */
function followerOf(
  { text }: YamlDocument,
  { tag, digest, repository, newKey }: SplitImage,
  { isOwnKey }: DigestPlace,
  pinned: string,
): Follower | undefined {
  const lines = [tag, digest, repository].map(found => scalarOf(found)?.span.end);
  if (lines.some(end => end !== undefined && isUpdated(text, end))) return 'updater';
  return isOwnKey || pinned !== '' || newKey !== undefined ? undefined : 'chart';
}

/** Whether what is written into a value is read in other places too. */
export function isShared(document: YamlDocument, found: YamlFound): boolean {
  return (
    isMapShared(document, found) || found.isAlias || (found.value !== undefined && document.shared.has(found.value))
  );
}

export function isMapShared(document: YamlDocument, { map, owner }: YamlFound): boolean {
  return map !== owner || (map !== undefined && document.shared.has(map));
}

/** A hole for all of a value's text, quotes kept; where nothing or null is written, the place for a plain one. */
export function slotOfValue({ text }: YamlDocument, { value, entry, isAlias }: YamlFound): Slot | undefined {
  if (value === undefined) {
    // What an alias leads to is not to be written over.
    if (entry === undefined || isAlias) return undefined;
    // Nor is what somebody is typing.
    if (text[entry.behindColon - 1] !== ':' || !isEndOfValue(text, entry.behindColon)) return undefined;
    return { span: spanOf(entry.behindColon, entry.behindColon), before: ' ', after: '' };
  }
  return value.kind === 'scalar' ? { span: contentSpan(value), before: '', after: '' } : undefined;
}

function slotOfTag(document: YamlDocument, split: SplitImage, tag: string): Slot | undefined {
  const scalar = scalarOf(split.tag);
  // Where a tag is still to be written, the digest may need its place.
  if (scalar === undefined || tag === '') return undefined;
  if (!standsAsItIs(scalar.written, spanOf(0, tag.length), document.text)) return undefined;
  const start = scalar.written.at[0] ?? scalar.span.start;
  return { span: spanOf(start, start + tag.length), before: '', after: '' };
}
