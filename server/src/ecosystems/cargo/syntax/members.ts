import type { Around } from '../../../model/reader.ts';
import type { Statement } from '../../../model/statement.ts';

/** A manifest of a workspace whose root is another one. */
export interface Member {
  /** The folder of its root; absent where there is none. */
  readonly rootFolder: string | undefined;
  /** The name of its package, if it has one. */
  readonly ownName: string | undefined;
  /** The Rust version that it names, or inherits. */
  readonly ownRust: string | undefined;
}

/**
 * What a member tells its root: the keys of what it takes of what is decided there, and the Rust version that it names.
 * The root tells all what versions there are, so that no member listens to each other one.
 */
export function statementsOfMember(keys: ReadonlySet<string>, { rootFolder, ownName, ownRust }: Member): Statement[] {
  if (rootFolder === undefined) return [];
  const said: [key: string, value: string][] = [];
  if (keys.size > 0) said.push([takenKey(rootFolder), JSON.stringify([ownName ?? '', ...keys])]);
  if (ownRust !== undefined) said.push([rustKey(rootFolder), ownRust]);
  return said.map(([key, value]) => ({ says: 'gives', key, reach: 'everywhere', value }));
}

/** The Rust versions that the members of a root name that lies there. */
export function rustsOfMembers({ folder, told }: Around): string[] {
  const said = folder === undefined ? [] : told(rustKey(folder));
  return said.flatMap(each => (each.says === 'gives' ? [each.value] : []));
}

/** Under this, the Rust versions of a root's members are found. */
function rustKey(root: string): string {
  return `rust cargo ${root}`;
}

/** What the members take of a root that lies there: by its key, the names of their packages. */
export function takenBy({ folder, told }: Around): ReadonlyMap<string, ReadonlySet<string>> {
  const takers = new Map<string, Set<string>>();
  for (const each of folder === undefined ? [] : told(takenKey(folder))) {
    // Made by this room alone.
    const [name = '', ...keys]: readonly string[] = each.says === 'gives' ? JSON.parse(each.value) : [];
    for (const key of keys) {
      const its = takers.get(key) ?? new Set();
      takers.set(key, its.add(name));
    }
  }
  return takers;
}

/** Each root looks for its own members alone, however many others there are. */
function takenKey(root: string): string {
  return `taken cargo ${root}`;
}
