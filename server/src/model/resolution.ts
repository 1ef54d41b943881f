/** What the ecosystem's own client would take today for one reference, and what is said of that. */
export interface Resolution {
  /** The version, or an image's digest; absent where nothing would be taken, or where that is not known. */
  readonly chosen?: string;
  readonly standing: ResolvedStanding;
  /** The version that the registry puts forward as the newest; absent for images, and where none is known. */
  readonly latest?: string;
  /** When the registry said so, in milliseconds since the epoch; absent where it did not say. */
  readonly asOf?: number;
}

/** What is said of what is chosen, or of what is wanted where nothing is chosen; what `list --resolve` prints. */
export type ResolvedStanding =
  | 'live'
  | 'yanked'
  | 'deprecated'
  | 'retracted'
  | 'relocated'
  | 'unpublished'
  | 'security-holding'
  | 'quarantined'
  | 'missing-version'
  | 'missing-package'
  | 'unavailable'
  | 'unknown';
