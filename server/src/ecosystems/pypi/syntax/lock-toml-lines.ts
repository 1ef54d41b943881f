import { type Span, spanOf } from '../../../model/span.ts';
import { BRACKET, CLOSING_BRACKET, HASH, SPACE, TAB } from '../../../syntax/toml-characters.ts';
import { PASSED_OVER } from './lock-toml-keys.ts';
import { LockTomlScanner, positionOf } from './lock-toml-scanner.ts';
import {
  asTable,
  type LockItem,
  type LockTable,
  type LockToml,
  type LockValue,
  namesTable,
} from './lock-toml-values.ts';

/**
 * Reads a lockfile as Python's tools lay it out: a header, a key or an item on each line. `undefined` for any other
 * layout, and for what is no TOML: then the parser is to be asked, which reads the same of what is read here.
 *
 * @param make makes of an entry of the list what is kept of it
 */
export function* scanLockToml<Made>(
  text: string,
  list: string,
  make: (item: LockItem) => Made,
): Generator<void, LockToml<Made> | undefined> {
  // A lone carriage return ends a line for some readers alone.
  if (text.includes('\r') && /\r(?!\n)/.test(text)) return undefined;
  return yield* new LockLines(text, list, make).read();
}

class LockLines<Made> {
  readonly #scanner: LockTomlScanner;
  readonly #list: string;
  /** What headers of tables below an entry begin with. */
  readonly #below: string;
  readonly #make: (item: LockItem) => Made;
  readonly #root: LockTable = {};
  readonly #items: Made[] = [];
  /** The entry that is being read. */
  #item: { span: Span; value: LockTable } | undefined;
  /** Tables and lists that headers made, of the root and of the last package: to these, headers may add. */
  readonly #openAtRoot = new Set<object>([this.#root]);
  readonly #openInItem = new Set<object>();
  #open = this.#openAtRoot;

  constructor(text: string, list: string, make: (item: LockItem) => Made) {
    this.#scanner = new LockTomlScanner(text);
    this.#list = list;
    this.#below = `${list}.`;
    this.#make = make;
  }

  *read(): Generator<void, LockToml<Made> | undefined> {
    const scanner = this.#scanner;
    const { text } = scanner;
    let table: LockTable | undefined = this.#root;
    let statements = 0;
    while (scanner.at < text.length) {
      statements += 1;
      if (statements % A_STEP === 0) yield;
      const start = scanner.at;
      switch (text.charCodeAt(start)) {
        case NEWLINE:
        case RETURN:
        case SPACE:
        case TAB:
          break;
        case HASH:
          scanner.at = positionOf(text, '\n', start);
          break;
        case BRACKET:
          table = this.#header();
          break;
        default: {
          if (table === undefined) return undefined;
          const key = scanner.key();
          const value = key === undefined ? undefined : scanner.value();
          if (key === undefined || value === undefined) return undefined;
          const isOfItem = table === this.#item?.value;
          if (isOfItem && PASSED_OVER.has(key)) break;
          if (table[key] !== undefined) return undefined;
          table[key] = value;
          if (isOfItem && key === 'name' && this.#item !== undefined) this.#item.span = spanOf(start, scanner.at);
        }
      }
      if (table === undefined || !scanner.lineEnd()) return undefined;
    }
    this.#end();
    return { root: this.#root, items: this.#items, isWhole: true, isFought: false };
  }

  /** What was made of an entry is kept in place of its tables: ten thousand of those cost more than all else. */
  #end(): void {
    if (this.#item !== undefined) this.#items.push(this.#make(this.#item));
  }

  /** The table that a header names, made where it is not there yet. */
  #header(): LockTable | undefined {
    const text = this.#scanner.text;
    const start = this.#scanner.at;
    const isItem = text.charCodeAt(start + 1) === BRACKET;
    const from = start + (isItem ? 2 : 1);
    const end = text.indexOf(']', from);
    const name = text.slice(from, end);
    if (end < 0 || (isItem && text.charCodeAt(end + 1) !== CLOSING_BRACKET)) return undefined;
    if (name === this.#list) return isItem ? this.#begin(start, end + 2) : undefined;
    if (!HEADER.test(name)) return undefined;
    this.#scanner.at = end + (isItem ? 2 : 1);
    let table: LockTable | undefined = this.#root;
    this.#open = this.#openAtRoot;
    let step = 0;
    if (name.startsWith(this.#below)) {
      table = this.#item?.value;
      this.#open = this.#openInItem;
      step = this.#below.length;
    }
    for (let dot = name.indexOf('.', step); dot >= 0; dot = name.indexOf('.', step)) {
      table = this.#within(table, name.slice(step, dot));
      step = dot + 1;
    }
    return table === undefined ? undefined : this.#made(table, name.slice(step), isItem);
  }

  #begin(start: number, end: number): LockTable {
    this.#end();
    const value: LockTable = {};
    this.#scanner.at = end;
    this.#openInItem.clear();
    this.#openInItem.add(value);
    this.#item = { span: spanOf(start, start), value };
    return value;
  }

  #within(outer: LockTable | undefined, step: string): LockTable | undefined {
    if (outer === undefined) return undefined;
    if (!(step in outer)) {
      const made: LockTable = {};
      this.#open.add(made);
      outer[step] = made;
    }
    const its = outer[step];
    const inner = Array.isArray(its) && this.#open.has(its) ? its.at(-1) : its;
    const table = asTable(inner);
    return table !== undefined && this.#open.has(table) ? table : undefined;
  }

  #made(table: LockTable, key: string, isItem: boolean): LockTable | undefined {
    const made = isItem ? {} : namesTable();
    this.#open.add(made);
    if (!isItem) {
      if (key in table) return undefined;
      table[key] = made;
      return made;
    }
    if (!(key in table)) {
      const items: LockValue[] = [];
      this.#open.add(items);
      table[key] = items;
    }
    const items = table[key];
    if (!Array.isArray(items) || !this.#open.has(items)) return undefined;
    items.push(made);
    return made;
  }
}

/** So many lines and lists are some milliseconds' work. */
const A_STEP = 5000;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const HEADER = /^[\w-]+(?:\.[\w-]+)*$/;
