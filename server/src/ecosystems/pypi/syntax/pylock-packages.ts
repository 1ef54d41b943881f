import type { ReleaseHash } from '../../../model/hashes.ts';
import type { PythonClient } from '../clients.ts';
import { readLockToml } from './lock-toml.ts';
import { type LockItem, type LockTable, tableOf, tablesOf, textOf } from './lock-toml-values.ts';
import {
  fileNameOf,
  indexOfFiles,
  type LockedNeed,
  type LockedPackage,
  lockedHash,
  type ReadPackages,
} from './locked-package.ts';
import { UNKNOWN_INDEX } from './lockfiles.ts';
import { needsOfPdm } from './pdm-packages.ts';

/** What a lockfile of the standard's lists. */
export interface PylockPackages extends ReadPackages {
  /** Who wrote it, and asks for it again. */
  readonly client: PythonClient;
}

/**
 * Reads the standard's lockfile (PEP 751). `undefined` for another major version of it, which may mean anything: "a
 * tool MUST error out if the major version is not supported".
 */
export function* pylockPackages(text: string): Generator<void, PylockPackages | undefined> {
  const { items, ...read } = yield* readLockToml(text, 'packages', packageOf);
  const version = textOf(read.root, 'lock-version');
  if (version !== undefined && !/^1(?:\.\d+)?$/.test(version)) return undefined;
  const client = clientOf(textOf(read.root, 'created-by'));
  return { ...read, client, packages: items.filter(each => each !== undefined) };
}

function packageOf({ span, value }: LockItem): LockedPackage | undefined {
  const name = textOf(value, 'name');
  if (name === undefined) return undefined;
  const opaque = ADDRESSES.find(([key]) => value[key] !== undefined)?.[1];
  const sdist = tableOf(value, 'sdist');
  const files = [...(sdist === undefined ? [] : [sdist]), ...tablesOf(value, 'wheels')];
  return {
    ...{ span, name, version: textOf(value, 'version'), opaque },
    hashes: files.length === 0 ? undefined : files.flatMap(hashesOf),
    ...(opaque === undefined ? placeOf(value, files) : {}),
    needs: [
      ...needsOfPdm(tableOf(tableOf(value, 'tool'), 'pdm')?.dependencies),
      ...tablesOf(value, 'dependencies').flatMap((need): LockedNeed[] => {
        const [its, exact] = [textOf(need, 'name'), textOf(need, 'version')];
        return its === undefined ? [] : [{ name: its, ...(exact === undefined ? {} : { version: exact }) }];
      }),
    ],
  };
}

const ADDRESSES = [
  ['vcs', 'git'],
  ['directory', 'path'],
  ['archive', 'url'],
] as const;

function placeOf(value: LockTable, files: readonly LockTable[]): Partial<LockedPackage> {
  const index = textOf(value, 'index');
  if (index !== undefined) return { index };
  const urls = files.flatMap(file => textOf(file, 'url') ?? []);
  return urls.length === 0 ? { index: UNKNOWN_INDEX } : indexOfFiles(urls);
}

function hashesOf(file: LockTable): readonly ReleaseHash[] {
  const address = textOf(file, 'url') ?? textOf(file, 'path');
  const name = textOf(file, 'name') ?? (address === undefined ? undefined : fileNameOf(address));
  const hashes = tableOf(file, 'hashes');
  return Object.keys(hashes ?? {}).flatMap(algorithm => {
    const digest = textOf(hashes, algorithm);
    return digest === undefined ? [] : (lockedHash(`${algorithm}:${digest}`, name) ?? []);
  });
}

function clientOf(createdBy: string | undefined): PythonClient {
  const [tool = ''] = (createdBy ?? '').split(/[\s-]/);
  switch (tool) {
    case 'uv':
    case 'pdm':
    case 'poetry':
    case 'pipenv':
      return tool;
    default:
      return 'pip';
  }
}
