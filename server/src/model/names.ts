/** The ecosystem of images. */
export type ImageRegistryId = 'oci';

/** The ecosystems of packages, as opposed to images. A new one is a name here, and the compiler asks for its rows. */
export type PackageRegistryId = 'cargo' | 'go' | 'maven' | 'npm' | 'pypi';

/**
 * The ecosystems whose registries are asked. The strings are what users write in settings and read in `list`.
 */
export type RegistryId = ImageRegistryId | PackageRegistryId;

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** `sha256:` and 64 lower-case hexadecimal digits (or `sha512:` and 128). Made by {@link parseDigest} only. */
export type Digest = Branded<'Digest'>;

/** Where an image lives: `docker.io` + `library/node`. Made by `parseImageReference` only, so it is canonical. */
export interface ImageName {
  /** Host with optional port, Docker Hub always as `docker.io`. */
  readonly host: string;
  /** Path below the host, lower-case, Docker Hub's official images with `library/`. */
  readonly repository: string;
}

/** The canonical spelling of an image's name, as in `docker.io/library/node`. */
export function imageNameText(name: ImageName): string {
  return `${name.host}/${name.repository}`;
}

/** An image's name as people write it: Docker Hub's host and `library/` go without saying. */
export function familiarImageName(name: ImageName): string {
  if (name.host !== 'docker.io') return imageNameText(name);
  return name.repository.replace(/^library\/(?=[^/]+$)/, '');
}

const REGISTERED_DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/**
 * Reads a digest of one of the two registered algorithms (OCI image-spec, descriptor.md, "Registered Algorithms").
 * Anything else, upper-case digits included, is `undefined`: registries store lower-case only.
 */
export function parseDigest(text: string): Digest | undefined {
  return REGISTERED_DIGEST.test(text) ? (text as Digest) : undefined;
}

/** A digest as people quote it: the algorithm and the first twelve digits. */
export function shortDigest(digest: Digest): string {
  const colon = digest.indexOf(':');
  return digest.slice(0, colon + 13);
}
