/**
 * What a project's own tool takes of releases that were published lately: the setting, where it stands, and what comes
 * of it. Never a tool's default, as that depends on a version that is not known.
 */
export interface AgeLimit {
  /** Who obeys it, as people call it. */
  readonly tool: string;
  /** The setting, as it is written. */
  readonly setting: string;
  /** Its file's path as people know it. */
  readonly by: string;
  readonly least: LeastAge;
  /** Whether the tool stops where nothing that is wanted is old enough; else it takes what there is. */
  readonly stops: boolean;
  /** What it does with what its lockfile holds; absent where that is not known. */
  readonly locked?: LockedOutcome;
  /** Set where it takes nothing whose date is not known. */
  readonly wantsDate?: true;
  /** Versions that are let through, as they are written. */
  readonly except?: readonly string[];
}

/** `does` is the rest of a sentence that begins with the tool. */
export interface LockedOutcome {
  readonly stops: boolean;
  readonly does: string;
}

/** How old a release must be, in milliseconds; or before when it must have been published, since the epoch. */
export type LeastAge =
  | { readonly is: 'age'; readonly milliseconds: number }
  | { readonly is: 'before'; readonly moment: number };

/** When a release is old enough that was published at a moment; `Infinity`: never. */
export function oldEnoughAt(least: LeastAge, published: number): number {
  if (least.is === 'age') return published + least.milliseconds;
  return published <= least.moment ? published : Number.POSITIVE_INFINITY;
}
