import { type Span, spanOf } from '../model/span.ts';
import type { TracedText } from './traced-text.ts';
import { yamlMap } from './yaml-map.ts';
import type {
  PlacedSection,
  YamlComment,
  YamlEntry,
  YamlItem,
  YamlList,
  YamlMap,
  YamlNode,
  YamlScalar,
} from './yaml-nodes.ts';

/** What the sections of a document say together. */
export interface JoinedSections {
  readonly root: YamlMap;
  readonly comments: readonly YamlComment[];
}

/**
 * Cuts a document at the keys of its outermost map, in block style, so that each stretch may be read alone. Less than
 * two where that is not certain: at the start of a line stand only such keys, dashes of their lists and comments.
 */
export function yamlSections(text: string): readonly Span[] {
  const starts: number[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline + 1;
    AT_START.lastIndex = start;
    BELOW_KEY.lastIndex = start;
    if (AT_START.test(text)) starts.push(start);
    else if (!BELOW_KEY.test(text)) return [];
    start = next;
  }
  // What stands above the first key belongs to it.
  return starts.map((start, i) => spanOf(i === 0 ? 0 : start, starts[i + 1] ?? text.length));
}

const AT_START = /[A-Za-z_][\w./-]*:(?=[ \t\r\n])/y;
const BELOW_KEY = /[ \r\n#]|-[ \r\n]/y;

/** Puts sections together, one behind the other. */
export function joinSections(sections: readonly PlacedSection[]): JoinedSections {
  const entries: YamlEntry[] = [];
  const comments: YamlComment[] = [];
  for (const { section, offset } of sections) {
    entries.push(shiftedEntry(section.entry, offset));
    for (const comment of section.document.comments) comments.push({ ...comment, offset: comment.offset + offset });
  }
  const [first, last] = [sections[0], sections.at(-1)];
  const start = (first?.section.document.root?.span.start ?? 0) + (first?.offset ?? 0);
  const end = (last?.section.document.root?.span.end ?? 0) + (last?.offset ?? 0);
  return { root: yamlMap({ span: spanOf(start, end), flow: false, indent: 0, entries, merges: [] }), comments };
}

/** A node as if its text began further down. Nothing is merged in it, and no alias leads to it. */
function shifted(node: YamlNode, offset: number): YamlNode {
  switch (node.kind) {
    case 'scalar':
      return new ShiftedScalar(node, offset);
    case 'list':
      return new ShiftedList(node, offset);
    case 'map':
      return new ShiftedMap(node, offset);
  }
}

function shiftedEntry({ key, value, behindColon, isAlias }: YamlEntry, offset: number): YamlEntry {
  return {
    key: new ShiftedScalar(key, offset),
    ...(value === undefined ? {} : { value: shifted(value, offset) }),
    behindColon: behindColon + offset,
    isAlias,
  };
}

function shiftedSpan({ start, end }: Span, offset: number): Span {
  return spanOf(start + offset, end + offset);
}

/** A scalar that is shifted as far as somebody looks at it: of a large document few nodes are looked at. */
class ShiftedScalar implements YamlScalar {
  readonly kind = 'scalar';
  readonly style: YamlScalar['style'];
  readonly span: Span;
  readonly isString: boolean;
  readonly #scalar: YamlScalar;
  readonly #offset: number;
  #written: TracedText | undefined;

  constructor(scalar: YamlScalar, offset: number) {
    this.style = scalar.style;
    this.span = shiftedSpan(scalar.span, offset);
    this.isString = scalar.isString;
    this.#scalar = scalar;
    this.#offset = offset;
  }

  get written(): TracedText {
    const { text, at } = this.#scalar.written;
    this.#written ??= { text, at: at.map(place => place + this.#offset) };
    return this.#written;
  }

  get value(): string {
    return this.#scalar.value;
  }
}

/** As {@link ShiftedScalar}. */
class ShiftedList implements YamlList {
  readonly kind = 'list';
  readonly span: Span;
  readonly flow: boolean;
  readonly #list: YamlList;
  readonly #offset: number;
  #items: readonly YamlItem[] | undefined;

  constructor(list: YamlList, offset: number) {
    this.span = shiftedSpan(list.span, offset);
    this.flow = list.flow;
    this.#list = list;
    this.#offset = offset;
  }

  get items(): readonly YamlItem[] {
    this.#items ??= this.#list.items.map(({ value, isAlias }) =>
      value === undefined ? { isAlias } : { value: shifted(value, this.#offset), isAlias },
    );
    return this.#items;
  }
}

/** As {@link ShiftedScalar}. */
class ShiftedMap implements YamlMap {
  readonly kind = 'map';
  readonly span: Span;
  readonly flow: boolean;
  readonly indent: number;
  readonly merges: readonly YamlMap[] = [];
  readonly #map: YamlMap;
  readonly #offset: number;
  #made: YamlMap | undefined;

  constructor(map: YamlMap, offset: number) {
    this.span = shiftedSpan(map.span, offset);
    this.flow = map.flow;
    this.indent = map.indent;
    this.#map = map;
    this.#offset = offset;
  }

  get entries(): readonly YamlEntry[] {
    return this.#whole().entries;
  }

  named(key: string): readonly YamlEntry[] {
    return this.#whole().named(key);
  }

  #whole(): YamlMap {
    const { span, flow, indent, merges } = this;
    const entries = () => this.#map.entries.map(entry => shiftedEntry(entry, this.#offset));
    this.#made ??= yamlMap({ span, flow, indent, entries: entries(), merges });
    return this.#made;
  }
}
