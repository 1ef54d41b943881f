import type { Reading } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { mapInSteps } from '../../../syntax/at-once.ts';
import type { PythonClient } from '../clients.ts';
import { type Importer, lockGraphOf } from './lock-graph.ts';
import { type LockedPackage, lockedRelease, lockReferences } from './locked-package.ts';
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
export function* lockReading(
  lockfile: ReadLockfile,
): Generator<void, Reading & { readonly statements: readonly Statement[] }> {
  const entries = yield* lockEntries(lockfile);
  return { ...entries, statements: yield* lockStatements(lockfile) };
}

/** Its entries, and who brings them in. */
export function* lockEntries({ client, packages, importers, isFought }: ReadLockfile): Generator<void, Reading> {
  const tells = importers !== undefined || packages.some(({ needs }) => needs.length > 0);
  return {
    references: yield* mapInSteps(packages, lockReferences(client)),
    ignores: [],
    ...(tells && !isFought ? { graph: yield* lockGraphOf(packages, importers) } : {}),
  };
}

/** What manifests are told of it. */
export function* lockStatements(lockfile: ReadLockfile): Generator<void, readonly Statement[]> {
  const { name, packages, isWhole, isFought, reach, speaksFor } = lockfile;
  const releases: LockedRelease[] = [];
  const others: string[] = [];
  for (const [i, each] of packages.entries()) {
    if (i % A_STEP === 0) yield;
    const release = lockedRelease(each);
    if (release !== undefined) releases.push(release);
    if (release?.version === undefined) others.push(each.name);
  }
  const held = yield* releasesHeld(name, isFought ? heldByNone(releases) : releases, reach, speaksFor);
  return [...held, ...(isWhole && !isFought ? [wholeStated(name, others, reach)] : [])];
}

/** So many entries are some milliseconds' work. */
const A_STEP = 500;
