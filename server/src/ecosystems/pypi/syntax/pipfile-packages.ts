import type { ReleaseHash } from '../../../model/hashes.ts';
import { isObject } from '../../../model/objects.ts';
import type { OpaqueReason } from '../../../model/reference.ts';
import { mapInSteps } from '../../../syntax/at-once.ts';
import { type LockedPackage, lockedHash } from './locked-package.ts';
import { UNKNOWN_INDEX } from './lockfiles.ts';
import type { PipfileLockEntry, PipfileLockText } from './pipfile-lock-text.ts';

/** One category of a lockfile of Pipenv's. */
export interface PipfileCategory {
  readonly name: string;
  readonly packages: readonly LockedPackage[];
}

/**
 * The packages of `Pipfile.lock` (pipenv.pypa.io, "Pipfile & Pipfile.lock"). What is bound to no source is of the first
 * (pipenv/routines/install.py, `batch_install`). Before 2022.3.23 it was of any (pipenv/core.py, `pip_install`, with
 * all of them as `--extra-index-url`), and nothing in the file tells which Pipenv wrote it: where there are several,
 * the first is asked, as both do, and what that does not have, or has otherwise, says nothing.
 */
export function* pipfilePackages({ meta, categories }: PipfileLockText): Generator<void, readonly PipfileCategory[]> {
  const sources = sourcesIn(meta);
  const [first] = sources.values();
  const isSole = new Set(sources.values()).size < 2;
  const indexOf = (bound: unknown) => (typeof bound === 'string' ? (sources.get(bound) ?? UNKNOWN_INDEX) : first);
  const all: PipfileCategory[] = [];
  for (const { name, entries } of categories) {
    all.push({ name, packages: yield* mapInSteps(entries, entry => packageOf(entry, indexOf, isSole)) });
  }
  return all;
}

function packageOf(
  { span, name, value, isClosed }: PipfileLockEntry,
  indexOf: (bound: unknown) => string | undefined,
  isSole: boolean,
): LockedPackage {
  const opaque = ADDRESSES.find(([field]) => Object.hasOwn(value, field))?.[1];
  const mayBeOthers = !isSole && typeof value.index !== 'string';
  const hashes = Array.isArray(value.hashes) ? hashesIn(value.hashes) : isClosed ? [] : undefined;
  return {
    ...{ span, name, version: PIN.exec(textOf(value.version) ?? '')?.[1] },
    ...(opaque === undefined ? { hashes, index: indexOf(value.index), mayBeOthers } : { opaque }),
    needs: [],
  };
}

function hashesIn(texts: readonly unknown[]): readonly ReleaseHash[] {
  return texts.flatMap(text => lockedHash(textOf(text), undefined) ?? []);
}

/** Where the names of sources lead. */
function sourcesIn(meta: unknown): ReadonlyMap<string, string> {
  const sources = isObject(meta) && Array.isArray(meta.sources) ? meta.sources.filter(isObject) : [];
  return new Map(sources.map(({ name, url }) => [textOf(name) ?? '', textOf(url) ?? UNKNOWN_INDEX]));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const PIN = /^==(?!=)\s*(\S+)$/;
const ADDRESSES: readonly (readonly [key: string, why: OpaqueReason])[] = [
  ['git', 'git'],
  ['hg', 'git'],
  ['svn', 'git'],
  ['bzr', 'git'],
  ['path', 'path'],
  ['file', 'url'],
  ['ref', 'git'],
];
