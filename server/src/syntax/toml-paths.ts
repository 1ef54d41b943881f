import type { TomlArray, TomlEntry, TomlNode, TomlTable } from './toml-nodes.ts';
import { findPath, type YamlFound } from './yaml-paths.ts';

/** What a path led to. */
export interface TomlFound extends YamlFound {
  readonly value?: TomlNode;
  readonly entry?: TomlEntry;
  readonly map?: TomlTable;
  readonly list?: TomlArray;
}

/**
 * All that a path names, in the order of the walk: `findPath`, whose words these are (`target.*.dependencies.*`,
 * `package[].name`), for trees of TOML.
 */
export function findInToml(root: TomlTable, path: string): readonly TomlFound[] {
  // Below a table of TOML stand nodes of TOML alone.
  return findPath(root, path) as unknown as readonly TomlFound[];
}
