import type { Span } from '../../../model/span.ts';

/** A value of a lockfile, without places: a string, a truth value, `null` for any other scalar, a list, a table. */
export type LockValue = string | boolean | null | LockValue[] | LockTable;

/** Without what every object has: the keys are those of the text, and may be any. */
export interface LockTable {
  [key: string]: LockValue | undefined;
}

/** One entry of the list of packages. */
export interface LockItem {
  /** `name = "…"`, as written; without a name the place before the header. */
  readonly span: Span;
  readonly value: LockTable;
}

/** A lockfile in TOML, with what was made of its entries. */
export interface LockToml<Made> {
  /** All but the packages. */
  readonly root: LockTable;
  readonly items: readonly Made[];
  /** Set where its tool's own layout was found from the beginning to the end. */
  readonly isWhole: boolean;
  /** Set for a text in a merge conflict. */
  readonly isFought: boolean;
}

/** What nearly all packages have, and no reader looks at. */
export const PASSED_OVER: ReadonlySet<string> = new Set([
  ...['description', 'summary', 'optional', 'groups', 'markers', 'marker'],
  ...['python-versions', 'requires-python', 'requires_python'],
]);

/**
 * A table of which the keys may be names of packages: each of ten thousand would be a shape of its own to JavaScript's
 * engine, which costs it more than all else.
 */
export function namesTable(): LockTable {
  const table: LockTable = Object.create(null);
  return table;
}

/** The text at a key. */
export function textOf(table: LockTable | undefined, key: string): string | undefined {
  const value = table?.[key];
  return typeof value === 'string' ? value : undefined;
}

/** The table at a key. */
export function tableOf(table: LockTable | undefined, key: string): LockTable | undefined {
  return asTable(table?.[key]);
}

/** The tables of the list at a key. */
export function tablesOf(table: LockTable | undefined, key: string): readonly LockTable[] {
  const value = table?.[key];
  return Array.isArray(value) ? value.map(asTable).filter(each => each !== undefined) : [];
}

/** A value that is a table. */
export function asTable(value: LockValue | undefined): LockTable | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}
