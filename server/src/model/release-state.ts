import type { Relocation, SaidBesides } from './answer.ts';

/**
 * What the registry makes of a wanted release: what the ecosystem's own client would take, and what is said of that.
 * For each state that is worth a word, exactly one rule speaks. Dates are ISO 8601 texts as the registry sent them.
 */
export type ReleaseState =
  /** Not known yet, or not to be had. */
  | { readonly is: 'untold' }
  /** The client would take this release, and nothing is said against it. */
  | { readonly is: 'live'; readonly version: string }
  /**
   * The client would take this release, and its author advises against it. `message` is the author's prose.
   * `othersFit`: the client does so although the want allows others that nothing is said against.
   */
  | { readonly is: 'deprecated'; readonly version: string; readonly message: string; readonly othersFit?: true }
  /** The client would take this release although its author wants nothing new to choose it. */
  | { readonly is: 'yanked'; readonly version: string; readonly reason?: string; readonly disputed?: true }
  /** All that is wanted was yanked, so that the client takes none of it: this is the highest. */
  | { readonly is: 'all-yanked'; readonly version: string; readonly reason?: string; readonly disputed?: true }
  /** The client would take this release, and its author took it back; the reasons may be empty. */
  | { readonly is: 'retracted'; readonly version: string; readonly reasons: readonly string[] }
  /** The client would take this release, and the package as a whole is deprecated by its author. */
  | { readonly is: 'package-deprecated'; readonly version: string; readonly message: string }
  /**
   * The client is led on from this release, or `later` from a later one alone, so that this one still is what it was.
   */
  | { readonly is: 'relocated'; readonly version: string; readonly to: Relocation; readonly later?: true }
  /**
   * All that is wanted is there and cannot be chosen by the client, or by the toolchain that the file names; `why` is
   * the rest of a sentence about the highest that begins with its name.
   */
  | { readonly is: 'unavailable'; readonly version: string; readonly why: string }
  /** The client would take this release, and the package gets no more of them. */
  | { readonly is: 'archived'; readonly version: string; readonly reason?: string }
  /** The registry took the package out of reach. */
  | { readonly is: 'package-quarantined'; readonly reason?: string }
  /**
   * The version, or each that the range covers, was published once and taken back; `lived`: after so many milliseconds
   * at most, where that is known.
   */
  | { readonly is: 'removed'; readonly version: string; readonly lastSeen?: string; readonly lived?: number }
  /** `why` is a sentence about what stands against it, where there is more to say than that nothing matches. */
  | ({ readonly is: 'no-version'; readonly why?: string } & SaidBesides)
  | { readonly is: 'no-tag' }
  | { readonly is: 'package-removed'; readonly on?: string }
  /** The registry keeps an empty placeholder under the name. */
  | { readonly is: 'package-held' }
  /** With what the registry said besides. */
  | ({ readonly is: 'no-package' } & SaidBesides);

/** The version that the client would take, whatever is said of it. */
export function takenVersion(state: ReleaseState): string | undefined {
  switch (state.is) {
    case 'live':
    case 'deprecated':
    case 'yanked':
    case 'retracted':
    case 'package-deprecated':
    case 'archived':
      return state.version;
    case 'untold':
    case 'all-yanked':
    case 'relocated':
    case 'unavailable':
    case 'package-quarantined':
    case 'removed':
    case 'no-version':
    case 'no-tag':
    case 'package-removed':
    case 'package-held':
    case 'no-package':
      return undefined;
  }
}
