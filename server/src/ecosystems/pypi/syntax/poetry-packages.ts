import type { ReleaseHash } from '../../../model/hashes.ts';
import { parsePep440 } from '../../../model/pep440.ts';
import { canonicalName } from '../names.ts';
import { isInSet } from '../specifiers.ts';
import { alternativesOf } from '../wants.ts';
import { asTable, type LockTable, type LockToml, type LockValue, tableOf, textOf } from './lock-toml-values.ts';
import {
  EVERYBODYS,
  fileNameOf,
  indexOfFiles,
  type LockedNeed,
  type LockedPackage,
  lockedHash,
} from './locked-package.ts';
import { UNKNOWN_INDEX } from './lockfiles.ts';

/**
 * The packages of a lockfile of Poetry's (poetry/src/poetry/packages/locker.py): the hashes of their files stand with
 * them, or in a table of their own, which an old one calls `hashes` and has without names of files.
 */
export function poetryPackages({ root, items }: LockToml): readonly LockedPackage[] {
  const metadata = tableOf(root, 'metadata');
  const files = byCanonicalName(tableOf(metadata, 'files'));
  const hashes = byCanonicalName(tableOf(metadata, 'hashes'));
  return items.flatMap(({ span, value }): LockedPackage[] => {
    const name = textOf(value, 'name');
    if (name === undefined) return [];
    const canonical = canonicalName(name);
    const its = value.files ?? files.get(canonical);
    return [
      {
        ...{ span, name, version: textOf(value, 'version') },
        hashes: its === undefined ? bareHashes(hashes.get(canonical)) : hashesOfFiles(its),
        ...placeOf(value),
        needs: needsOf(tableOf(value, 'dependencies')),
      },
    ];
  });
}

/** `{file = "…", hash = "sha256:…"}`, as PDM has them too. */
export function hashesOfFiles(files: LockValue): readonly ReleaseHash[] | undefined {
  if (!Array.isArray(files)) return undefined;
  const hashes: ReleaseHash[] = [];
  for (const file of files) {
    const its = asTable(file);
    const hash = lockedHash(textOf(its, 'hash'), nameOfFile(its));
    if (hash !== undefined) hashes.push(hash);
  }
  return hashes;
}

/** The addresses of files, where any are told. */
export function urlsOfFiles(files: LockValue | undefined): readonly string[] {
  const urls: string[] = [];
  for (const file of Array.isArray(files) ? files : []) {
    const url = asTable(file)?.url;
    if (typeof url === 'string') urls.push(url);
  }
  return urls;
}

function nameOfFile(file: LockTable | undefined): string | undefined {
  const url = textOf(file, 'url');
  return textOf(file, 'file') ?? (url === undefined ? undefined : fileNameOf(url));
}

/** SHA-256 in hexadecimal digits alone. */
function bareHashes(hashes: LockValue | undefined): readonly ReleaseHash[] | undefined {
  if (!Array.isArray(hashes)) return undefined;
  return hashes.flatMap(hash => (typeof hash === 'string' ? (lockedHash(`sha256:${hash}`, undefined) ?? []) : []));
}

function byCanonicalName(table: LockTable | undefined): ReadonlyMap<string, LockValue> {
  return new Map(
    Object.entries(table ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [[canonicalName(name), value] as const],
    ),
  );
}

/** Without a source it is PyPI's. Poetry calls an index of its own a legacy one. */
function placeOf(value: LockTable): Partial<LockedPackage> {
  if (value.source === undefined) {
    const urls = urlsOfFiles(value.files);
    return { index: EVERYBODYS, ...indexOfFiles(urls) };
  }
  const source = tableOf(value, 'source');
  switch (textOf(source, 'type')) {
    // It is being written, or no source at all.
    case undefined:
      return { index: UNKNOWN_INDEX, version: undefined };
    case 'legacy':
      return { index: textOf(source, 'url') ?? UNKNOWN_INDEX };
    case 'git':
      return { opaque: 'git' };
    case 'url':
      return { opaque: 'url' };
    case 'file':
    case 'directory':
      return { opaque: 'path' };
    default:
      return { opaque: 'managed' };
  }
}

function needsOf(dependencies: LockTable | undefined): readonly LockedNeed[] {
  if (dependencies === undefined) return NO_NEEDS;
  const needs: LockedNeed[] = [];
  for (const name of Object.keys(dependencies)) {
    const wanted = dependencies[name];
    for (const one of Array.isArray(wanted) ? wanted : [wanted]) {
      const table = asTable(one);
      const constraint = typeof one === 'string' ? one : textOf(table, 'version');
      const allows = constraint === undefined ? undefined : (version: string) => isAllowed(version, constraint);
      needs.push({ name, version: undefined, allows, isOptional: table?.optional === true });
    }
  }
  return needs;
}

const NO_NEEDS: readonly LockedNeed[] = [];

function isAllowed(version: string, constraint: string): boolean {
  const read = parsePep440(version);
  const alternatives = alternativesOf(constraint, 'poetry');
  return read === undefined || alternatives === undefined || alternatives.some(set => isInSet(read, set));
}
