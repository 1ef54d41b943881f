import type { ReleaseHash } from '../../../model/hashes.ts';
import type { OpaqueReason } from '../../../model/reference.ts';
import type { Importer } from './lock-graph.ts';
import { asTable, type LockTable, type LockToml, tableOf, tablesOf, textOf } from './lock-toml-values.ts';
import { fileNameOf, type LockedNeed, type LockedPackage, lockedHash } from './locked-package.ts';
import { isEverybodys, UNKNOWN_INDEX } from './lockfiles.ts';

/** What a lockfile of uv's lists. */
export interface UvPackages {
  /** The names of projects of the workspace: what has a folder for its source is one itself. */
  readonly projects: readonly string[];
  readonly packages: readonly LockedPackage[];
  readonly importers: readonly Importer[];
}

/**
 * Reads uv's lockfile (uv, crates/uv-resolver/src/lock/mod.rs). Each project of a workspace, and each folder that is
 * wanted, binds what it wants to indexes that it names itself, as a script does.
 */
export function* uvPackages({ root, items }: LockToml, of: 'project' | 'script'): Generator<void, UvPackages> {
  let mayBeNamed = of === 'script';
  const projects: string[] = [];
  const packages: LockedPackage[] = [];
  const importers = manifestImporters(tableOf(root, 'manifest'));
  for (const [i, { span, value }] of items.entries()) {
    if (i % A_STEP === 0) yield;
    const name = textOf(value, 'name');
    if (name === undefined) continue;
    const source = tableOf(value, 'source');
    const place = placeOf(source);
    const folder = textOf(source, 'editable') ?? textOf(source, 'virtual');
    if (folder !== undefined || source?.directory !== undefined) {
      projects.push(name);
      if (folder !== '.') mayBeNamed = true;
    }
    const needs = needsOf(value);
    const wantsToo = groupsOf(value['dev-dependencies']);
    if (folder !== undefined) importers.push({ importer: folderName(folder), wants: [...needs, ...wantsToo] });
    packages.push({
      ...{ span, name, version: textOf(value, 'version') },
      ...(place.opaque === undefined ? { hashes: hashesOf(value, place.index) } : {}),
      ...place,
      needs: [...needs, ...wantsToo],
    });
  }
  const isUnsure = ({ index }: LockedPackage) => mayBeNamed && index !== undefined && !isEverybodys(index);
  return { projects, packages: packages.map(each => (isUnsure(each) ? { ...each, mayBeNamed } : each)), importers };
}

/** So many entries are some milliseconds' work. */
const A_STEP = 500;

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
  const wheels = Array.isArray(value.wheels) ? value.wheels : [];
  if (sdist === undefined && wheels.length === 0) return undefined;
  const hashes: ReleaseHash[] = [];
  for (const each of [...(sdist === undefined ? [] : [sdist]), ...wheels]) {
    const file = asTable(each);
    const address = textOf(file, 'url') ?? textOf(file, 'path');
    const name = textOf(file, 'filename') ?? (address === undefined ? undefined : fileNameOf(address));
    const hash = lockedHash(textOf(file, 'hash'), name);
    if (hash !== undefined) hashes.push(hash);
  }
  return hashes.length > 0 || (index !== undefined && isEverybodys(index)) ? hashes : undefined;
}

function needsOf(value: LockTable): LockedNeed[] {
  return [...needsIn(value, 'dependencies'), ...groupsOf(value['optional-dependencies'])];
}

function groupsOf(groups: LockTable[string]): readonly LockedNeed[] {
  const table = asTable(groups);
  return Object.keys(table ?? {}).flatMap(group => needsIn(table, group));
}

function needsIn(table: LockTable | undefined, key: string): readonly LockedNeed[] {
  return tablesOf(table, key).flatMap((need): LockedNeed[] => {
    const [name, version] = [textOf(need, 'name'), textOf(need, 'version')];
    return name === undefined ? [] : [{ name, ...(version === undefined ? {} : { version }) }];
  });
}

/** What is wanted by a script, or by the root of a workspace that is no project itself. */
function manifestImporters(manifest: LockTable | undefined): Importer[] {
  const wants = [...needsIn(manifest, 'requirements'), ...groupsOf(manifest?.['dependency-groups'])];
  return wants.length === 0 ? [] : [{ importer: '', wants }];
}

function folderName(folder: string): string {
  return folder === '.' ? '' : folder.replace(/^\.\//, '').replace(/\/$/, '');
}
