import type { ReleaseHash } from '../../../model/hashes.ts';
import { mapInSteps } from '../../../syntax/at-once.ts';
import { canonicalName } from '../names.ts';
import { type LockToml, type LockValue, tableOf, textOf } from './lock-toml-values.ts';
import { indexOfFiles, type LockedNeed, type LockedPackage } from './locked-package.ts';
import { hashesOfFiles, urlsOfFiles } from './poetry-packages.ts';
import { parseRequirement } from './requirement.ts';

/**
 * The packages of a lockfile of PDM's (pdm/src/pdm/formats, models/candidates.py): without an index, but where the
 * addresses of files are written down (pdm-project.org, "static_urls"). An old one has the files in a table of their
 * own, by name and version.
 */
export function* pdmPackages({ root, items }: LockToml): Generator<void, readonly LockedPackage[]> {
  const apart = tableOf(tableOf(root, 'metadata'), 'files');
  const byRelease = new Map<string, ReadFiles>();
  for (const [key, files] of Object.entries(apart ?? {})) {
    const [name = '', version = ''] = key.split(' ');
    if (files !== undefined) byRelease.set(`${canonicalName(name.replace(/\[.*/, ''))} ${version}`, readFiles(files));
  }
  const packages = yield* mapInSteps(items, ({ span, value }): LockedPackage[] => {
    const name = textOf(value, 'name');
    if (name === undefined) return [];
    const version = textOf(value, 'version');
    const opaque = ADDRESSES.find(([key]) => value[key] !== undefined)?.[1];
    const files =
      value.files === undefined ? byRelease.get(`${canonicalName(name)} ${version ?? ''}`) : readFiles(value.files);
    return [
      {
        ...{ span, name, version, opaque },
        hashes: files?.hashes,
        ...(opaque === undefined ? files?.place : {}),
        needs: needsOfPdm(value.dependencies),
      },
    ];
  });
  return packages.flat();
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
