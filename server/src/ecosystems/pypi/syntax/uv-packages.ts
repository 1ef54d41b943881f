import type { ReleaseHash } from '../../../model/hashes.ts';
import type { OpaqueReason } from '../../../model/reference.ts';
import type { Importer } from './lock-graph.ts';
import { readLockToml } from './lock-toml.ts';
import { asTable, type LockItem, type LockTable, listOf, tableOf, tablesOf, textOf } from './lock-toml-values.ts';
import { fileNameOf, type LockedNeed, type LockedPackage, lockedHash, type ReadPackages } from './locked-package.ts';
import { isEverybodys, UNKNOWN_INDEX } from './lockfiles.ts';

/** What a lockfile of uv's lists. */
export interface UvPackages extends ReadPackages {
  /** The names of projects of the workspace: what has a folder for its source is one itself. */
  readonly projects: readonly string[];
  readonly importers: readonly Importer[];
}

/**
 * Reads uv's lockfile (uv, crates/uv-resolver/src/lock/mod.rs). Each project of a workspace, and each folder that is
 * wanted, binds what it wants to indexes that it names itself, as a script does.
 */
export function* uvPackages(text: string, of: 'project' | 'script'): Generator<void, UvPackages> {
  const { items, ...read } = yield* readLockToml(text, 'package', packageOf);
  const packages = items.filter(each => each !== undefined);
  yield;
  let mayBeNamed = of === 'script';
  const projects: string[] = [];
  const importers = manifestImporters(tableOf(read.root, 'manifest'));
  for (const { name, project, needs } of packages) {
    if (project === undefined) continue;
    const { folder } = project;
    projects.push(name);
    if (folder !== '.') mayBeNamed = true;
    if (folder !== undefined) importers.push({ importer: folderName(folder), wants: needs });
  }
  const isUnsure = ({ index }: LockedPackage) => mayBeNamed && index !== undefined && !isEverybodys(index);
  yield;
  return {
    ...{ ...read, projects, importers },
    packages: packages.map(each => (isUnsure(each) ? { ...each, mayBeNamed } : each)),
  };
}

interface UvPackage extends LockedPackage {
  /** Set of a project: with its folder, but where it is only wanted as one. */
  readonly project?: { readonly folder: string | undefined } | undefined;
}

function packageOf({ span, value }: LockItem): UvPackage | undefined {
  const name = textOf(value, 'name');
  if (name === undefined) return undefined;
  const version = textOf(value, 'version');
  const source = tableOf(value, 'source');
  const place = placeOf(source);
  const needs = needsOf(value);
  if (place.opaque !== undefined) return { span, name, version, ...place, needs, project: projectOf(source) };
  return { span, name, version, hashes: hashesOf(value, place.index), ...place, needs };
}

function projectOf(source: LockTable | undefined): UvPackage['project'] {
  const folder = textOf(source, 'editable') ?? textOf(source, 'virtual');
  return folder === undefined && source?.directory === undefined ? undefined : { folder };
}

/**
 * A registry may be a folder, by its path, which need not begin with a dot: only what has a scheme is an address (uv,
 * crates/uv-resolver/src/lock/mod.rs, `RegistrySource`). In a file that is cut the source is not known yet.
 */
function placeOf(source: LockTable | undefined): Partial<LockedPackage> {
  if (source === undefined) return { index: UNKNOWN_INDEX, version: undefined };
  for (const [key, opaque] of ADDRESSES) if (source[key] !== undefined) return { opaque };
  const index = textOf(source, 'registry');
  if (index === undefined) return { index: UNKNOWN_INDEX, version: undefined };
  return /^(?!file:)[a-z][\w+.-]*:\/\//i.test(index) ? { index } : { opaque: 'path' };
}

const ADDRESSES: readonly (readonly [key: string, why: OpaqueReason])[] = [
  ['git', 'git'],
  ['url', 'url'],
  ['path', 'path'],
  ['directory', 'path'],
  ['editable', 'workspace'],
  ['virtual', 'workspace'],
];

/**
 * Absent where no file is listed, or none has a hash though it is somebody's own index: uv writes down what an index
 * tells, and it need not tell hashes, as everybody's does.
 */
function hashesOf(value: LockTable, index: string | undefined): readonly ReleaseHash[] | undefined {
  const sdist = tableOf(value, 'sdist');
  const wheels = listOf(value.wheels) ?? [];
  if (sdist === undefined && wheels.length === 0) return undefined;
  const hashes: ReleaseHash[] = [];
  for (const each of [...(sdist === undefined ? [] : [sdist]), ...wheels]) {
    const file = asTable(each);
    const address = textOf(file, 'url') ?? textOf(file, 'path');
    const name = textOf(file, 'filename') ?? (address === undefined ? undefined : fileNameOf(address));
    const hash = lockedHash(textOf(file, 'hash'), name);
    if (hash !== undefined) hashes.push(hash);
  }
  // What grew has room for more, and is kept.
  return hashes.length > 0 || (index !== undefined && isEverybodys(index)) ? hashes.slice() : undefined;
}

function needsOf(value: LockTable): readonly LockedNeed[] {
  const needs = needsIn(value, 'dependencies');
  const others = [...groupsOf(value['optional-dependencies']), ...groupsOf(value['dev-dependencies'])];
  return others.length === 0 ? needs : [...needs, ...others];
}

function groupsOf(groups: LockTable[string]): readonly LockedNeed[] {
  const table = asTable(groups);
  return Object.keys(table ?? {}).flatMap(group => needsIn(table, group));
}

function needsIn(table: LockTable | undefined, key: string): readonly LockedNeed[] {
  const needs: LockedNeed[] = [];
  for (const need of tablesOf(table, key)) {
    const name = textOf(need, 'name');
    if (name !== undefined) needs.push({ name, version: textOf(need, 'version') });
  }
  return needs;
}

/** What is wanted by a script, or by the root of a workspace that is no project itself. */
function manifestImporters(manifest: LockTable | undefined): Importer[] {
  const wants = [...needsIn(manifest, 'requirements'), ...groupsOf(manifest?.['dependency-groups'])];
  return wants.length === 0 ? [] : [{ importer: '', wants }];
}

function folderName(folder: string): string {
  return folder === '.' ? '' : folder.replace(/^\.\//, '').replace(/\/$/, '');
}
