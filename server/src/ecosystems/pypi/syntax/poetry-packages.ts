import type { ReleaseHash } from '../../../model/hashes.ts';
import { parsePep440 } from '../../../model/pep440.ts';
import { mapInSteps } from '../../../syntax/at-once.ts';
import { canonicalName } from '../names.ts';
import { isInSet } from '../specifiers.ts';
import { alternativesOf } from '../wants.ts';
import { readLockToml } from './lock-toml.ts';
import {
  asTable,
  type LockItem,
  type LockTable,
  type LockValue,
  listOf,
  tableOf,
  textOf,
  WrittenFiles,
} from './lock-toml-values.ts';
import {
  EVERYBODYS,
  fileNameOf,
  indexOfFiles,
  type LockedNeed,
  type LockedPackage,
  lockedHash,
  type ReadPackages,
} from './locked-package.ts';
import { UNKNOWN_INDEX } from './lockfiles.ts';

/**
 * The packages of a lockfile of Poetry's (poetry/src/poetry/packages/locker.py): the hashes of their files stand with
 * them, or in a table of their own, which an old one calls `hashes` and has without names of files.
 */
export function* poetryPackages(text: string): Generator<void, ReadPackages> {
  const allowedBy = constraintsMet();
  const { items, ...read } = yield* readLockToml(text, 'package', item => packageOf(item, allowedBy));
  const packages = items.filter(each => each !== undefined);
  const metadata = tableOf(read.root, 'metadata');
  const apart = new Map([
    ...hashesByName(tableOf(metadata, 'hashes'), bareHashes),
    ...hashesByName(tableOf(metadata, 'files'), hashesOfFiles),
  ]);
  if (apart.size === 0) return { ...read, packages };
  const hashesOf = ({ hashes, name }: LockedPackage) => hashes ?? apart.get(canonicalName(name));
  return { ...read, packages: yield* mapInSteps(packages, each => ({ ...each, hashes: hashesOf(each) })) };
}

function packageOf({ span, value }: LockItem, allowedBy: AllowedBy): LockedPackage | undefined {
  const name = textOf(value, 'name');
  if (name === undefined) return undefined;
  const version = textOf(value, 'version');
  const needs = needsOf(tableOf(value, 'dependencies'), allowedBy);
  const hashes = recordedFiles(value.files);
  const place = placeOf(value);
  if (place === OF_EVERYBODYS) return { span, name, version, hashes, index: EVERYBODYS, needs };
  return { span, name, version, hashes, ...place, needs };
}

/** `{file = "…", hash = "sha256:…"}`, as PDM has them too. */
export function hashesOfFiles(files: LockValue | undefined): readonly ReleaseHash[] | undefined {
  return listOf(files)?.flatMap(file => {
    const its = asTable(file);
    return lockedHash(textOf(its, 'hash'), nameOfFile(its)) ?? [];
  });
}

/** The same of the files of a package, which are read when somebody looks where they are written in the usual way. */
export function recordedFiles(files: LockValue | undefined): LockedPackage['hashes'] {
  return files instanceof WrittenFiles ? files : hashesOfFiles(files);
}

/** The addresses of files, where any are told. */
export function urlsOfFiles(files: LockValue | undefined): readonly string[] {
  const urls: string[] = [];
  // What is written in the usual way has none.
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
function bareHashes(hashes: LockValue): readonly ReleaseHash[] | undefined {
  return listOf(hashes)?.flatMap(hash =>
    typeof hash === 'string' ? (lockedHash(`sha256:${hash}`, undefined) ?? []) : [],
  );
}

/** Of each name once, however many entries have it. */
function hashesByName(
  table: LockTable | undefined,
  read: (value: LockValue) => readonly ReleaseHash[] | undefined,
): ReadonlyMap<string, readonly ReleaseHash[] | undefined> {
  return new Map(
    Object.entries(table ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [[canonicalName(name), read(value)] as const],
    ),
  );
}

/** Without a source it is PyPI's. Poetry calls an index of its own a legacy one. */
function placeOf(value: LockTable): Partial<LockedPackage> {
  if (value.source === undefined) {
    const urls = urlsOfFiles(value.files);
    return urls.length === 0 ? OF_EVERYBODYS : indexOfFiles(urls);
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

const OF_EVERYBODYS: Partial<LockedPackage> = { index: EVERYBODYS };

/** What a text allows. */
type AllowedBy = (constraint: string) => (version: string) => boolean;

/** Reads each text once: of what is locked in many versions, each that wants it has a look at all of them. */
function constraintsMet(): AllowedBy {
  const versionOf = readOnce(parsePep440);
  const alternativesIn = readOnce((constraint: string) => alternativesOf(constraint, 'poetry'));
  return readOnce((constraint: string) => (version: string) => {
    const read = versionOf(version);
    const alternatives = alternativesIn(constraint);
    return read === undefined || alternatives === undefined || alternatives.some(set => isInSet(read, set));
  });
}

function readOnce<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly its: T }>();
  return text => {
    const before = known.get(text);
    if (before !== undefined) return before.its;
    const its = read(text);
    known.set(text, { its });
    return its;
  };
}

function needsOf(dependencies: LockTable | undefined, allowedBy: AllowedBy): readonly LockedNeed[] {
  if (dependencies === undefined) return NO_NEEDS;
  const needs: LockedNeed[] = [];
  for (const name of Object.keys(dependencies)) {
    const wanted = dependencies[name];
    for (const one of Array.isArray(wanted) ? wanted : [wanted]) {
      const table = asTable(one);
      const constraint = typeof one === 'string' ? one : textOf(table, 'version');
      const allows = constraint === undefined ? undefined : allowedBy(constraint);
      needs.push({ name, version: undefined, allows, isOptional: table?.optional === true });
    }
  }
  // What grew has room for more, and is there until all is read.
  return needs.slice();
}

const NO_NEEDS: readonly LockedNeed[] = [];
