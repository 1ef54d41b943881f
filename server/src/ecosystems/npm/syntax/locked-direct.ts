import semver from 'semver';
import type { Around } from '../../../model/reader.ts';
import type { Drift, Held, ReleaseSubject, Subject } from '../../../model/reference.ts';
import { broughtKey, type Statement } from '../../../model/statement.ts';
import type { NpmClient } from '../clients.ts';

/** What a lockfile holds for one manifest: by what the manifest calls a dependency, the version. */
export type DirectVersions = ReadonlyMap<string, string>;

/**
 * What a lockfile says to one manifest that it is for.
 *
 * @param client who writes such lockfiles
 * @param importer as in `LockRoot`
 * @param holdsAll whether what is not in it is not locked, so that its absence says something
 */
export function lockedStatement(
  client: NpmClient,
  importer: string,
  versions: DirectVersions,
  holdsAll: boolean,
): Statement {
  const value = JSON.stringify({ client, holdsAll, versions: [...versions] } satisfies Told);
  return { says: 'gives', key: lockedKey(importer), reach: 'below', value };
}

interface Told {
  readonly client: NpmClient;
  readonly holdsAll: boolean;
  readonly versions: readonly (readonly [string, string])[];
}

/** What the lockfile around a manifest holds for what it wants under a name. */
export type LockedFor = (name: string, subject: Subject) => Subject;

/**
 * Looks up what the lockfile of a manifest's project holds: that of the client who installs, from the manifest's own
 * folder upward, the nearest that has the manifest among those that it is for.
 */
export function lockedFor({ told, folder }: Pick<Around, 'told' | 'folder'>, client: NpmClient): LockedFor {
  if (folder === undefined) return (_name, subject) => subject;
  const found = nearestLockfile({ told, folder }, client);
  if (found === undefined) return (_name, subject) => subject;
  const versions = new Map(found.versions);
  return (name, subject) => {
    if (subject.kind !== 'release') return subject;
    const version = versions.get(name);
    if (version === undefined) return found.holdsAll ? { ...subject, drift: { by: found.by } } : subject;
    if (allows(subject, version)) return { ...subject, held: heldOf(version, name, found) };
    const drift: Drift = { by: found.by, version };
    return { ...subject, drift };
  };
}

interface FoundLockfile extends Told {
  readonly by: string;
  readonly importer: string;
}

function nearestLockfile(
  { told, folder }: { readonly told: Around['told']; readonly folder: string },
  client: NpmClient,
): FoundLockfile | undefined {
  const steps = folder.split(/[/\\]/);
  for (let count = 0; count < Math.min(steps.length, DEEPEST); count += 1) {
    const importer = count === 0 ? '' : steps.slice(-count).join('/');
    for (const { from, ...said } of told(lockedKey(importer))) {
      // What lies above may have a member of that name in another place.
      if (said.says !== 'gives' || !isFolderAbove(from.folder, folder, importer)) continue;
      // Made by this file alone.
      const its: Told = JSON.parse(said.value);
      if (isOf(its.client, client)) return { ...its, by: from.file, importer };
    }
  }
  return undefined;
}

function isFolderAbove(above: string | undefined, folder: string, importer: string): boolean {
  if (above === undefined) return false;
  const rest = importer === '' ? folder : folder.slice(0, -importer.length - 1);
  return above === rest || above.replace(/[/\\]$/, '') === rest;
}

/** Yarn's two ways to write a lockfile are told by its text, and who installs by other files. */
function isOf(written: NpmClient, client: NpmClient): boolean {
  const family = (one: NpmClient) => one.replace(/1$|-lowest$/, '');
  return family(written) === family(client);
}

function heldOf(version: string, name: string, { by, importer }: FoundLockfile): Held {
  return { version, by, brings: broughtKey(by.slice(by.lastIndexOf('/') + 1), importer, name) };
}

function allows({ want }: ReleaseSubject, version: string): boolean {
  switch (want.is) {
    case 'tag':
      return true;
    case 'exact':
      return want.version === version || semver.eq(want.version, version, true);
    case 'range':
      return semver.satisfies(version, want.text.trim() || '*', { loose: true, includePrerelease: true });
  }
}

function lockedKey(importer: string): string {
  return `locked npm ${importer}`;
}

// Folders below each other, from the root of a workspace to a manifest.
const DEEPEST = 16;
