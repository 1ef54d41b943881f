import type { HistoryFact, PackageFact, ReleaseFact } from './answer.ts';
import type { Derive } from './derive.ts';
import type { Want, Wanted } from './reference.ts';

/**
 * How one ecosystem reads ranges, compares versions and chooses among releases. Pure. What orders all releases of a
 * package is derived, since thousands of references may want the same package.
 */
export interface Versioning {
  /**
   * The release that the ecosystem's own client would install for this want, or why there is none: what is held, else
   * what it would choose.
   */
  select(wanted: Wanted, fact: PackageFact, derive: Derive): Selection;
  /**
   * What the list of releases cannot tell of a want for which nothing is selected; absent where registries list all
   * that there is.
   */
  notListed?(wanted: Wanted, fact: PackageFact, derive: Derive): NotListed | undefined;
  /** Of all versions with a date, the last one published that falls under a want. Nothing falls under a tag. */
  lastPublished(want: Want, fact: HistoryFact, derive: Derive): string | undefined;
  /** Whether the want takes whatever is newest, as `*` does. */
  isFloating(wanted: Wanted): boolean;
  /**
   * Whether new bytes may be published under the very version that is wanted; absent where no version is so.
   */
  isChanging?(wanted: Wanted): boolean;
  /**
   * The versions to move to from a bad one, the nearest first: live, and no pre-releases unless the want is one. Of the
   * same major version the lowest above what is wanted, else the highest below, and then the lowest of a later one;
   * without one of the same, the lowest above, else the highest below. A release that was published by mistake is left
   * downwards, an abandoned one upwards. Empty where the package has no good release.
   */
  nearestGood(wanted: Wanted, fact: PackageFact, derive: Derive): readonly NearestGood[];
  /** The want as it must be written for another version, with its operator kept; absent where that cannot be told. */
  rewrite(want: Want, version: string): string | undefined;
  /** The range as people write it who want a version or a later one that still fits, as in `^1.2.0`. */
  rangeFrom(version: string): string;
  /** All releases that people may write, the highest first, whatever is said of them. A derivation: see `Derive`. */
  readonly highestFirst: (fact: PackageFact) => readonly ReleaseFact[];
  /** Whether a version is a pre-release, which nobody gets who does not ask for it. */
  isPrerelease(version: string): boolean;
  /**
   * Why the client passes over a release that is there, as the rest of a sentence that begins with its version; absent
   * where nothing is known to speak against it.
   */
  refusal(wanted: Wanted, release: ReleaseFact): string | undefined;
  /** Set where a registry's own word for a version is none that people may write in its place. */
  readonly withoutTags?: true;
  /** The version that the registry puts forward as the newest; absent where it puts none forward. */
  newest(fact: PackageFact, derive: Derive): string | undefined;
}

/** What a client would install. */
export type Selection =
  | ({ readonly is: 'release' } & ReleaseFact)
  /** No release matches the version or range. */
  | { readonly is: 'none' }
  /** Some match, and the client takes none of them: the highest, whose standing or needs say why. */
  | ({ readonly is: 'refused' } & ReleaseFact)
  /** The package has no such tag. */
  | { readonly is: 'no-tag' };

export type NotListed =
  /** It may be there all the same: the question about this one release tells. */
  | ({ readonly is: 'unlisted' } & ReleaseFact)
  /** Which release it is, only the client finds out. */
  | { readonly is: 'untold' };

/** Where to go from a bad version, and in which direction that lies. */
export interface NearestGood {
  readonly version: string;
  readonly direction: 'up' | 'down';
}
