import type { PackageFact, Peek, ReleaseFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import type { Served } from '../../model/ecosystem.ts';
import { packageQuestion } from '../../model/question.ts';
import type { ReleaseSubject, Wanted } from '../../model/reference.ts';
import { withoutBuild } from './cargo-version.ts';

/** The checksum of the archive, by the crate's file of the index, which is asked for anyway. */
export function cargoServed(subject: ReleaseSubject, peek: Peek, derive: Derive): Served | undefined {
  const version = lockedVersion(subject);
  const answer = version === undefined ? undefined : peek(packageQuestion(subject));
  if (version === undefined || answer?.state !== 'known') return undefined;
  const hashes = releaseOf(version, answer.fact, derive)?.hashes;
  return hashes === undefined ? undefined : { hashes };
}

/** The version that a lockfile has: the manifest's, or where this is its own entry. */
export function lockedVersion({ want, held, locked }: Wanted): string | undefined {
  if (held !== undefined) return held.version;
  return locked !== undefined && want.is === 'exact' ? want.version : undefined;
}

/**
 * A release by its version, of whose build cargo takes no notice: an index has no two that differ in that alone
 * (registry-index.md, “Index files”).
 */
export function releaseOf(version: string, fact: PackageFact, derive: Derive): ReleaseFact | undefined {
  const { exact, bare } = derive(fact, releasesByVersion);
  return exact.get(version) ?? bare.get(withoutBuild(version));
}

interface ByVersion {
  readonly exact: ReadonlyMap<string, ReleaseFact>;
  readonly bare: ReadonlyMap<string, ReleaseFact>;
}

/** A derivation: see `Derive`. */
function releasesByVersion({ releases }: PackageFact): ByVersion {
  return {
    exact: new Map(releases.map(release => [release.version, release])),
    bare: new Map(releases.map(release => [withoutBuild(release.version), release])),
  };
}
