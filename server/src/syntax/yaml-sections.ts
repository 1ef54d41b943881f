import { type Span, spanOf } from '../model/span.ts';
import { LazyScalar } from './yaml-lazy-scalar.ts';
import { yamlMap } from './yaml-map.ts';
import type { YamlComment, YamlEntry, YamlItem, YamlMap, YamlNode } from './yaml-nodes.ts';

/** One stretch of a document that was read alone: an entry of its outermost map, with places in the stretch. */
export interface YamlSection {
  readonly entry: YamlEntry;
  /** Of the map, as far as it was read. */
  readonly span: Span;
  readonly comments: readonly YamlComment[];
}

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

/** Puts sections together that stand at these offsets, one behind the other. */
export function joinSections(sections: readonly (readonly [section: YamlSection, offset: number])[]): JoinedSections {
  const entries: YamlEntry[] = [];
  const comments: YamlComment[] = [];
  for (const [{ entry, comments: its }, offset] of sections) {
    entries.push(shiftedEntry(entry, offset));
    for (const comment of its) comments.push({ ...comment, offset: comment.offset + offset });
  }
  const [first, last] = [sections[0], sections.at(-1)];
  const start = first === undefined ? 0 : first[0].span.start + first[1];
  const end = last === undefined ? 0 : last[0].span.end + last[1];
  return { root: yamlMap({ span: spanOf(start, end), flow: false, indent: 0, entries, merges: [] }), comments };
}

/** A node as if its text began further down. Nothing is merged in it, and no alias leads to it. */
function shifted(node: YamlNode, offset: number): YamlNode {
  const span = spanOf(node.span.start + offset, node.span.end + offset);
  switch (node.kind) {
    case 'scalar':
      return new LazyScalar(node.style, span, node.isString, () => {
        const { text, at } = node.written;
        return { text, at: at.map(place => place + offset) };
      });
    case 'list': {
      const items = node.items.map(
        ({ value, isAlias }): YamlItem =>
          value === undefined ? { isAlias } : { value: shifted(value, offset), isAlias },
      );
      return { kind: 'list', span, flow: node.flow, items };
    }
    case 'map': {
      const entries = node.entries.map(entry => shiftedEntry(entry, offset));
      return yamlMap({ span, flow: node.flow, indent: node.indent, entries, merges: [] });
    }
  }
}

function shiftedEntry({ key, value, behindColon, isAlias }: YamlEntry, offset: number): YamlEntry {
  const name = shifted(key, offset);
  return {
    key: name.kind === 'scalar' ? name : key,
    ...(value === undefined ? {} : { value: shifted(value, offset) }),
    behindColon: behindColon + offset,
    isAlias,
  };
}
