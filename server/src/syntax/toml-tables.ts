import { type Span, spanOf } from '../model/span.ts';
import type { TomlArray, TomlEntry, TomlItem, TomlNode, TomlPlace, TomlScalar, TomlTable } from './toml-nodes.ts';

/** The table that a text is, before anything of it is read. */
export function rootTable(length: number): OpenTable {
  return new OpenTable(0, { form: 'document', span: spanOf(0, length) });
}

/** What statements write into, as long as the text is being read. */
export class OpenTable implements TomlTable {
  readonly kind = 'map';
  readonly flow: boolean;
  readonly indent = 0;
  readonly merges = [];
  readonly entries: TomlEntry[] = [];
  readonly places: TomlPlace[];
  /** How many keys lead here, so that no text nests deeper than programs can walk. */
  readonly depth: number;
  /** What later headers and dotted keys add to, by name. */
  #open: Map<string, OpenTable | OpenArray> | undefined;
  #byName: Map<string, TomlEntry[]> | undefined;

  constructor(depth: number, place: TomlPlace) {
    this.depth = depth;
    this.flow = place.form === 'braces';
    this.places = [place];
  }

  get span(): Span {
    return this.places[0]?.span ?? spanOf(0, 0);
  }

  named(key: string): readonly TomlEntry[] {
    // Most tables are small, and asked about one key or two.
    if (this.entries.length <= FEW) return this.entries.filter(entry => entry.key.value === key);
    this.#byName ??= byNameOf(this.entries);
    return this.#byName.get(key) ?? [];
  }

  first(key: string): TomlEntry | undefined {
    return this.named(key)[0];
  }

  /** Writes one statement or member, whose keys lead from here to the value. */
  put(keys: readonly TomlScalar[], span: Span, behindEquals: number, value: TomlNode | undefined): void {
    let owner: OpenTable = this;
    const last = keys.length - 1;
    keys.forEach((key, index) => {
      if (index < last) owner = owner.#below({ form: 'dotted', span, key }, span);
      else owner.entries.push(entryOf(key, span, behindEquals, value));
    });
  }

  /** The table that a header names, from the outermost one on. `section` is what will stand below the header. */
  at(keys: readonly TomlScalar[], isArray: boolean, header: Span, section: Span): OpenTable {
    let owner: OpenTable = this;
    const last = keys.length - 1;
    keys.forEach((key, index) => {
      if (index < last) owner = owner.#below({ form: 'passed', span: section, key }, header);
      else if (isArray) owner = owner.#item({ form: 'section', span: section, key }, header);
      else owner = owner.#below({ form: 'section', span: section, key }, header);
    });
    return owner;
  }

  /**
   * The table of a name here. What is written out already stays as it is: then the name is there twice. `[a]` below
   * `[[a]]` is no item of it.
   */
  #below(place: TomlPlace & { readonly key: TomlScalar }, names: Span): OpenTable {
    const { key } = place;
    const open = this.#open?.get(key.value);
    if (open instanceof OpenTable) {
      open.places.push(place);
      return open;
    }
    if (open !== undefined && place.form !== 'section') {
      const item = open.items.at(-1)?.value;
      if (item !== undefined) {
        item.places.push(place);
        return item;
      }
    }
    const made = new OpenTable(this.depth + 1, place);
    this.#add(key, names, made);
    return made;
  }

  #item(place: TomlPlace & { readonly key: TomlScalar }, names: Span): OpenTable {
    const { key } = place;
    const made = new OpenTable(this.depth + 1, place);
    const open = this.#open?.get(key.value);
    if (open instanceof OpenArray) open.items.push({ value: made, isAlias: false });
    else this.#add(key, names, new OpenArray(made));
    return made;
  }

  #add(key: TomlScalar, names: Span, value: OpenTable | OpenArray): void {
    this.entries.push(entryOf(key, names, key.span.end, value));
    this.#open ??= new Map();
    if (!(this.#open.get(key.value) instanceof OpenArray)) this.#open.set(key.value, value);
  }
}

/** The tables below headers in double brackets. */
class OpenArray implements TomlArray {
  readonly kind = 'list';
  readonly flow = false;
  readonly items: (TomlItem & { readonly value: OpenTable })[];

  constructor(first: OpenTable) {
    this.items = [{ value: first, isAlias: false }];
  }

  /** From the first header to the end of the last one's section; other tables may stand between. */
  get span(): Span {
    const first = this.items[0]?.value.places[0]?.span;
    const last = this.items.at(-1)?.value.places.at(-1)?.span;
    return spanOf(first?.start ?? 0, last?.end ?? 0);
  }
}

function entryOf(key: TomlScalar, span: Span, behindColon: number, value: TomlNode | undefined): TomlEntry {
  if (value === undefined) return { key, behindColon, isAlias: false, span };
  return { key, value, behindColon, isAlias: false, span };
}

function byNameOf(entries: readonly TomlEntry[]): Map<string, TomlEntry[]> {
  const byName = new Map<string, TomlEntry[]>();
  for (const entry of entries) {
    const before = byName.get(entry.key.value);
    if (before === undefined) byName.set(entry.key.value, [entry]);
    else before.push(entry);
  }
  return byName;
}

const FEW = 8;
