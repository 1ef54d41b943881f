import type { OpaqueReason } from '../../../model/reference.ts';
import type { TomlDocument, TomlNode, TomlTable } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { canonicalName } from '../names.ts';

/** Where a file says that a name is to be had: at an index of its own naming, or at none. */
export type NamedPlace = { readonly index: string } | { readonly why: OpaqueReason };

/**
 * Where uv takes names from (docs.astral.sh/uv, "Dependency sources"): a table for each, or a list of them of which
 * conditions choose. Where they differ, none is known to be meant, and where one is not finished neither.
 */
export function uvPlaces({ root }: TomlDocument): ReadonlyMap<string, NamedPlace> {
  const places = new Map<string, NamedPlace>();
  for (const { entry, value } of findInToml(root, 'tool.uv.sources.*')) {
    if (entry === undefined) continue;
    const items = value?.kind === 'list' ? value.items.map(item => item.value) : [value];
    const [first, ...others] = items.map(uvPlace);
    const isOne = first !== undefined && others.every(other => isSame(other, first));
    const name = canonicalName(entry.key.value);
    places.set(name, isOne && !places.has(name) ? first : { why: 'managed' });
  }
  return places;
}

function uvPlace(node: TomlNode | undefined): NamedPlace | undefined {
  if (node?.kind !== 'map') return undefined;
  const why = addressIn(node);
  if (why !== undefined) return { why };
  const index = textIn(node, 'index');
  return index === undefined || index.trim() === '' ? undefined : { index };
}

/** Why a table names no release of an index: by its key for a repository, an address, a folder or a member. */
export function addressIn(table: TomlTable): OpaqueReason | undefined {
  for (const [key, why] of ADDRESSES) if (table.first(key) !== undefined) return why;
  return undefined;
}

const ADDRESSES: readonly (readonly [key: string, why: OpaqueReason])[] = [
  ['git', 'git'],
  ['hg', 'git'],
  ['svn', 'git'],
  ['bzr', 'git'],
  ['url', 'url'],
  ['path', 'path'],
  ['file', 'path'],
  ['workspace', 'workspace'],
];

/** The text of a key's value. */
export function textIn(table: TomlTable, key: string): string | undefined {
  const value = table.first(key)?.value;
  return value?.kind === 'scalar' && value.isString ? value.value : undefined;
}

/** Whether a key is `true`. */
export function isSet(table: TomlTable, key: string): boolean {
  const value = table.first(key)?.value;
  return value?.kind === 'scalar' && !value.isString && value.value === 'true';
}

function isSame(a: NamedPlace | undefined, b: NamedPlace): boolean {
  if (a === undefined) return false;
  return 'index' in a ? 'index' in b && a.index === b.index : 'why' in b && a.why === b.why;
}
