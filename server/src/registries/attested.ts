import type { CheckBundle, Subject } from '../attestations/verification.ts';
import type { ReleaseHash } from '../model/hashes.ts';
import type { Attested } from '../model/provenance.ts';

/** Loads what checks bundles. */
export type LoadCheck = () => Promise<CheckBundle>;

/** Loads it at the first bundle, and once: few people ever look at one. */
export function createLoadCheck(): LoadCheck {
  let loaded: Promise<CheckBundle> | undefined;
  return () => {
    loaded ??= import('../attestations/verification.ts').then(({ createCheck }) => createCheck());
    return loaded;
  };
}

/** What a statement must be to count, in the ecosystem's own form. */
export interface Expected {
  /** Types of predicates that tell of a build. */
  readonly types: readonly string[];
  /** The bytes that a subject stands for, if it is of the release that is asked about; else `undefined`. */
  hashesOf(subject: Subject): readonly ReleaseHash[] | undefined;
}

/** More than a release has; each costs some milliseconds. */
export const MOST_BUNDLES = 4;

/** An attestation document is some kilobytes; this many bytes are read at most. */
export const LARGEST_ATTESTATIONS = 1024 * 1024;

/** Checks one bundle, and what its statement speaks of. */
export function attestedBy(bundle: unknown, check: CheckBundle, { types, hashesOf }: Expected): Attested {
  const checked = check(bundle);
  if (checked.is === 'unproven') return checked;
  const { statement, build } = checked;
  const of = statement.subjects.flatMap(subject => hashesOf(subject) ?? []);
  // What is signed counts, whatever the document around it says that it is.
  if (!types.includes(statement.predicateType) || of.length === 0) return { is: 'unproven', why: 'another' };
  return { is: 'verified', build, of };
}
