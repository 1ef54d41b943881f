import { isIsoDate } from '../model/iso-date.ts';
import type { Digest } from '../model/names.ts';
import { isObject } from '../model/objects.ts';
import { code, plainText } from '../model/plain-text.ts';
import type { RetainedImage } from '../model/retention.ts';

/** The images of a file, or what is wrong with it: the rest of a sentence that begins with the file. */
export type ImagesRead = { readonly images: readonly RetainedImage[] } | { readonly problem: string };

/**
 * Reads what `--images` names: a list of images in JSON, with times in ISO 8601. A field that is `null` is as good as
 * absent, and fields of other names are left alone. Never throws.
 */
export function readImages(text: string): ImagesRead {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    return { problem: `is not JSON: ${plainText(error instanceof Error ? error.message : String(error))}` };
  }
  if (!Array.isArray(list)) return { problem: 'is not a list of images' };
  if (list.length > MOST_IMAGES) return { problem: `lists more than ${MOST_IMAGES} images` };
  const images: RetainedImage[] = [];
  const entries = new Map<string, number>();
  for (const [index, entry] of list.entries()) {
    const number = index + 1;
    if (!isObject(entry)) return { problem: `has an entry ${number} that is no object` };
    const read = readImage(entry);
    if ('field' in read) return { problem: `has an entry ${number} whose ${code(read.field)} ${read.is}` };
    const key = JSON.stringify([read.repository, read.digest]);
    const before = entries.get(key);
    if (before !== undefined) return { problem: `has an entry ${number} whose \`digest\` is that of entry ${before}` };
    entries.set(key, number);
    images.push(read);
  }
  return { images };
}

const MOST_IMAGES = 100_000;

/** What is wrong with which field. */
interface Wrong {
  readonly field: string;
  readonly is: string;
}

function readImage(entry: Record<string, unknown>): RetainedImage | Wrong {
  const own = (field: string) => (Object.hasOwn(entry, field) ? (entry[field] ?? undefined) : undefined);
  const { digest, tags } = { digest: own('digest'), tags: own('tags') };
  for (const field of REQUIRED) if (own(field) === undefined) return { field, is: 'is not there' };
  if (!isDigest(digest)) return { field: 'digest', is: NO_DIGEST };
  if (!isTexts(tags)) return { field: 'tags', is: NO_TEXTS };
  const times: Partial<Record<(typeof TIMES)[number], number>> = {};
  for (const field of TIMES) {
    const value = own(field);
    if (value === undefined) continue;
    if (!isIsoDate(value)) return { field, is: 'is not a time in ISO 8601, such as `2026-11-29T08:00:00Z`' };
    times[field] = Date.parse(value);
  }
  const { pushedAt, ...others } = times;
  if (pushedAt === undefined) return { field: 'pushedAt', is: 'is not there' };
  const [children, subject, immutableTags] = [own('children'), own('subject'), own('immutableTags')];
  if (children !== undefined && !isDigests(children)) return { field: 'children', is: `is not a list of digests` };
  if (subject !== undefined && !isDigest(subject)) return { field: 'subject', is: NO_DIGEST };
  if (immutableTags !== undefined && !isTexts(immutableTags)) return { field: 'immutableTags', is: NO_TEXTS };
  const texts: Partial<Record<(typeof TEXTS)[number], string>> = {};
  for (const field of TEXTS) {
    const value = own(field);
    if (value === undefined) continue;
    if (typeof value !== 'string') return { field, is: 'is not a text' };
    texts[field] = value;
  }
  return {
    ...{ digest, tags, pushedAt, ...others, ...texts },
    ...(children === undefined ? {} : { children }),
    ...(subject === undefined ? {} : { subject }),
    ...(immutableTags === undefined ? {} : { immutableTags }),
  };
}

const REQUIRED = ['digest', 'tags', 'pushedAt'] as const;
const TIMES = ['pushedAt', 'pulledAt', 'archivedAt', 'restoredAt'] as const;
const TEXTS = ['mediaType', 'repository'] as const;
const NO_DIGEST = 'is not a digest, such as `sha256:4bed…`';
const NO_TEXTS = 'is not a list of texts';

/**
 * Whether it is a digest of any algorithm (OCI image-spec, descriptor.md, "Digests"): here it only tells images apart,
 * so that of none the length is looked at.
 */
function isDigest(value: unknown): value is Digest {
  return typeof value === 'string' && /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[A-Za-z0-9=_-]{1,200}$/.test(value);
}

function isDigests(value: unknown): value is readonly Digest[] {
  return Array.isArray(value) && value.every(isDigest);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(each => typeof each === 'string');
}
