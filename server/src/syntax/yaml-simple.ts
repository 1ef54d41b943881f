import { spanOf } from '../model/span.ts';
import { yamlMap } from './yaml-map.ts';
import type { YamlComment, YamlEntry, YamlItem, YamlNode, YamlScalar } from './yaml-nodes.ts';
import { blockText, endOfLine, keyAt, type SimpleValue, valueAt } from './yaml-simple-values.ts';

/** What a simple document says; see {@link readSimpleYaml}. */
export interface SimpleYaml {
  /** Absent for a document without content. */
  readonly root?: YamlNode;
  readonly comments: readonly YamlComment[];
}

/**
 * Reads what nearly all documents consist of: maps and lists in block style, of simple keys and of texts and brackets
 * on one line, or of texts in a block. Where a character stands in the text that may mean anything else, it is
 * `undefined`, and the document is read by its tokens. What is read here is the same as there, and takes a tenth of the
 * time.
 */
export function readSimpleYaml(text: string): SimpleYaml | undefined {
  if (ODD.test(text)) return undefined;
  const reader = new SimpleReader(text);
  return reader.read()
    ? { ...(reader.root === undefined ? {} : { root: reader.root }), comments: reader.comments }
    : undefined;
}

/** Tabs, line breaks of other systems, and what the parser takes for marks of its own. */
const ODD = /[\0-\x08\t\x0b\x0c\x0e-\x1f\x7f\ufeff]|\r(?!\n)/;

/** As deep as people nest, and far from where others give up. */
const DEEPEST = 60;

/** A map or a list that has not ended yet. */
type Open = OpenMap | OpenList;

interface OpenCollection {
  readonly column: number;
  readonly start: number;
  /** Behind what was read of it. */
  end: number;
  /** Whether its last key or dash still waits for a value. */
  isWaiting: boolean;
}

interface OpenMap extends OpenCollection {
  readonly kind: 'map';
  readonly entries: YamlEntry[];
  key: YamlScalar | undefined;
}

interface OpenList extends OpenCollection {
  readonly kind: 'list';
  readonly items: YamlItem[];
}

class SimpleReader {
  root: YamlNode | undefined;
  readonly comments: YamlComment[] = [];
  readonly #text: string;
  readonly #open: Open[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** Returns whether all of the text was simple. */
  read(): boolean {
    const text = this.#text;
    let mayBegin = true;
    for (let start = 0; start < text.length; ) {
      let at = start;
      while (text.charCodeAt(at) === SPACE) at += 1;
      const code = text.charCodeAt(at);
      if (code === HASH || code === NEWLINE || code === RETURN || at === text.length) {
        start = this.#afterLine(at);
        continue;
      }
      if (mayBegin && at === start && text.startsWith('---', at)) {
        const next = this.#afterBlank(at + 3);
        if (next === undefined) return false;
        start = next;
      } else {
        const next = this.#line(at, at - start);
        if (next === undefined) return false;
        start = next;
      }
      mayBegin = false;
    }
    while (this.#open.length > 0) this.#close();
    return true;
  }

  /** Reads a line with something on it, and what belongs to it. Returns where the next one begins. */
  #line(at: number, column: number): number | undefined {
    const isItem = isDash(this.#text, at);
    for (let top = this.#open.at(-1); top !== undefined; top = this.#open.at(-1)) {
      const isOver = top.column > column || (top.column === column && top.kind === 'list' && !isItem);
      if (!isOver) break;
      this.#close();
    }
    const top = this.#open.at(-1);
    if (top === undefined ? this.root !== undefined || column !== 0 : !fits(top, column, isItem)) return undefined;
    return isItem ? this.#item(at, column) : this.#entry(at, column);
  }

  #item(at: number, column: number): number | undefined {
    const text = this.#text;
    const list = this.#listAt(at, column);
    if (list === undefined) return undefined;
    if (list.isWaiting) settle(list, undefined, list.end);
    list.isWaiting = true;
    list.end = at + 1;
    let inside = at + 1;
    while (text.charCodeAt(inside) === SPACE) inside += 1;
    const blank = this.#afterBlank(at + 1);
    if (blank !== undefined) return blank;
    const own = column + inside - at;
    if (isDash(text, inside)) return undefined;
    return keyAt(text, inside) === undefined ? this.#value(inside, own, list) : this.#entry(inside, own);
  }

  #entry(at: number, column: number): number | undefined {
    const key = keyAt(this.#text, at);
    const map = key === undefined ? undefined : this.#mapAt(at, column);
    if (key === undefined || map === undefined) return undefined;
    if (map.isWaiting) settle(map, undefined, map.end);
    map.key = key;
    map.isWaiting = true;
    const colon = key.span.end;
    map.end = colon + 1;
    const blank = this.#afterBlank(colon + 1);
    if (blank !== undefined) return blank;
    let inside = colon + 1;
    while (this.#text.charCodeAt(inside) === SPACE) inside += 1;
    return this.#value(inside, column, map);
  }

  /** Reads the value that a key or a dash waits for, on its line. `indent` is the column that the line counts from. */
  #value(at: number, indent: number, owner: Open): number | undefined {
    const text = this.#text;
    const code = text.charCodeAt(at);
    if (code === BAR || code === GREATER) {
      const end = endOfLine(text, at);
      const block = blockText(text, at, end, owner.column);
      if (block === undefined) return undefined;
      this.#note(at, end);
      settle(owner, block, block.span.end);
      return block.span.end;
    }
    const value: SimpleValue | undefined = valueAt(text, at, indent);
    if (value === undefined) return undefined;
    settle(owner, value.node, value.node.span.end);
    return this.#afterBlank(value.node.span.end);
  }

  /** Where the next line begins, where nothing but blanks and a comment stands on this one behind an offset. */
  #afterBlank(offset: number): number | undefined {
    const text = this.#text;
    let at = offset;
    while (text.charCodeAt(at) === SPACE) at += 1;
    const code = text.charCodeAt(at);
    const isBlank = at === text.length || code === NEWLINE || code === RETURN || (code === HASH && at > offset);
    return isBlank ? this.#afterLine(at) : undefined;
  }

  #afterLine(at: number): number {
    const newline = this.#text.indexOf('\n', at);
    const end = newline < 0 ? this.#text.length : newline;
    if (this.#text.charCodeAt(at) === HASH) this.#note(at, endOfLine(this.#text, at));
    return end + 1;
  }

  /** Takes note of a comment that may speak to this program, on a line from an offset on. */
  #note(from: number, end: number): void {
    const line = this.#text.slice(from, end);
    if (!line.includes('registry-lens:')) return;
    const hash = from + line.indexOf('#');
    this.comments.push({ offset: hash, text: this.#text.slice(hash + 1, end) });
  }

  #listAt(start: number, column: number): OpenList | undefined {
    const top = this.#open.at(-1);
    if (top?.kind === 'list' && top.column === column) return top;
    const list: OpenList = { kind: 'list', column, start, end: start, isWaiting: false, items: [] };
    return this.#begin(list) ? list : undefined;
  }

  #mapAt(start: number, column: number): OpenMap | undefined {
    const top = this.#open.at(-1);
    if (top?.kind === 'map' && top.column === column) return top;
    const map: OpenMap = { kind: 'map', column, start, end: start, isWaiting: false, entries: [], key: undefined };
    return this.#begin(map) ? map : undefined;
  }

  #begin(one: Open): boolean {
    this.#open.push(one);
    return this.#open.length <= DEEPEST;
  }

  #close(): void {
    const one = this.#open.pop();
    if (one === undefined) return;
    if (one.isWaiting) settle(one, undefined, one.end);
    const span = spanOf(one.start, one.end);
    const node: YamlNode =
      one.kind === 'list'
        ? { kind: 'list', span, flow: false, items: one.items }
        : yamlMap({ span, flow: false, indent: one.column, entries: one.entries, merges: [] });
    const owner = this.#open.at(-1);
    if (owner === undefined) this.root = node;
    else settle(owner, node, one.end);
  }
}

/** Whether a line that begins at a column goes on with what is open, or is what it waits for. */
function fits(top: Open, column: number, isItem: boolean): boolean {
  if (top.column < column) return top.isWaiting;
  // The items of a list may stand below its key.
  return top.kind === 'list' || !isItem || top.isWaiting;
}

/** What is open takes the value that it waited for; nothing where none is written. */
function settle(one: Open, value: YamlNode | undefined, end: number): void {
  one.isWaiting = false;
  one.end = end;
  const its = value === undefined ? {} : { value };
  if (one.kind === 'list') one.items.push({ ...its, isAlias: false });
  else if (one.key !== undefined)
    one.entries.push({ key: one.key, ...its, behindColon: one.key.span.end + 1, isAlias: false });
}

function isDash(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== DASH) return false;
  const next = text.charCodeAt(at + 1);
  return next === SPACE || next === NEWLINE || next === RETURN || at + 1 === text.length;
}

const [SPACE, NEWLINE, RETURN, HASH, DASH, BAR, GREATER] = [32, 10, 13, 35, 45, 124, 62];
