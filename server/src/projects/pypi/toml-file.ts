import { parse } from 'smol-toml';
import { isObject } from '../../model/objects.ts';
import type { Owner } from '../../model/ownership.ts';
import type { RoutingWorld } from '../../registries/route.ts';

/** A table of TOML. */
export type TomlTable = Readonly<Record<string, unknown>>;

/** A configuration file of TOML. */
export interface TomlFile {
  /** Its path. */
  readonly from: string;
  readonly owner: Owner;
  /** Empty where the file is not there, or cannot be read. */
  readonly top: TomlTable;
  readonly isThere: boolean;
  /** It is there and could not be read, for this reason. */
  readonly broken?: string;
}

/** Reads a file of the user's or of a folder's, see `Ownership.configuration`. Never rejects. */
export async function readTomlFile(from: string, owner: Owner, world: RoutingWorld): Promise<TomlFile> {
  const read = await world.ownership.configuration(from, owner);
  const nothing = { from, owner, top: {}, isThere: read.is !== 'absent' };
  switch (read.is) {
    case 'absent':
      return nothing;
    case 'broken':
      return { ...nothing, broken: read.detail };
    case 'text': {
      const top = parsed(read.text);
      return top === undefined ? { ...nothing, broken: 'is not valid TOML' } : { ...nothing, top };
    }
  }
}

/** The table at these keys; an empty one where there is none. */
export function tableAt(top: TomlTable, ...keys: readonly string[]): TomlTable {
  let at: unknown = top;
  for (const key of keys) at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return isObject(at) ? at : {};
}

/** Whether a table says nothing, or is not there. */
export function isEmptyTable(table: TomlTable): boolean {
  return Object.keys(table).length === 0;
}

/** The tables of a list; what is no table is left out. */
export function tablesIn(value: unknown): readonly TomlTable[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The texts of a list; one that stands alone is a list of one. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
}

/** A text, if it is one and says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function parsed(text: string): TomlTable | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
