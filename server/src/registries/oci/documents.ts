import type { AttestationEntry, ConfigFact, ContentsFact, ManifestShape, PlatformEntry } from '../../model/answer.ts';
import { SHOWN_LABELS } from '../../model/image-labels.ts';
import { isIsoDate } from '../../model/iso-date.ts';
import { type Digest, parseDigest } from '../../model/names.ts';
import { isObject } from '../../model/objects.ts';
import { LONGEST_MESSAGE, plainText } from '../../model/plain-text.ts';
import { parseJsonObject } from '../json.ts';
import { statementsOfLayers } from './attachments.ts';

/**
 * What is accepted for a manifest. Without the index types a registry serves one platform's manifest for a tag, whose
 * digest is another one; without the manifest types it answers 404 or an ancient form.
 */
export const MANIFEST_ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** Registries take none that is larger (distribution-spec, "Pushing Manifests"), in bytes. */
export const MANIFEST_BYTES = 4 * 1024 * 1024;

/**
 * More children than any index has: each reference to it may be compared with all of them. One with more counts as no
 * index, because a pin of a child that was cut off would look like one that the tag left behind.
 */
const MOST_ENTRIES = 1_000;

const SHAPES: Readonly<Record<string, ManifestShape>> = {
  'application/vnd.oci.image.index.v1+json': 'index',
  'application/vnd.docker.distribution.manifest.list.v2+json': 'index',
  'application/vnd.oci.image.manifest.v1+json': 'image',
  'application/vnd.docker.distribution.manifest.v2+json': 'image',
  'application/vnd.docker.distribution.manifest.v1+json': 'other',
  'application/vnd.docker.distribution.manifest.v1+prettyjws': 'other',
};

const IMAGE_CONFIGS = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]);

/** Builds that want to be reproducible set dates up to this one, in milliseconds since the epoch; they tell nothing. */
const LAST_MEANINGLESS_DATE = Date.UTC(1980, 0, 2);
/**
 * A word of a platform, as containerd reads it (containerd/platforms, `specifierRe`), of a length that no real one has.
 */
const PLATFORM_WORD = /^[A-Za-z0-9_.-]{1,64}$/;

/** The shape that a `content-type` or `mediaType` names; `undefined` for everything that is no manifest's type. */
export function shapeOfType(type: string | undefined): ManifestShape | undefined {
  const bare = bareType(type);
  return Object.hasOwn(SHAPES, bare) ? SHAPES[bare] : undefined;
}

/** Whether a manifest is in the signed form of 2015, whose digest does not cover its own signatures. */
export function isSchema1Type(type: string | undefined): boolean {
  return bareType(type).startsWith('application/vnd.docker.distribution.manifest.v1+');
}

/**
 * Reads a manifest or index (OCI image-spec, manifest.md and image-index.md; Docker's schema 2). `undefined` for what
 * is neither, for one that could be read as both (GHSA-77vh-xpmg-72qh), where body and header name different types, and
 * for an index of more children than any has.
 *
 * An index inside an index is left out: builders do not make them, and looking inside would cost a pull each.
 */
export function parseManifest(bytes: Uint8Array, contentType: string | undefined): ContentsFact | undefined {
  const document = parseJsonObject(bytes);
  if (document === undefined) return undefined;
  const mediaType = typeof document.mediaType === 'string' ? document.mediaType : undefined;
  const fromHeader = shapeOfType(contentType);
  if (mediaType !== undefined && fromHeader !== undefined && mediaType !== bareType(contentType)) return undefined;
  if (document.schemaVersion === 1) return { shape: 'other', platforms: [] };
  const { manifests } = document;
  const isIndex = Array.isArray(manifests);
  const isImage = isObject(document.config) || Array.isArray(document.layers);
  if (isIndex === isImage) return undefined;
  const named = shapeOfType(mediaType) ?? fromHeader;
  if (named !== undefined && named !== (isIndex ? 'index' : 'image')) return undefined;
  return isIndex ? readIndex(manifests) : readImage(document);
}

/** Reads an image's configuration (OCI image-spec, config.md). */
export function parseConfig(bytes: Uint8Array): ConfigFact | undefined {
  const document = parseJsonObject(bytes);
  if (document === undefined) return undefined;
  const platform = platformText(document);
  if (platform === undefined) return undefined;
  const inner = isObject(document.config) ? document.config : {};
  const { created } = document;
  const isMeaningful = isIsoDate(created) && created.includes('T') && Date.parse(created) > LAST_MEANINGLESS_DATE;
  return { platform, labels: shownLabels(inner.Labels), ...(isMeaningful ? { created } : {}) };
}

/** Reads one page of tags (distribution-spec, "Listing Tags"); old registries send `null` for none. */
export function parseTags(bytes: Uint8Array): readonly string[] | undefined {
  const document = parseJsonObject(bytes);
  if (document === undefined || !('tags' in document)) return undefined;
  if (document.tags === null) return [];
  if (!Array.isArray(document.tags)) return undefined;
  return document.tags.filter((tag): tag is string => typeof tag === 'string' && /^[\w][\w.-]{0,127}$/.test(tag));
}

/** Harbor's code for whatever is not there (goharbor/harbor, src/lib/errors). */
export const HARBORS_NOT_FOUND = 'NOT_FOUND';

/** The codes of an error document (distribution-spec, "Error Codes"), or `undefined` where the body is none. */
export function parseErrorCodes(bytes: Uint8Array): readonly string[] | undefined {
  const errors = parseJsonObject(bytes)?.errors;
  if (!Array.isArray(errors)) return undefined;
  return errors.flatMap(error => (isObject(error) && typeof error.code === 'string' ? [error.code] : []));
}

/** Of labels, of which there may be thousands, those that somebody is shown. */
function shownLabels(labels: unknown): ConfigFact['labels'] {
  if (!isObject(labels)) return {};
  const shown = SHOWN_LABELS.flatMap((key): [string, string][] => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    const text = typeof value === 'string' ? plainText(value, LONGEST_MESSAGE) : '';
    return text === '' ? [] : [[key, text]];
  });
  return Object.fromEntries(shown);
}

function readIndex(entries: readonly unknown[]): ContentsFact | undefined {
  if (entries.length > MOST_ENTRIES) return undefined;
  const platforms: PlatformEntry[] = [];
  const claims: AttestationEntry[] = [];
  for (const entry of entries) {
    if (!isObject(entry)) continue;
    const digest = typeof entry.digest === 'string' ? parseDigest(entry.digest) : undefined;
    const type = typeof entry.mediaType === 'string' ? entry.mediaType : undefined;
    if (digest === undefined || shapeOfType(type) !== 'image') continue;
    if (isNoPlatform(entry)) {
      const of = attestedBy(entry);
      if (of !== undefined) claims.push({ digest, of });
      continue;
    }
    // A child without a platform, or with no real one, is listed too: a pin of it must not look like one that the tag
    // left behind.
    platforms.push({ digest, platform: platformText(entry.platform) ?? 'unknown' });
  }
  // One about a digest that is not here any more was left over by a clean-up or a copy, and attests nothing of this
  // index.
  const here = new Set(platforms.map(({ digest }) => digest));
  const attestations = claims.filter(({ of }) => here.has(of));
  return { shape: 'index', platforms, ...(attestations.length === 0 ? {} : { attestations }) };
}

/** BuildKit stores provenance beside the images (docs/attestations/attestation-storage.md). */
function isNoPlatform(entry: Record<string, unknown>): boolean {
  const annotations = isObject(entry.annotations) ? entry.annotations : {};
  return REFERENCE_TYPE in annotations || platformText(entry.platform) === 'unknown/unknown';
}

/** The digest that an entry says it attests. */
function attestedBy(entry: Record<string, unknown>): Digest | undefined {
  const annotations = isObject(entry.annotations) ? entry.annotations : {};
  const of = annotations['vnd.docker.reference.digest'];
  return annotations[REFERENCE_TYPE] === 'attestation-manifest' && typeof of === 'string' ? parseDigest(of) : undefined;
}

const REFERENCE_TYPE = 'vnd.docker.reference.type';

function readImage(document: Record<string, unknown>): ContentsFact {
  const layers = Array.isArray(document.layers) ? document.layers : [];
  let layerBytes = 0;
  for (const layer of layers) {
    const size: unknown = isObject(layer) ? layer.size : undefined;
    if (typeof size === 'number' && Number.isSafeInteger(size) && size > 0) layerBytes += size;
  }
  const config = configOf(document.config);
  const states = statementsOfLayers(layers);
  return {
    ...{ shape: 'image', platforms: [], layerBytes },
    ...(config === undefined ? {} : { config }),
    ...(states.length === 0 ? {} : { states }),
  };
}

/** The configuration's digest, where it is an image's: charts and other artifacts have configurations of their own. */
function configOf(descriptor: unknown): Digest | undefined {
  if (!isObject(descriptor) || typeof descriptor.digest !== 'string') return undefined;
  if (typeof descriptor.mediaType !== 'string' || !IMAGE_CONFIGS.has(descriptor.mediaType)) return undefined;
  return parseDigest(descriptor.digest);
}

/** `linux/arm64/v8`; `undefined` for what names no platform, or in words that no platform has. */
function platformText(platform: unknown): string | undefined {
  if (!isObject(platform)) return undefined;
  const { os, architecture, variant } = platform;
  const words = [os, architecture, ...(variant === undefined || variant === null || variant === '' ? [] : [variant])];
  return words.every(isPlatformWord) ? words.join('/') : undefined;
}

function isPlatformWord(word: unknown): word is string {
  return typeof word === 'string' && PLATFORM_WORD.test(word);
}

function bareType(type: string | undefined): string {
  return (type?.split(';')[0] ?? '').trim().toLowerCase();
}
