import { comparePep440, type Pep440, parsePep440 } from '../../../model/pep440.ts';
import type { Around } from '../../../model/reader.ts';
import type { Drift, Held } from '../../../model/reference.ts';
import { broughtKey, type PlacedStatement } from '../../../model/statement.ts';
import { isInSet } from '../specifiers.ts';
import { alternativesOf, type Dialect } from '../wants.ts';
import { projectKey, releaseKey, wholeKey } from './lockfiles.ts';

/** Looks up what a lockfile holds of a package of the versions that are wanted, by its canonical name. */
export type HeldOf = (name: string, want: string, dialect?: Dialect) => Held | undefined;

/** Looks up whether a lockfile holds something else of a package than what is wanted of it, or lacks it. */
export type DriftOf = (name: string, want: string, dialect?: Dialect) => Drift | undefined;

/**
 * What is held for a file by lockfiles, the first that has the name.
 *
 * @param lockfiles as in `releasesHeld`
 * @param own the canonical name of the project that the file describes: of the lockfiles above the nearest that has
 *   the project holds what it requires
 */
export function heldAround(around: Around, lockfiles: readonly string[], own?: string): HeldOf {
  const speaking = speakersAround(around, own);
  const read = new Map<string, readonly ReadRelease[]>();
  const releasesIn = (lockfile: string, name: string) => {
    const key = releaseKey(lockfile, name);
    const known = read.get(key);
    if (known !== undefined) return known;
    const said = speaking(lockfile, key);
    const its = said === undefined ? [] : releasesSaid(said, lockfile, name, around.folder);
    read.set(key, its);
    return its;
  };
  return (name, want, dialect) => {
    const releases = lockfiles.map(lockfile => releasesIn(lockfile, name)).find(each => each.length > 0) ?? [];
    const alternatives = alternativesOf(want, dialect ?? 'pep440') ?? [];
    return releases.find(({ read: version }) => alternatives.some(set => isInSet(version, set)))?.held;
  };
}

/**
 * Where a lockfile and a file that it is for have parted. Only what leaves no doubt: the lockfile was read from its
 * beginning to its end, and has nothing of the name, or final releases alone, on which all tools agree what is in a
 * range.
 *
 * @param lockfile as in `releasesHeld`
 * @param own as for {@link heldAround}
 */
export function driftAround(around: Around, lockfile: string, own?: string): DriftOf {
  const speaking = speakersAround(around, own);
  const whole = speaking(lockfile, wholeKey(lockfile));
  if (whole?.says !== 'gives') return () => undefined;
  // One that was left behind when the project became a part of a workspace above is nobody's any more.
  const claims = own === undefined ? [] : around.told(projectKey(lockfile, own));
  if (claims.some(({ from }) => from.id !== whole.from.id)) return () => undefined;
  const by = whole.from.file;
  const others = new Set<string>(JSON.parse(whole.value));
  return (name, want, dialect) => {
    const alternatives = alternativesOf(want, dialect ?? 'pep440');
    if (alternatives === undefined || others.has(name)) return undefined;
    const said = speaking(lockfile, releaseKey(lockfile, name));
    if (said === undefined) return { by };
    if (said.says !== 'gives' || said.from.id !== whole.from.id) return undefined;
    const versions = versionsSaid(said.value);
    const read = versions.flatMap(version => parsePep440(version) ?? []);
    if (read.length === 0 || read.length < versions.length || !read.every(isFinal)) return undefined;
    if (read.some(version => alternatives.some(set => isInSet(version, set)))) return undefined;
    const [version] = versions;
    return version === undefined ? undefined : { by, version };
  };
}

/** Finds the statement of the lockfile that is for a file: the one beside it, or the nearest that has its project. */
function speakersAround({ told, folder }: Around, own: string | undefined) {
  const speakers = new Map<string, string | undefined>();
  const speakerOf = (lockfile: string) => {
    if (!speakers.has(lockfile)) {
      speakers.set(lockfile, own === undefined ? undefined : told(projectKey(lockfile, own)).at(-1)?.from.id);
    }
    return speakers.get(lockfile);
  };
  return (lockfile: string, key: string): PlacedStatement | undefined => {
    const said = told(key);
    return (
      said.findLast(({ from }) => from.folder === folder) ??
      said.findLast(({ from }) => from.id === speakerOf(lockfile))
    );
  };
}

interface ReadRelease {
  readonly read: Pep440;
  readonly held: Held;
}

/** The highest first. */
function releasesSaid(
  { from, ...said }: PlacedStatement,
  lockfile: string,
  name: string,
  folder: string | undefined,
): readonly ReadRelease[] {
  if (said.says !== 'gives') return [];
  const brings = bringsKey(lockfile, from.folder, folder, name);
  return versionsSaid(said.value)
    .flatMap((version): ReadRelease[] => {
      const read = parsePep440(version);
      if (read === undefined) return [];
      return [{ read, held: { version, by: from.file, ...(brings === undefined ? {} : { brings }) } }];
    })
    .sort((a, b) => comparePep440(b.read, a.read));
}

/** What was compiled tells nothing of what comes with what. */
function bringsKey(
  lockfile: string,
  its: string | undefined,
  folder: string | undefined,
  name: string,
): string | undefined {
  const [file = ''] = lockfile.split(' ');
  if (!file.endsWith('.lock')) return undefined;
  const importer = its === undefined || folder?.startsWith(its) !== true ? '' : folder.slice(its.length);
  return broughtKey(file, importer.replaceAll('\\', '/').replace(/^\//, ''), name);
}

/** Made by this room alone. */
function versionsSaid(value: string): readonly string[] {
  return JSON.parse(value);
}

function isFinal({ pre, post, dev, local }: Pep440): boolean {
  return pre === undefined && post === undefined && dev === undefined && local === undefined;
}
