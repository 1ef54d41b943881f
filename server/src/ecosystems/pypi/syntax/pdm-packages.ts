import type { ReleaseHash } from '../../../model/hashes.ts';
import { mapInSteps } from '../../../syntax/at-once.ts';
import { canonicalName } from '../names.ts';
import { readLockToml } from './lock-toml.ts';
import { type LockItem, type LockValue, tableOf, textOf } from './lock-toml-values.ts';
import { indexOfFiles, type LockedNeed, type LockedPackage, type ReadPackages } from './locked-package.ts';
import { hashesOfFiles, recordedFiles, urlsOfFiles } from './poetry-packages.ts';
import { parseRequirement } from './requirement.ts';

/**
 * The packages of a lockfile of PDM's (pdm/src/pdm/formats, models/candidates.py): without an index, but where the
 * addresses of files are written down (pdm-project.org, "static_urls"). An old one has the files in a table of their
 * own, by name and version.
 */
export function* pdmPackages(text: string): Generator<void, ReadPackages> {
  const { items, ...read } = yield* readLockToml(text, 'package', packageOf);
  const packages = items.filter(each => each !== undefined);
  const apart = tableOf(tableOf(read.root, 'metadata'), 'files');
  const byRelease = new Map<string, ReadFiles>();
  for (const [key, files] of Object.entries(apart ?? {})) {
    const [name = '', version = ''] = key.split(' ');
    if (files !== undefined) byRelease.set(`${canonicalName(name.replace(/\[.*/, ''))} ${version}`, readFiles(files));
  }
  if (byRelease.size === 0) return { ...read, packages };
  const withFiles = (each: LockedPackage): LockedPackage => {
    if (each.hashes !== undefined) return each;
    const { hashes, place } = byRelease.get(`${canonicalName(each.name)} ${each.version ?? ''}`) ?? {};
    return { ...each, hashes, ...(each.opaque === undefined ? place : {}) };
  };
  return { ...read, packages: yield* mapInSteps(packages, withFiles) };
}

function packageOf({ span, value }: LockItem): LockedPackage | undefined {
  const name = textOf(value, 'name');
  if (name === undefined) return undefined;
  const opaque = ADDRESSES.find(([key]) => value[key] !== undefined)?.[1];
  return {
    ...{ span, name, version: textOf(value, 'version'), opaque },
    hashes: recordedFiles(value.files),
    ...(opaque === undefined ? indexOfFiles(urlsOfFiles(value.files)) : {}),
    needs: needsOfPdm(value.dependencies),
  };
}

interface ReadFiles {
  readonly hashes: readonly ReleaseHash[] | undefined;
  readonly place: Pick<LockedPackage, 'index' | 'url'>;
}

/** Those of a table of their own are read once, however many entries have them. */
function readFiles(files: LockValue): ReadFiles {
  return { hashes: hashesOfFiles(files), place: indexOfFiles(urlsOfFiles(files)) };
}

const ADDRESSES = [
  ['git', 'git'],
  ['hg', 'git'],
  ['svn', 'git'],
  ['bzr', 'git'],
  ['url', 'url'],
  ['path', 'path'],
] as const;

/** Requirements as texts, which PDM also writes into a lockfile of the standard's, as its own tool's. */
export function needsOfPdm(dependencies: LockValue | undefined): readonly LockedNeed[] {
  if (!Array.isArray(dependencies)) return [];
  return dependencies.flatMap((written): LockedNeed[] => {
    const name = typeof written === 'string' ? parseRequirement(written)?.name : undefined;
    return name === undefined ? [] : [{ name }];
  });
}
