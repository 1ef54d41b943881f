import { createHash } from 'node:crypto';
import { type BuildSeed, DEMO_SEED, type ImageSeed, type Seed } from './seed.ts';

/** The bytes of one repository: what is served under which digest, and what the tags point to. */
export interface ServedImage {
  readonly tags: ReadonlyMap<string, ServedManifest>;
  readonly manifests: ReadonlyMap<string, ServedManifest>;
  /** Configurations by digest. Layers are only named, never served. */
  readonly blobs: ReadonlyMap<string, Buffer>;
  /** What the referrers API lists, by the digest that it is attached to. */
  readonly attached: ReadonlyMap<string, readonly object[]>;
}

export interface ServedManifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
  /** What a client gets that accepts no index (distribution's own behaviour for `linux/amd64`). */
  readonly children: ReadonlyMap<string, ServedManifest>;
  /** Of an index: what attests its first platform. */
  readonly attestation?: ServedManifest;
}

export const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json';
const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar+gzip';

/**
 * The digest that the sample registries serve for a tag of an image, or for a build that no tag points to any more, as
 * in `sampleDigest('docker.io/library/node', '22')`. With a platform, the digest of that child of the index.
 */
export function sampleDigest(name: string, tagOrBuild: string, platform?: string, seed: Seed = DEMO_SEED): string {
  const image = seed.images[name];
  if (image === undefined) throw new Error(`The seed has no image ${name}.`);
  const buildName = image.tags[tagOrBuild] ?? tagOrBuild;
  const build = image.builds[buildName];
  if (build === undefined) throw new Error(`${name} has no tag or build ${tagOrBuild}.`);
  const { top } = assemble(name, buildName, build);
  if (platform === undefined) return top.digest;
  const child = top.children.get(platform);
  if (child === undefined) throw new Error(`${name}:${tagOrBuild} has no platform ${platform}.`);
  return child.digest;
}

/** Everything that a repository serves. */
export function serveImage(name: string, seed: ImageSeed): ServedImage {
  const manifests = new Map<string, ServedManifest>();
  const blobs = new Map<string, Buffer>();
  const byBuild = new Map<string, ServedManifest>();
  const attached = new Map<string, readonly object[]>();
  for (const [buildName, build] of Object.entries(seed.builds)) {
    if (build.removed === true) continue;
    const assembled = assemble(name, buildName, build);
    byBuild.set(buildName, assembled.top);
    const described = (build.attached ?? []).map(artifactType => ({
      mediaType: MANIFEST_TYPE,
      digest: digestOf(Buffer.from(`${artifactType} of ${assembled.top.digest}`)),
      size: 700,
      artifactType,
    }));
    attached.set(assembled.top.digest, described);
    const { top } = assembled;
    for (const manifest of [
      top,
      ...top.children.values(),
      ...(top.attestation === undefined ? [] : [top.attestation]),
    ]) {
      manifests.set(manifest.digest, manifest);
    }
    for (const blob of assembled.configs) blobs.set(digestOf(blob), blob);
  }
  const tags = new Map<string, ServedManifest>();
  for (const [tag, buildName] of Object.entries(seed.tags)) {
    const manifest = byBuild.get(buildName);
    if (manifest !== undefined) tags.set(tag, manifest);
  }
  return { tags, manifests, blobs, attached };
}

function assemble(name: string, buildName: string, build: BuildSeed): { top: ServedManifest; configs: Buffer[] } {
  const configs: Buffer[] = [];
  const children = new Map<string, ServedManifest>();
  for (const platform of build.platforms) {
    const config = configOf(build, platform);
    configs.push(config);
    children.set(platform, manifestOf(config, `${name} ${buildName} ${platform}`));
  }
  const first = [...children.values()][0];
  if (build.single === true && first !== undefined) return { top: first, configs };
  return { top: indexOf(children, build.attested === true), configs };
}

function configOf(build: BuildSeed, platform: string): Buffer {
  return json({
    created: build.created,
    ...platformParts(platform),
    config: { Labels: build.labels ?? {} },
    rootfs: { type: 'layers', diff_ids: [] },
  });
}

/** `about` makes the layers, and so the digest, differ from build to build. */
function manifestOf(config: Buffer, about: string): ServedManifest {
  const layers = [`base of ${about}`, `top of ${about}`].map((text, index) => ({
    mediaType: LAYER_TYPE,
    digest: digestOf(Buffer.from(text)),
    size: 3_100_000 + index * 41_000_000,
  }));
  const bytes = json({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: { mediaType: CONFIG_TYPE, digest: digestOf(config), size: config.length },
    layers,
  });
  return { digest: digestOf(bytes), mediaType: MANIFEST_TYPE, bytes, children: new Map() };
}

/**
 * An index of the platforms, with one attestation as BuildKit adds it: it is no platform and must not be shown as one.
 */
function indexOf(children: ReadonlyMap<string, ServedManifest>, isServed: boolean): ServedManifest {
  const manifests: object[] = [...children].map(([platform, child]) => ({
    mediaType: child.mediaType,
    digest: child.digest,
    size: child.bytes.length,
    platform: platformParts(platform),
  }));
  const [first] = children.values();
  const attestation = first !== undefined && isServed ? attestationOf(first) : undefined;
  if (first !== undefined) {
    manifests.push({
      mediaType: MANIFEST_TYPE,
      digest: attestation?.digest ?? digestOf(Buffer.from(`attestation of ${first.digest}`)),
      size: attestation?.bytes.length ?? 840,
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: {
        'vnd.docker.reference.type': 'attestation-manifest',
        'vnd.docker.reference.digest': first.digest,
      },
    });
  }
  const bytes = json({ schemaVersion: 2, mediaType: INDEX_TYPE, manifests });
  return { digest: digestOf(bytes), mediaType: INDEX_TYPE, bytes, children, ...(attestation ? { attestation } : {}) };
}

/** Provenance and a bill of materials of one platform's image (BuildKit's docs/attestations/attestation-storage.md). */
function attestationOf(image: ServedManifest): ServedManifest {
  const layers = ['https://slsa.dev/provenance/v1', 'https://spdx.dev/Document'].map(type => ({
    mediaType: 'application/vnd.in-toto+json',
    digest: digestOf(Buffer.from(`${type} of ${image.digest}`)),
    size: 12_000,
    annotations: { 'in-toto.io/predicate-type': type },
  }));
  const config = { mediaType: CONFIG_TYPE, digest: digestOf(Buffer.from(`statements of ${image.digest}`)), size: 167 };
  const bytes = json({ schemaVersion: 2, mediaType: MANIFEST_TYPE, config, layers });
  return { digest: digestOf(bytes), mediaType: MANIFEST_TYPE, bytes, children: new Map() };
}

function platformParts(platform: string): { os: string; architecture: string; variant?: string } {
  const [os = '', architecture = '', variant] = platform.split('/');
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value, null, 1));
}
