import type { Reading } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import type { PythonClient } from '../clients.ts';
import { type Importer, lockGraphOf } from './lock-graph.ts';
import { type LockedPackage, lockedRelease, lockReference } from './locked-package.ts';
import { heldByNone, type LockedRelease, releasesHeld, wholeStated } from './lockfiles.ts';

/** A lockfile, as far as it was read. */
export interface ReadLockfile {
  /** Its name without folders. */
  readonly name: string;
  /** Who installs by it. */
  readonly client: PythonClient;
  readonly packages: readonly LockedPackage[];
  /** As `lockGraphOf` takes them. */
  readonly importers: readonly Importer[] | undefined;
  /** Set where it was read from its beginning to its end. */
  readonly isWhole: boolean;
  /** Set for a text in a merge conflict. */
  readonly isFought: boolean;
  readonly reach: 'below' | 'beside';
  /** See `releasesHeld`. */
  readonly speaksFor?: 'all' | 'itself';
}

/** What a lockfile comes to: its entries, who brings them in, and what manifests are told. */
export function lockReading(lockfile: ReadLockfile): Reading & { readonly statements: readonly Statement[] } {
  return { ...lockEntries(lockfile), statements: lockStatements(lockfile) };
}

/** Its entries, and who brings them in. */
export function lockEntries({ client, packages, importers, isFought }: ReadLockfile): Reading {
  const tells = importers !== undefined || packages.some(({ needs }) => needs.length > 0);
  return {
    references: packages.map(each => lockReference(each, client)),
    ignores: [],
    ...(tells && !isFought ? { graph: lockGraphOf(packages, importers) } : {}),
  };
}

/** What manifests are told of it. */
export function lockStatements(lockfile: ReadLockfile): readonly Statement[] {
  const { name, packages, isWhole, isFought, reach, speaksFor } = lockfile;
  const releases: LockedRelease[] = [];
  const others: string[] = [];
  for (const each of packages) {
    const release = lockedRelease(each);
    if (release !== undefined) releases.push(release);
    if (release?.version === undefined) others.push(each.name);
  }
  return [
    ...releasesHeld(name, isFought ? heldByNone(releases) : releases, reach, speaksFor),
    ...(isWhole && !isFought ? [wholeStated(name, others, reach)] : []),
  ];
}
