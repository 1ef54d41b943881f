import type { Span } from '../../../model/span.ts';

/** A value of a lockfile, without places: a string, a truth value, `null` for any other scalar, a list, a table. */
export type LockValue = string | boolean | null | LockValue[] | WrittenFiles | LockTable;

/**
 * A list of tables with a file and its hash each, as nearly all lists are. They are most of a lockfile, and looked at
 * of few packages, so that they are made when they are.
 */
export class WrittenFiles {
  readonly text: string;
  readonly start: number;
  readonly end: number;

  /** @param start of the list, which has no escapes and nothing but such tables, and `end` behind it */
  constructor(text: string, start: number, end: number) {
    this.text = text;
    this.start = start;
    this.end = end;
  }

  /** As if the list had been read as others are. */
  tables(): LockTable[] {
    const written = this.text.slice(this.start, this.end);
    return Array.from(written.matchAll(WRITTEN), ([, file = '', hash = '']) => ({ file, hash }));
  }
}

const WRITTEN = /\{file = "([^"]*)", hash = "([^"]*)"\}/g;

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
  return (listOf(table?.[key]) ?? []).map(asTable).filter(each => each !== undefined);
}

/** A value that is a list. */
export function listOf(value: LockValue | undefined): readonly LockValue[] | undefined {
  if (value instanceof WrittenFiles) return value.tables();
  return Array.isArray(value) ? value : undefined;
}

/** A value that is a table. */
export function asTable(value: LockValue | undefined): LockTable | undefined {
  const isTable =
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof WrittenFiles);
  return isTable ? value : undefined;
}
