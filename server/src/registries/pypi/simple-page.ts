/** What one index says of one project, before anything is made of it (the simple repository API). */
export interface SimplePage {
  readonly files: readonly SimpleFile[];
  /** Versions that it lists besides (PEP 700), as they came. */
  readonly versions: readonly string[];
  /** PEP 792: `active`, `archived`, `deprecated`, `quarantined`, as it came; absent where the index says nothing. */
  readonly status?: string;
  readonly reason?: string;
}

/** One file, as the index tells of it. */
export interface SimpleFile {
  readonly name: string;
  readonly yank: Yank;
  /** By algorithm, in hexadecimal digits; absent where the index tells none that is known here. */
  readonly hashes?: Readonly<Record<string, string>>;
  /** A set of specifiers on Python's version, as it came. */
  readonly requiresPython?: string;
  /** ISO 8601. */
  readonly uploaded?: string;
  /** Whether it has attestations (PEP 740); absent where the index does not say. */
  readonly isAttested?: boolean;
  /** The address of these, as it came. */
  readonly provenance?: string;
}

/**
 * Whether a file was yanked (PEP 592). `disputed`: it is said in a way that some clients read as a yank and others do
 * not, which are an empty text in JSON and an attribute without a value in HTML.
 */
export type Yank =
  | { readonly is: 'none' }
  | { readonly is: 'disputed' }
  | { readonly is: 'yanked'; readonly reason?: string };

/** The hash of a file as it came, if it is one that lockfiles have. */
export function readHash(algorithm: string, digest: unknown): readonly [algorithm: string, digest: string] | undefined {
  if (typeof digest !== 'string' || DIGITS[algorithm] !== digest.length || !/^[\da-f]+$/i.test(digest))
    return undefined;
  return [algorithm, digest.toLowerCase()];
}

const DIGITS: Readonly<Record<string, number>> = { sha512: 128, sha384: 96, sha256: 64, sha1: 40, md5: 32 };

/** More files than any project has: a page that lists more would only fill the memory. */
export const MOST_FILES = 200_000;

/** The only major version that there is; another one may mean anything (PEP 629). */
export function isReadableVersion(version: string): boolean {
  return /^1(?:\.\d+)?$/.test(version.trim());
}
