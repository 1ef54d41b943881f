import type { Digest, ImageName, PackageRegistryId, RegistryId } from './names.ts';
import { imageNameText } from './names.ts';

/** Everything that can be asked of a registry. Each kind has one shape of fact as its answer; see {@link Facts}. */
export type Question =
  /** All releases of a package with their standing, and its tags: the short document. */
  | ({ readonly ask: 'package' } & PackagePlace)
  /**
   * One exact version. `afresh`: past all caches, to be asked where the page of a package is kept and lacks what is
   * wanted, which may be younger; that may be a range, and then the page that comes along tells. Of registries that
   * have no document of a version.
   */
  | ({ readonly ask: 'release'; readonly version: string; readonly afresh?: true } & PackagePlace)
  /** What the document of one version says to those that build on it. */
  | ({ readonly ask: 'terms'; readonly version: string } & PackagePlace)
  /**
   * What is attested of where one release comes from, each statement checked. A request of its own, so only for what
   * the user looks at, and for what a finding rests on.
   */
  | ({ readonly ask: 'provenance'; readonly version: string } & PackagePlace)
  /** When each version was published, removed ones included: the long document. */
  | ({ readonly ask: 'history' } & PackagePlace)
  /** What a tag or digest resolves to, without downloading it. */
  | { readonly ask: 'manifest'; readonly image: ImageName; readonly at: TagOrDigest }
  /** What is inside a manifest or index. Its bytes hash to the digest, so the answer never changes. */
  | { readonly ask: 'contents'; readonly image: ImageName; readonly digest: Digest }
  /**
   * What the image's configuration says of itself. `digest` is the manifest's; an index is asked by one of its
   * platforms.
   */
  | { readonly ask: 'config'; readonly image: ImageName; readonly digest: Digest }
  /**
   * What is attached to a manifest or index: signatures and the like. Several requests, so only for what the user looks
   * at.
   */
  | { readonly ask: 'referrers'; readonly image: ImageName; readonly digest: Digest }
  /** The names of the repository's tags. */
  | { readonly ask: 'tags'; readonly image: ImageName };

/** A package, and where it is to be had, as in `ReleaseSubject`. */
export interface PackagePlace {
  readonly registry: PackageRegistryId;
  readonly name: string;
  readonly source?: string;
}

/** What stands behind a name in a manifest’s address. */
export type TagOrDigest = { readonly tag: string } | { readonly digest: Digest };

export type Ask = Question['ask'];

/** The text that identifies a question: equal texts are one question, asked once for all who have it. */
export function questionKey(question: Question): string {
  switch (question.ask) {
    case 'package':
    case 'history':
      return `${question.ask} ${question.registry} ${question.name}${sourceText(question)}`;
    case 'release':
      return `release ${question.registry} ${question.name} ${question.version}${question.afresh === true ? ' afresh' : ''}${sourceText(question)}`;
    case 'terms':
    case 'provenance':
      return `${question.ask} ${question.registry} ${question.name} ${question.version}${sourceText(question)}`;
    case 'manifest':
      return `${question.ask} oci ${imageNameText(question.image)} ${'tag' in question.at ? `:${question.at.tag}` : `@${question.at.digest}`}`;
    case 'contents':
    case 'config':
    case 'referrers':
      return `${question.ask} oci ${imageNameText(question.image)} @${question.digest}`;
    case 'tags':
      return `${question.ask} oci ${imageNameText(question.image)}`;
  }
}

/** Whether two questions have one key, told without making the keys. */
export function isSameQuestion(a: Question, b: Question): boolean {
  switch (a.ask) {
    case 'package':
    case 'history':
      return a.ask === b.ask && isSamePackage(a, b);
    case 'release':
      return a.ask === b.ask && isSamePackage(a, b) && a.version === b.version && a.afresh === b.afresh;
    case 'terms':
    case 'provenance':
      return a.ask === b.ask && isSamePackage(a, b) && a.version === b.version;
    case 'manifest':
      return a.ask === b.ask && isSameImage(a.image, b.image) && isSamePlace(a.at, b.at);
    case 'contents':
    case 'config':
    case 'referrers':
      return a.ask === b.ask && a.digest === b.digest && isSameImage(a.image, b.image);
    case 'tags':
      return a.ask === b.ask && isSameImage(a.image, b.image);
  }
}

/** Where a subject's package is asked about, to be put into a question. */
export function placeOfPackage({ registry, name, source }: PackagePlace): PackagePlace {
  return source === undefined ? { registry, name } : { registry, name, source };
}

/** The question about all releases of a subject's package. */
export function packageQuestion(subject: PackagePlace): Extract<Question, { ask: 'package' }> {
  return { ask: 'package', ...placeOfPackage(subject) };
}

/**
 * The question about one release of a subject's package. Written out, since each entry of a lockfile has one, and what
 * is spread takes twice the room.
 */
export function releaseQuestion(
  { registry, name, source }: PackagePlace,
  version: string,
): Extract<Question, { ask: 'release' }> {
  return source === undefined
    ? { ask: 'release', registry, name, version }
    : { ask: 'release', registry, name, source, version };
}

/** The registry that a question goes to. */
export function registryOf(question: Question): RegistryId {
  return 'registry' in question ? question.registry : 'oci';
}

function sourceText({ source }: PackagePlace): string {
  return source === undefined ? '' : ` from ${source}`;
}

function isSamePackage(a: PackagePlace, b: PackagePlace): boolean {
  return a.name === b.name && a.registry === b.registry && a.source === b.source;
}

function isSameImage(a: ImageName, b: ImageName): boolean {
  return a === b || (a.repository === b.repository && a.host === b.host);
}

function isSamePlace(a: TagOrDigest, b: TagOrDigest): boolean {
  if ('tag' in a) return 'tag' in b && a.tag === b.tag;
  return 'digest' in b && a.digest === b.digest;
}
