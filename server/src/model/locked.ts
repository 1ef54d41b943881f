import { parseDigest } from './names.ts';
import type { Reference } from './reference.ts';

/** A reference as its lockfile has it: an image that is locked counts as pinned to what is locked. */
export function asLocked(reference: Reference): Reference {
  const { subject, lockedTo } = reference;
  if (subject.kind !== 'image' || lockedTo === undefined) return reference;
  const digest = parseDigest(lockedTo);
  return digest === undefined ? reference : { ...reference, subject: { ...subject, digest } };
}
