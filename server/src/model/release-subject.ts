import type { AgeLimit } from './age-limit.ts';
import type { ReleaseHash } from './hashes.ts';
import type { PackageRegistryId } from './names.ts';
import type { Span } from './span.ts';

/** A package at a version, range or tag. */
export interface ReleaseSubject {
  readonly kind: 'release';
  readonly registry: PackageRegistryId;
  /** The canonical name; of an alias, its target. */
  readonly name: string;
  readonly want: Want;
  /**
   * Where it is to be had, where the file says that: a registry's name or address, in words that only the rooms of its
   * ecosystem read. Part of what is asked; without a credential.
   */
  readonly source?: string;
  /**
   * What the file says of the toolchain that it is for, in words of its ecosystem: a Rust version, a set of Python
   * versions. Absent where it says nothing, or where that decides nothing.
   */
  readonly toolchain?: string;
  /**
   * What a lockfile of the project has for it already: clients take that, whatever is said of it by now. Set by readers
   * of manifests, and only where it is a version that the want allows.
   */
  readonly held?: Held;
  /** What the project's own tool takes of what was published lately; absent where no file of the project says so. */
  readonly ageLimit?: AgeLimit;
  /** Set where the file lets pre-releases be chosen that no range names. */
  readonly prereleases?: true;
  /**
   * True where the file is of a program that is deployed, and not of a library, whose users choose: a range without an
   * upper end is no courtesy there. False where it only helps to build, to test and the like; absent where neither is
   * known.
   */
  readonly deployed?: boolean;
  /**
   * The only text that a fix may replace: the version, range or tag as written, without quotes. Absent where another
   * file has it, as the root of a workspace does of what its members inherit.
   */
  readonly edit?: Span;
  /**
   * Where the name is written, in as many pieces as its ecosystem parts it in, without quotes; absent where no fix may
   * replace it.
   */
  readonly nameAt?: readonly Span[];
  /** Versions that the file rules out for all that want it. */
  readonly avoids?: readonly string[];
  /** Set where the file says that only something else wants it, and what it wants is told for that one's sake. */
  readonly indirect?: true;
  /** Set where the file asks it of whoever installs the package, so that a wide range is a courtesy. */
  readonly peer?: true;
  /** The release, as people write it, whose document decides the version: no file here does. */
  readonly decidedBy?: string;
  /** Set where another file, which is obeyed with this one, keeps back what is newest of it. */
  readonly restricted?: true;
  /**
   * Set where the file says that it can be done without: what is not to be had is then left out, and a peer need not be
   * there.
   */
  readonly optional?: true;
  /**
   * Set where the file alone does not want it everywhere, so that it may never be asked for: it holds under conditions
   * that are not looked into, or restricts what something else wants.
   */
  readonly wantedIf?: 'conditions-hold' | 'others-want-it';
  /**
   * Set where a launcher fetches it before any workspace is looked at, from a registry of the launcher's own: so it is
   * a registry's whatever the workspace provides, and that the project's registry lacks it says nothing.
   */
  readonly launched?: true;
  /** What a lockfile says of it. Set by readers of lockfiles. */
  readonly locked?: Locked;
  /**
   * Set where a lockfile of the project holds something else than what the file asks for, or lacks it. Set by readers
   * of manifests, and only where nothing that they know of has it so.
   */
  readonly drift?: Drift;
}

/** A release that a lockfile has. */
export interface Held {
  readonly version: string;
  /** The lockfile's path as people know it. */
  readonly by: string;
  /** What the manifest calls it, where that is another name than its own. */
  readonly alias?: string;
  /**
   * Set where the lockfile tells who brings what in: under this key is told what is wrong with what comes with it; see
   * `broughtKey`.
   */
  readonly brings?: string;
}

/** How a lockfile differs from what a manifest asks for. */
export interface Drift {
  /** The lockfile's path as people know it. */
  readonly by: string;
  /** What it holds in place of what is wanted; absent where it has no entry. */
  readonly version?: string;
}

/**
 * What a lockfile says of one release that it holds. Lockfiles are long, and this is looked at of few entries: so it
 * may be worked out when it is, and is not to be copied member by member.
 */
export interface Locked {
  /** As recorded; empty where its kind of file has a place for hashes and there is none, absent where it has none. */
  readonly hashes?: readonly ReleaseHash[];
  /** The address that it was had from, as recorded, without a login; absent where the file tells none. */
  readonly from?: string | undefined;
  /**
   * Set where the file keeps the hashes of all that was ever had, so that what it holds need not be taken any more:
   * what is said of a release is not asked for its sake.
   */
  readonly isRecord?: true;
  /**
   * The one of its hashes that is to be held against what is served, where each of them has to be asked for by itself;
   * absent where none is to be, or where all come with the release.
   */
  readonly compared?: ReleaseHash;
}

/** What decides which release a client takes. */
export type Wanted = Pick<
  ReleaseSubject,
  'want' | 'held' | 'locked' | 'toolchain' | 'prereleases' | 'source' | 'deployed' | 'avoids'
>;

/** What a manifest asks for, with its text as written (operators kept, variables resolved). */
export type Want =
  | { readonly is: 'exact'; readonly text: string; readonly version: string }
  | { readonly is: 'range'; readonly text: string }
  | { readonly is: 'tag'; readonly text: string };
