import type { AttestationEntry, ConfigFact, ContentsFact, ManifestShape, PlatformEntry } from '../../model/answer.ts';
import { type Digest, parseDigest } from '../../model/names.ts';
import { isObject } from '../../model/objects.ts';
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
const LONGEST_LABEL = 4096;

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
 * Reads a manifest or index (OCI image-spec, manifest.md and image-index.md; Docker's schema 2). `undefined` for what is
 * neither, for one that could be read as both (GHSA-77vh-xpmg-72qh), and where body and header name different types.
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
  const isIndex = Array.isArray(document.manifests);
  const isImage = isObject(document.config) || Array.isArray(document.layers);
  if (isIndex === isImage) return undefined;
  const named = shapeOfType(mediaType) ?? fromHeader;
  if (named !== undefined && named !== (isIndex ? 'index' : 'image')) return undefined;
  return isIndex ? readIndex(document.manifests) : readImage(document);
}

/** Reads an image's configuration (OCI image-spec, config.md). */
export function parseConfig(bytes: Uint8Array): ConfigFact | undefined {
  const document = parseJsonObject(bytes);
  if (document === undefined) return undefined;
  const platform = platformText(document);
  if (platform === undefined) return undefined;
  const inner = isObject(document.config) ? document.config : {};
  const labels = Object.entries(isObject(inner.Labels) ? inner.Labels : {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].length <= LONGEST_LABEL,
  );
  const created = typeof document.created === 'string' ? document.created : '';
  const meaningful = /^\d{4}-\d{2}-\d{2}T/.test(created) && Date.parse(created) > LAST_MEANINGLESS_DATE;
  return { platform, labels: Object.fromEntries(labels), ...(meaningful ? { created } : {}) };
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

function readIndex(entries: unknown): ContentsFact {
  const platforms: PlatformEntry[] = [];
  const claims: AttestationEntry[] = [];
  for (const entry of Array.isArray(entries) ? entries : []) {
    if (!isObject(entry)) continue;
    const digest = typeof entry.digest === 'string' ? parseDigest(entry.digest) : undefined;
    const type = typeof entry.mediaType === 'string' ? entry.mediaType : undefined;
    if (digest === undefined || shapeOfType(type) !== 'image') continue;
    if (isNoPlatform(entry)) {
      const of = attestedBy(entry);
      if (of !== undefined) claims.push({ digest, of });
      continue;
    }
    // A child without a platform is listed too: a pin of it must not look like one that the tag left behind.
    platforms.push({ digest, platform: platformText(entry.platform) ?? 'unknown' });
  }
  // One about a digest that is not here any more was left over by a clean-up or a copy, and attests nothing of this index.
  const attestations = claims.filter(({ of }) => platforms.some(({ digest }) => digest === of));
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

function platformText(platform: unknown): string | undefined {
  if (!isObject(platform)) return undefined;
  const { os, architecture, variant } = platform;
  if (typeof os !== 'string' || typeof architecture !== 'string' || os === '' || architecture === '') return undefined;
  return [os, architecture, ...(typeof variant === 'string' && variant !== '' ? [variant] : [])].join('/');
}

function bareType(type: string | undefined): string {
  return (type?.split(';')[0] ?? '').trim().toLowerCase();
}
