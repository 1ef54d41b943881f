import { type CST, Parser } from 'yaml';
import type { Kept } from '../model/reader.ts';
import { type Span, spanOf } from '../model/span.ts';
import { newlineOf } from './newline.ts';
import { type Extent, NodeCount } from './yaml-count.ts';
import { LazyScalar } from './yaml-lazy-scalar.ts';
import { yamlMap } from './yaml-map.ts';
import type {
  PlacedSection,
  YamlComment,
  YamlDocument,
  YamlEntry,
  YamlItem,
  YamlMap,
  YamlNode,
  YamlScalar,
  YamlSection,
} from './yaml-nodes.ts';
import { isTemplateMark, joinLines, withBreaks, withoutStretch } from './yaml-repairs.ts';
import { isYamlString, literalValue, traceScalar } from './yaml-scalars.ts';
import { joinSections, yamlSections } from './yaml-sections.ts';
import { readSimpleYaml } from './yaml-simple.ts';
import { BETWEEN, DEEPEST, endOf, isIndented, lineAt, type Properties, propertiesOf, sourceOf } from './yaml-tokens.ts';

/**
 * Reads one document. Never throws: of a broken text it keeps what stands before and behind the slip. Nesting and
 * repair are bounded, and every alias costs the same, whatever it stands for. What nests too deep for the parser, and
 * what aliases and merges make many times as large as it is written, has no tree and counts as another language's
 * template, so that its images are listed and not judged.
 *
 * @param kept of the same document's version before: what did not change in it is not read again
 */
export function parseYaml(text: string, kept?: Kept): YamlDocument {
  return (kept && parseSections(text, kept)) ?? parseSimple(text) ?? parseByTokens(text);
}

function parseSimple(text: string): YamlDocument | undefined {
  const simple = readSimpleYaml(text);
  return simple && { text, newline: newlineOf(text), ...simple, isTemplate: false, shared: new Set() };
}

/** Reads one document by its tokens, whatever is in it, as {@link parseYaml} does. */
export function parseByTokens(text: string): YamlDocument {
  const repairs = Math.min(MOST_REPAIRS, Math.floor(MOST_REPAIRED / (text.length + 1)));
  let masked = text;
  const hidden: YamlComment[] = [];
  for (let attempt = 0; ; attempt++) {
    const builder = new TreeBuilder(text, masked, hidden);
    const document = builder.build();
    const { slip } = builder;
    if (slip === undefined || document.isTemplate || attempt === repairs) {
      return attempt > 0 || slip !== undefined ? { ...document, isBroken: true } : document;
    }
    const joined = slip.indent === undefined ? undefined : joinLines(masked, slip.span.start, slip.indent);
    masked = joined?.text ?? withoutStretch(masked, slip.span);
    if (joined !== undefined) hidden.push(...joined.comments);
  }
}

/**
 * Reads the sections of a text that its version before had not, and joins all. `undefined` where one of them does not
 * stand alone, so that they might mean something else together.
 */
function parseSections(text: string, kept: Kept): YamlDocument | undefined {
  const spans = text.length < LONG ? [] : yamlSections(text);
  if (spans.length < 2) return undefined;
  const before = kept.get(SECTIONS) as ReadonlyMap<string, YamlSection> | undefined;
  const now = new Map<string, YamlSection>();
  const sections: PlacedSection[] = [];
  for (const { start, end } of spans) {
    // Whether it leads back to the outermost map shows in a key behind it.
    const isLast = end === text.length;
    const part = isLast ? text.slice(start) : `${text.slice(start, end)}${NEXT_KEY}`;
    const section = now.get(part) ?? before?.get(part) ?? readSection(part, isLast);
    if (section === undefined) return undefined;
    now.set(part, section);
    sections.push({ section, offset: start });
  }
  kept.set(SECTIONS, now);
  const { root, comments } = joinSections(sections);
  return { text, newline: newlineOf(text), root, comments, isTemplate: false, shared: new Set(), sections };
}

/** A text as a section of a larger one, the last or with a key behind; `undefined` where it does not stand alone. */
function readSection(text: string, isLast: boolean): YamlSection | undefined {
  const document = parseSimple(text) ?? new TreeBuilder(text, text, []).buildAlone();
  const root = document?.root;
  if (document === undefined || root?.kind !== 'map' || root.flow || root.indent !== 0) return undefined;
  const [entry, next] = root.entries;
  const isAlone = isLast
    ? root.entries.length === 1
    : root.entries.length === 2 && next?.key.span.start === text.length - NEXT_KEY.length;
  return entry !== undefined && isAlone ? { document, entry } : undefined;
}

/** Shorter texts are read sooner than cut; in characters. */
const LONG = 4000;
const SECTIONS = 'yaml sections';
/** A key that stands behind a section in place of the next one. */
const NEXT_KEY = 'next-section:\n';

// Whoever types leaves a slip or two behind, and each may show up as two; a text with many is some other language.
const MOST_REPAIRS = 8;
// Each repair reads the text again: so many characters in all.
const MOST_REPAIRED = 500_000;
type Token = CST.Token;
/** What an anchor stands for. */
interface Anchored {
  readonly node: YamlNode;
  readonly extent: Extent;
}

/** A stretch that cannot stay as it is: a line that fits nowhere, or a quote or bracket that seems to be left open. */
interface Slip {
  readonly span: Span;
  /** For a quote or bracket the column of the keys around it. */
  readonly indent?: number;
}

class TreeBuilder {
  /** The first thing that hides what stands behind it. */
  slip: Slip | undefined;
  readonly #text: string;
  /** The text with earlier slips repaired, offset for offset. */
  readonly #masked: string;
  readonly #anchors = new Map<string, Anchored>();
  readonly #comments: YamlComment[];
  readonly #shared = new Set<YamlNode>();
  readonly #count = new NodeCount();
  #isTemplate = false;
  /** Whether nothing here reaches beyond the text, or leads from one place in it to another. */
  #standsAlone = true;
  /** Whether a bracket is left open that nothing stands behind. */
  #isOpen = false;

  /** `hidden` are comments of the text that repairs took out of `masked`. */
  constructor(text: string, masked: string, hidden: readonly YamlComment[]) {
    this.#text = text;
    this.#masked = masked;
    this.#comments = [...hidden];
  }

  build(): YamlDocument {
    try {
      const document = this.#document();
      return this.#count.isTooLargeFor(this.#text) ? this.#withoutTree() : document;
    } catch (error) {
      // The parser calls itself for each level of indentation that a line ends, and `- - - -` opens one at each dash.
      if (!(error instanceof RangeError)) throw error;
      return this.#withoutTree();
    }
  }

  /** As {@link build}; `undefined` where the text does not stand alone. */
  buildAlone(): YamlDocument | undefined {
    const document = this.build();
    return this.#standsAlone && !document.isTemplate && this.slip === undefined ? document : undefined;
  }

  #withoutTree(): YamlDocument {
    const text = this.#text;
    const comments = this.#comments.sort((a, b) => a.offset - b.offset);
    return { text, newline: newlineOf(text), comments, isTemplate: true, shared: new Set() };
  }

  #document(): YamlDocument {
    let root: YamlNode | undefined;
    let error: number | undefined;
    for (const token of new Parser().parse(this.#masked)) {
      if (token.type === 'comment') this.#note([token]);
      else if (token.type === 'error') error ??= token.offset;
      else if (token.type === 'document' && root === undefined) {
        this.#note(token.start);
        root = this.#node(token.value, propertiesOf(token.start), 0, false);
        error ??= token.end?.find(({ type }) => !BETWEEN.has(type))?.offset;
        this.#note(token.end ?? []);
      } else if (!BETWEEN.has(token.type)) this.#standsAlone = false;
    }
    if (error !== undefined) {
      this.#standsAlone = false;
      this.slip ??= { span: lineAt(this.#masked, error) };
    }
    return {
      text: this.#text,
      newline: newlineOf(this.#text),
      ...(root === undefined ? {} : { root }),
      comments: this.#comments.sort((a, b) => a.offset - b.offset),
      isTemplate: this.#isTemplate,
      ...(this.#isOpen ? { isBroken: true } : {}),
      shared: this.#shared,
    };
  }

  #node(token: Token | null | undefined, properties: Properties, depth: number, inFlow: boolean): YamlNode | undefined {
    if (token === null || token === undefined || depth > DEEPEST) return undefined;
    if (properties.anchor !== undefined || token.type === 'alias') this.#standsAlone = false;
    const before = this.#count.enter(depth);
    const node = this.#nodeOf(token, properties, depth, inFlow);
    const extent = this.#count.leave(before, depth, token.type !== 'alias');
    if (node !== undefined && properties.anchor !== undefined) this.#anchors.set(properties.anchor, { node, extent });
    return node;
  }

  #nodeOf(token: Token, { tag }: Properties, depth: number, inFlow: boolean): YamlNode | undefined {
    switch (token.type) {
      case 'alias': {
        this.#note(token.end ?? []);
        const anchored = this.#anchors.get(token.source.slice(1));
        // Aliases of aliases nest as deep as one likes.
        if (anchored === undefined || depth + anchored.extent.height > DEEPEST) return undefined;
        this.#count.repeat(anchored.extent, depth);
        if (anchored.node.kind === 'scalar') this.#shared.add(anchored.node);
        return anchored.node;
      }
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        this.#note(token.end ?? []);
        return this.#flowScalar(token, tag, inFlow || depth === 0);
      case 'block-scalar': {
        this.#note(token.props);
        const header = token.props.find(({ type }) => type === 'block-scalar-header');
        const start = token.offset + token.props.reduce((length, prop) => length + sourceOf(prop).length, 0);
        const style = sourceOf(header).startsWith('>') ? 'folded' : 'literal';
        const block = { header: sourceOf(header), indent: token.indent };
        return new LazyScalar(style, spanOf(token.offset, start + token.source.length), true, () =>
          traceScalar(style, token.source, start, block),
        );
      }
      case 'block-map':
        return this.#map(token, token.items, depth, false);
      case 'block-seq': {
        const items = token.items.flatMap(({ start, value }): YamlItem[] => {
          this.#note(start);
          if (!start.some(({ type }) => type === 'seq-item-ind')) return [];
          return [this.#item(value, propertiesOf(start), depth, false)];
        });
        return { kind: 'list', span: this.#spanOf(token), flow: false, items };
      }
      case 'flow-collection':
        return this.#flow(token, depth, inFlow);
      default:
        return undefined;
    }
  }

  #flowScalar(token: CST.FlowScalar, tag: string | undefined, anyIndent: boolean): YamlScalar | undefined {
    const { source, offset } = token;
    const style = STYLES[token.type];
    const isClosed = source.length > 1 && source.endsWith(style === 'single' ? "'" : '"');
    // The quote that closes it may be one that opens another text further down; then lines between stand too far left.
    const isPlaced = anyIndent || !source.includes('\n') || this.#isAlone(offset) || isIndented(source, token.indent);
    if (style !== 'plain' && !(isClosed && isPlaced)) {
      this.slip ??= { span: spanOf(offset, lineAt(this.#masked, offset).end), indent: token.indent };
      return undefined;
    }
    const isString = style !== 'plain' || tag === '!' || tag === '!!str' || isYamlString(source);
    const span = spanOf(offset, offset + source.length);
    const trace = () => traceScalar(style, withBreaks(source, this.#text, offset), offset);
    // What was joined for the parser has line breaks in the text.
    const value = this.#masked === this.#text ? literalValue(style, source) : undefined;
    return new LazyScalar(style, span, isString, trace, value);
  }

  /** Whether nothing but white space stands before an offset on its line. */
  #isAlone(offset: number): boolean {
    return this.#masked.slice(lineAt(this.#masked, offset).start, offset).trim() === '';
  }

  #flow(token: CST.FlowCollection, depth: number, inFlow: boolean): YamlNode {
    const { items, start, end } = token;
    this.#note(end);
    const isMap = start.type === 'flow-map-start';
    // Behind a repair, braces are as likely to be in a text that is read without its quotes.
    if (isMap && this.#masked === this.#text && !this.#isTemplate)
      this.#isTemplate = isTemplateMark(this.#text, start.offset);
    const closed = end.some(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
    if (!closed) this.#isOpen = true;
    if (!closed) this.#standsAlone = false;
    if (!closed && !inFlow && depth > 0) {
      // A bracket that waits for its partner takes the lines below it for its own.
      const line = lineAt(this.#masked, start.offset);
      if (/\S/.test(this.#masked.slice(line.end)))
        this.slip ??= { span: spanOf(start.offset, line.end), indent: token.indent };
    }
    if (isMap) return this.#map(token, items, depth, true);
    const listed = items.flatMap((item): YamlItem[] => {
      this.#note(item.start);
      if (item.sep?.some(({ type }) => type === 'map-value-ind') === true) {
        return [{ value: this.#map(token, [{ ...item, start: [] }], depth + 1, true), isAlias: false }];
      }
      const value = item.key ?? item.value;
      return value === undefined || value === null ? [] : [this.#item(value, propertiesOf(item.start), depth, true)];
    });
    return { kind: 'list', span: this.#spanOf(token), flow: true, items: listed };
  }

  #item(token: Token | undefined, properties: Properties, depth: number, flow: boolean): YamlItem {
    const value = this.#node(token, properties, depth + 1, flow);
    return { ...(value === undefined ? {} : { value }), isAlias: token?.type === 'alias' };
  }

  #map(
    token: CST.BlockMap | CST.FlowCollection,
    items: readonly CST.CollectionItem[],
    depth: number,
    flow: boolean,
  ): YamlMap {
    const entries: YamlEntry[] = [];
    const merges: YamlMap[] = [];
    const atStart = this.#count.now();
    for (const { start, key, sep, value } of items) {
      this.#note(start);
      this.#note(sep ?? []);
      const isBelow = sep?.some(({ type }) => type === 'newline') === true;
      // A map or a list that begins beside its key reaches as far as what follows lets it.
      if (!isBelow && (value?.type === 'block-map' || value?.type === 'block-seq')) this.#standsAlone = false;
      const name = this.#key(key, propertiesOf(start), depth, flow);
      const isMerge = name?.value === '<<' && name.style === 'plain';
      const before = this.#count.now();
      // What is merged stands no deeper than what is written here.
      const found = this.#node(value, propertiesOf(sep ?? []), isMerge ? depth : depth + 1, flow);
      if (name === undefined) continue;
      if (isMerge) {
        this.#standsAlone = false;
        this.#count.takeBack(before);
        for (const merged of (found?.kind === 'list' ? found.items.map(item => item.value) : [found]).filter(
          isMapNode,
        )) {
          merges.push(merged);
          this.#shared.add(merged);
        }
        continue;
      }
      const colon = sep?.find(({ type }) => type === 'map-value-ind');
      entries.push({
        key: name,
        ...(found === undefined ? {} : { value: found }),
        behindColon: colon === undefined ? name.span.end : colon.offset + 1,
        isAlias: value?.type === 'alias',
      });
    }
    const map = yamlMap({ span: this.#spanOf(token), flow, indent: token.indent, entries, merges });
    this.#count.merge(map, atStart);
    return map;
  }

  /**
   * A line without a colon and the key below it look like one key of two lines, which YAML does not know: somebody is
   * typing the first.
   */
  #key(token: Token | null | undefined, properties: Properties, depth: number, flow: boolean): YamlScalar | undefined {
    const last = token?.type === 'scalar' ? token.source.lastIndexOf('\n') + 1 : 0;
    if (token?.type !== 'scalar' || last === 0 || flow) {
      const node = this.#node(token, properties, depth + 1, flow);
      return node?.kind === 'scalar' ? node : undefined;
    }
    this.#standsAlone = false;
    const line = lineAt(this.#masked, token.offset);
    // Behind a key of its own, that first line is out of line, and what follows is read as a part of it.
    if (/[^\s-]/.test(this.#masked.slice(line.start, token.offset))) this.slip ??= { span: line };
    const indent = token.source.slice(last).search(/\S|$/);
    const begin = last + indent;
    return this.#flowScalar(
      { ...token, source: token.source.slice(begin), offset: token.offset + begin },
      properties.tag,
      true,
    );
  }

  #note(marks: readonly Token[]): void {
    for (const mark of marks) {
      // All but a few comments are for people, and a large file has many.
      if (mark.type !== 'comment' || !mark.source.includes('registry-lens:')) continue;
      this.#comments.push({ offset: mark.offset, text: mark.source.slice(1) });
    }
  }

  /** From the first mark to the last visible one. */
  #spanOf(token: CST.BlockMap | CST.BlockSequence | CST.FlowCollection): Span {
    return spanOf(token.offset, Math.max(token.offset, endOf(token, 0)));
  }
}

const STYLES = {
  scalar: 'plain',
  alias: 'plain',
  'single-quoted-scalar': 'single',
  'double-quoted-scalar': 'double',
} as const;

function isMapNode(node: YamlNode | undefined): node is YamlMap {
  return node?.kind === 'map';
}
