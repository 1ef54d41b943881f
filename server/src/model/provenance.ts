import type { ReleaseHash } from './hashes.ts';

/** What is attested of where a release comes from. Each statement was checked when it came; see {@link proofOf}. */
export interface ProvenanceFact {
  /** In the registry's order; empty where it shows none. */
  readonly attested: readonly Attested[];
}

/** One signed statement, and what its check came to. */
export type Attested =
  /** Signed by a build, under roots that are trusted here. `of`: the hashes of the bytes that it speaks of. */
  | { readonly is: 'verified'; readonly build: Build; readonly of: readonly ReleaseHash[] }
  /** `claim`: what it says all the same, which may be anybody's invention. */
  | { readonly is: 'unproven'; readonly why: Unproven; readonly claim?: Build };

/** What built something, by a certificate where it is verified, else by what is claimed. */
export interface Build {
  /** Without its scheme, as in `github.com/acme/left-pad`. */
  readonly repository: string;
  /** In full, in hexadecimal digits. */
  readonly commit?: string;
  /** The file that describes the build, below the repository, as in `.github/workflows/release.yml`. */
  readonly workflow?: string;
}

/**
 * Why a statement proves nothing:
 *
 * - `unreadable`: it is in no form that is known here.
 * - `altered`: its signature, or the log that keeps it, speaks of another text than this one.
 * - `untrusted`: nobody signed it whose certificates are trusted here, or not while they were valid. Roots that are
 *   younger than the program are not known to it.
 * - `no-build`: it is signed, and not by a build of a service that is known here.
 * - `another`: it speaks of another release.
 * - `out-of-reach`: it lies where it is not asked for from here.
 */
export const UNPROVEN = ['unreadable', 'altered', 'untrusted', 'no-build', 'another', 'out-of-reach'] as const;

export type Unproven = (typeof UNPROVEN)[number];

/** What is known of where one release comes from. */
export type Proof =
  /** `file`: which of its files that is said of, where it has several; of the others nothing is known. */
  | { readonly is: 'verified'; readonly build: Build; readonly file?: string }
  | {
      readonly is: 'unproven';
      /**
       * Besides those of one statement: that there is none; that it speaks of other bytes than the registry's; and that
       * the registry does not tell which bytes it has.
       */
      readonly why: Unproven | 'not-shown' | 'other-bytes' | 'unknown-bytes';
      readonly claim?: Build;
    };

/**
 * Holds what is attested against the hashes that the registry tells of the release: it is verified where one statement
 * of a build speaks of these very bytes, of all that are served under a file's name and an algorithm.
 */
export function proofOf({ attested }: ProvenanceFact, served: readonly ReleaseHash[]): Proof {
  let unproven: Extract<Proof, { is: 'unproven' }> | undefined;
  for (const each of attested) {
    if (each.is === 'unproven') {
      unproven ??= each;
      continue;
    }
    const held = holdBytes(each.of, served);
    if (held === 'same') return { is: 'verified', build: each.build, ...fileOf(each.of) };
    unproven ??= { is: 'unproven', why: held };
  }
  return unproven ?? { is: 'unproven', why: 'not-shown' };
}

function fileOf(of: readonly ReleaseHash[]): { file?: string } {
  const file = of.find(hash => hash.file !== undefined)?.file;
  return file === undefined ? {} : { file };
}

function holdBytes(
  of: readonly ReleaseHash[],
  served: readonly ReleaseHash[],
): 'same' | 'other-bytes' | 'unknown-bytes' {
  let seen: 'same' | 'unknown-bytes' = 'unknown-bytes';
  for (const { algorithm, file, text } of of) {
    // Several of one algorithm are alternatives, of which a client takes any: all must be what is spoken of.
    const theirs = served.filter(hash => hash.algorithm === algorithm && hash.file === file);
    if (theirs.some(hash => hash.text !== text)) return 'other-bytes';
    if (theirs.length > 0) seen = 'same';
  }
  return seen;
}
