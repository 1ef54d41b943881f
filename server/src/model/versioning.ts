import type { HistoryFact, PackageFact, ReleaseFact } from './answer.ts';
import type { Derive } from './derive.ts';
import type { Want } from './reference.ts';

/**
 * How one ecosystem reads ranges, compares versions and chooses among releases. Pure. What orders all releases of a
 * package is derived, since thousands of references may want the same package.
 */
export interface Versioning {
  /** The release that the ecosystem's own client would install for this want, or why there is none. */
  select(want: Want, fact: PackageFact, derive: Derive): Selection;
  /** Of all versions with a date, the last one published that falls under a want. Nothing falls under a tag. */
  lastPublished(want: Want, fact: HistoryFact, derive: Derive): string | undefined;
  /** Whether the want takes whatever is newest, as `*` does. */
  isFloating(want: Want): boolean;
  /**
   * The versions to move to from a bad one, the nearest first: live, and no pre-releases unless the want is one. Of the
   * same major version the lowest above what is wanted, else the highest below, and then the lowest of a later one;
   * without one of the same, the lowest above, else the highest below. A release that was published by mistake is left
   * downwards, an abandoned one upwards. Empty where the package has no good release.
   */
  nearestGood(want: Want, fact: PackageFact, derive: Derive): readonly NearestGood[];
  /** The want as it must be written for another version, with its operator kept; absent where that cannot be told. */
  rewrite(want: Want, version: string): string | undefined;
  /** The range as people write it who want a version or a later one that still fits, as in `^1.2.0`. */
  rangeFrom(version: string): string;
  /** The version that the registry puts forward as the newest; absent where it puts none forward. */
  newest(fact: PackageFact, derive: Derive): string | undefined;
}

/** What a client would install. */
export type Selection =
  | ({ readonly is: 'release' } & ReleaseFact)
  /** No release matches the version or range. */
  | { readonly is: 'none' }
  /** The package has no such tag. */
  | { readonly is: 'no-tag' };

/** Where to go from a bad version, and in which direction that lies. */
export interface NearestGood {
  readonly version: string;
  readonly direction: 'up' | 'down';
}
