import type { Drift, Held, ReleaseSubject } from '../../../model/reference.ts';
import { broughtKey } from '../../../model/statement.ts';
import { type CargoVersion, compareVersions, parseCargoVersion } from '../cargo-version.ts';
import { matches, parseRequirement } from '../requirement.ts';
import { type LockedCrate, MOST_VERSIONS, type ToldByLockfile, toldIndex } from './lock-statements.ts';

/**
 * Looks up what the lockfile of a workspace has for what one of its packages wants; or, for what the workspace
 * declares, those that take it.
 */
export type HeldFor = (subject: ReleaseSubject, takers?: ReadonlySet<string>) => Held | undefined;

/**
 * @param lockfile that of the workspace's root
 * @param own the name of the package that wants; absent where it is a workspace without one
 */
export function heldIn(lockfile: ToldByLockfile | undefined, own: string | undefined): HeldFor {
  if (lockfile === undefined) return () => undefined;
  return ({ name, want, source }, by) => {
    const requirement = parseRequirement(want.text);
    if (requirement === undefined) return undefined;
    const index = source?.startsWith('index=') === true ? toldIndex(source.slice('index='.length)) : undefined;
    const isFrom = (registry: string) => (index === undefined ? registry !== '' : registry === index);
    const ofRegistry = highestFirst(lockfile.crates(name)).filter(({ registry }) =>
      registry === undefined ? false : source === undefined ? registry === '' : isFrom(registry),
    );
    // Which of several registries has the name that the manifest gives one is not said here.
    if (new Set(ofRegistry.map(({ registry }) => registry)).size > 1) return undefined;
    const fitting = ofRegistry.filter(({ read: version }) => matches(requirement, version));
    const isBy = by === undefined || by.size === 0 ? (name: string) => name === own : (name: string) => by.has(name);
    // What the workspace declares for its members is told by whoever takes it, as far as they are known.
    const choices = [fitting.filter(({ takers }) => takers.some(isBy)), fitting.filter(isTaken)];
    const [held] = choices.find(each => each.length > 0) ?? fitting;
    return held === undefined ? undefined : heldOf(name, held, lockfile.file, held.takers.find(isBy));
  };
}

/**
 * Looks up how the lockfile of a workspace differs from what one of its packages wants: it holds no release of the
 * name that does, wherever it is from.
 */
export type DriftFor = (subject: ReleaseSubject) => Drift | undefined;

/** Of the same lockfile and package as {@link heldIn}. What the lockfile does not know as its own is not told of. */
export function driftIn(lockfile: ToldByLockfile | undefined, own: string | undefined): DriftFor {
  if (lockfile === undefined || own === undefined || !lockfile.isOwn(own)) return () => undefined;
  return ({ name, want }) => {
    const requirement = parseRequirement(want.text);
    if (requirement === undefined) return undefined;
    const written = lockfile.crates(name);
    const all = highestFirst(written);
    // What cannot be read, or was not told, may fit.
    if (written.length !== all.length || written.length >= MOST_VERSIONS) return undefined;
    if (all.some(({ read }) => matches(requirement, read))) return undefined;
    const taken = all.find(({ takers }) => takers.includes(own)) ?? all[0];
    return { by: lockfile.file, ...(taken === undefined ? {} : { version: taken.version }) };
  };
}

interface ReadCrate extends LockedCrate {
  readonly read: CargoVersion;
}

/** Those with a version that can be read. */
function highestFirst(crates: readonly LockedCrate[]): readonly ReadCrate[] {
  return crates
    .flatMap(each => {
      const read = parseCargoVersion(each.version);
      return read === undefined ? [] : [{ ...each, read }];
    })
    .sort((a, b) => compareVersions(b.read, a.read));
}

/** @param taker the package in whose name it is looked up what it brings; any will do that takes it */
function heldOf(name: string, { version, by, takers }: LockedCrate, file: string, taker = takers[0]): Held {
  const lockfile = file.slice(file.lastIndexOf('/') + 1);
  return { version, by: file, ...(taker === undefined ? {} : { brings: broughtKey(lockfile, taker, by || name) }) };
}

function isTaken({ takers }: LockedCrate): boolean {
  return takers.length > 0;
}
