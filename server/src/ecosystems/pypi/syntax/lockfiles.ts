import { comparePep440, parsePep440 } from '../../../model/pep440.ts';
import type { Around } from '../../../model/reader.ts';
import type { Held } from '../../../model/reference.ts';
import { locksKey, type PlacedStatement, type Reach, type Statement } from '../../../model/statement.ts';
import { canonicalName } from '../names.ts';
import { isInSet } from '../specifiers.ts';
import { alternativesOf, type Dialect } from '../wants.ts';

/** Looks up what a lockfile has for a package, of the versions that are wanted of it. */
export type HeldOf = (name: string, want: string, dialect?: Dialect) => Held | undefined;

/**
 * States that a lockfile holds a release of an index.
 *
 * @param lockfile its name without folders
 * @param name in any form
 */
export function releaseHeld(lockfile: string, name: string, version: string, reach: Reach = 'beside'): Statement {
  return { says: 'locks', key: releaseKey(lockfile, canonicalName(name)), reach, to: version };
}

/** States that a lockfile is also of a project below it, which it knows by this name. */
export function projectHeld(lockfile: string, name: string, version: string): Statement {
  return { says: 'locks', key: projectKey(lockfile, canonicalName(name)), reach: 'below', to: version };
}

/**
 * What is held for a file by lockfiles, the first that has the name.
 *
 * @param lockfiles their names without folders
 * @param own the canonical name of the project that the file describes: a lockfile above holds what it requires only
 * where it has the project
 */
export function heldAround({ told, folder }: Around, lockfiles: readonly string[], own?: string): HeldOf {
  return (name, want, dialect) => {
    const alternatives = alternativesOf(want, dialect ?? 'pep440');
    if (alternatives === undefined) return undefined;
    for (const lockfile of lockfiles) {
      const members = own === undefined ? [] : told(projectKey(lockfile, own)).map(({ from }) => from.id);
      const speaks = ({ from }: PlacedStatement) => from.folder === folder || members.includes(from.id);
      const held = told(releaseKey(lockfile, name)).flatMap(said => {
        const version = said.says === 'locks' && speaks(said) ? parsePep440(said.to) : undefined;
        if (version === undefined || said.says !== 'locks') return [];
        if (!alternatives.some(set => isInSet(version, set))) return [];
        return [{ version, held: { version: said.to, by: said.from.file } }];
      });
      const [highest] = held.sort((a, b) => comparePep440(b.version, a.version));
      if (highest !== undefined) return highest.held;
    }
    return undefined;
  };
}

function releaseKey(lockfile: string, name: string): string {
  return locksKey(lockfile, `pypi ${name}`);
}

function projectKey(lockfile: string, name: string): string {
  return locksKey(lockfile, `pypi project ${name}`);
}
