/**
 * How it is vouched for where a release comes from, as its registry claims, the best first (the scale of
 * `trustPolicy`): a maintainer approved what was staged; a trusted publisher built it, with provenance; it has
 * provenance; nothing.
 */
export const EVIDENCES = ['staged', 'trusted-publisher', 'provenance', 'none'] as const;

export type Evidence = (typeof EVIDENCES)[number];

/** A final release, and how it is vouched for. */
export interface EvidencedRelease {
  readonly version: string;
  /** In milliseconds since the epoch. */
  readonly published: number;
  readonly evidence: Evidence;
  /** The same for all of one major version. */
  readonly line: string;
}

/** Less than, equal to or more than zero as the first vouches for more, the same or less. */
export function compareEvidence(a: Evidence, b: Evidence): number {
  return EVIDENCES.indexOf(a) - EVIDENCES.indexOf(b);
}

/** Whether a value is one of the words. */
export function isEvidence(value: unknown): value is Evidence {
  return EVIDENCES.some(word => word === value);
}
