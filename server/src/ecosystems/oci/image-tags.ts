import type { TagsFact } from '../../model/answer.ts';
import type { ImageSubject } from '../../model/reference.ts';

/** What every client takes where no tag is written (distribution/reference, `TagNameOnly`). */
export const DEFAULT_TAG = 'latest';

/** See `ImageEcosystem.meantTag`. */
export function meantTag({ tag }: Pick<ImageSubject, 'tag'>): string {
  return tag ?? DEFAULT_TAG;
}

/** A whole version, a date, or a build's or commit's number: text that people put on one image and never on another. */
const FINAL = /\d+\.\d+\.\d+|(?<!\d)(?:19|20)\d{2}[-.]?(?:0[1-9]|1[0-2])[-.]?(?:0[1-9]|[12]\d|3[01])(?!\d)|\d{5,}/;
/** A commit's hash, which has letters and digits. */
const COMMIT = /(?:^|[-_.])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}(?:$|[-_.])/;

/**
 * Whether a tag is of the kind that is put on newer images as they come: `latest`, a branch, a part of a version such
 * as `20` or `3.19-slim`. A whole version, a date or a commit counts as final, though nothing keeps its owner from
 * moving it.
 */
export function isMovingTag(tag: string): boolean {
  return !FINAL.test(tag) && !COMMIT.test(tag);
}

/**
 * A tag that reads as a version and nothing else: up to four numbers, an optional `v`. The first is no date or build
 * number.
 */
const VERSION_TAG = /^v?(\d{1,4})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?$/;

/** A version and what kind of image it is of: `22.11.0-alpine3.20`. */
const VARIANT_TAG = /^(v?\d{1,4}(?:\.\d{1,9}){0,3})[-_.](.+)$/;

/**
 * Tags that programs write for other programs: the referrers of a digest where the registry has no interface for them
 * (distribution-spec, "Referrers Tag Schema"), and what cosign stores beside an image (`.sig`, `.att`, `.sbom`).
 */
const TAG_OF_A_DIGEST = /^sha(?:256-[0-9a-f]{64}|512-[0-9a-f]{128})(?:\..+)?$/;

/**
 * The tags that are plain versions, the most exact and newest first, at most `count`. `22.11.0` comes before `22.11`
 * and `22`, because a longer version says more. Variants such as `22-alpine` are other images and left out.
 */
export function newestVersionTags(tags: readonly string[], count: number): string[] {
  return tags
    .flatMap(tag => versionOf(tag, tag) ?? [])
    .sort(newestFirst)
    .slice(0, count)
    .map(({ tag }) => tag);
}

/**
 * All tags that people choose from, in the order in which they look for them: plain versions as in {@link
 * newestVersionTags}, then variants of versions, newest first, then words by the alphabet. What programs wrote for
 * programs is left out. A derivation: see `Derive`.
 */
export function tagsForPeople({ tags }: TagsFact): readonly string[] {
  const versions: VersionedTag[] = [];
  const variants: VersionedTag[] = [];
  const words: string[] = [];
  for (const tag of tags) {
    if (TAG_OF_A_DIGEST.test(tag)) continue;
    const version = versionOf(tag, tag);
    const variant = version ?? versionOf(tag, VARIANT_TAG.exec(tag)?.[1] ?? '');
    if (version !== undefined) versions.push(version);
    else if (variant !== undefined) variants.push(variant);
    else words.push(tag);
  }
  versions.sort(newestFirst);
  variants.sort(newestFirst);
  return [...versions.map(({ tag }) => tag), ...variants.map(({ tag }) => tag), ...words.sort(byLetters)];
}

interface VersionedTag {
  readonly tag: string;
  readonly parts: readonly number[];
}

function versionOf(tag: string, version: string): VersionedTag | undefined {
  const match = VERSION_TAG.exec(version);
  if (match === null) return undefined;
  return { tag, parts: match.slice(1).flatMap(part => (part === undefined ? [] : [Number(part)])) };
}

function newestFirst(a: VersionedTag, b: VersionedTag): number {
  return compareNumbers(b.parts, a.parts) || a.tag.length - b.tag.length || byLetters(a.tag, b.tag);
}

/** By code units, which is the same on every machine. */
function byLetters(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Number by number; where one ends first it is the less exact one and counts as smaller. */
function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? -1) - (b[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
