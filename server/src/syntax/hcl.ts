import type { IgnorePlace } from '../model/reference.ts';
import { type Span, spanOf } from '../model/span.ts';
import { offsets, traceLines } from './hcl-heredoc.ts';
import { newlineOf } from './newline.ts';
import type { TracedText } from './traced-text.ts';
import { yamlMap } from './yaml-map.ts';
import type { YamlComment, YamlDocument, YamlEntry, YamlItem, YamlMap, YamlNode, YamlScalar } from './yaml-nodes.ts';
import { lineStartNear } from './yaml-places.ts';
import { traceScalar } from './yaml-scalars.ts';

/**
 * Reads HCL (hashicorp/hcl, hclsyntax/spec.md) into the tree that its own JSON form has (json/spec.md): a block is an
 * entry of its type, with a map for each label. Quoted texts, objects and tuples have values, and what must be computed
 * has none; `${}` stays in a text as it is written. A name alone is read as the text that would say the same,
 * `"${NAME}"`, whose characters do not stand there; `null` is no text. Never throws: of a broken text it keeps what
 * stands before and behind the slip.
 *
 * The parsers of HCL that others published tell no places, or need an editor's tree or a compiler around them.
 */
export function parseHcl(text: string): YamlDocument {
  return new HclReader(text, false).read();
}

/**
 * The same for Terraform (developer.hashicorp.com/terraform/language), with what its files need besides: numbers and
 * truth values are scalars, here-documents are texts, a path such as `a.b[0].c` is the text that has its value, and
 * `jsonencode` is what it encodes. An item that is computed has no value.
 */
export function parseTerraform(text: string): YamlDocument {
  return new HclReader(text, true).read();
}

/**
 * Where a comment goes that silences what stands at an offset: above its line. Absent where a comment ends there, and
 * far from the line's start: a program wrote such a line, and it is not to be searched for each thing on it.
 */
export function hclIgnorePlace({ text, newline }: YamlDocument, at: number): IgnorePlace | undefined {
  const start = lineStartNear(text, at);
  if (start === undefined) return undefined;
  const before = text.slice(start, at);
  if (before.includes('*/')) return undefined;
  return { offset: start, open: `${/^[ \t]*/.exec(before)?.[0] ?? ''}# `, newline };
}

const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
/** A block at the start of a line, which nobody writes within another one: a brace above is still to be written. */
const TOP_BLOCK = /[a-z]+(?:[ \t]+"[^"\r\n]*")+[ \t]*\{/y;
// The reader calls itself within brackets.
const DEEPEST = 100;
const LONGEST_INTERPOLATION = 500;
/** As far as they stand alone: what follows is looked at by who reads them. */
const LITERAL = /(?:-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false)(?![\p{ID_Continue}.-])/uy;
const ENCODER = /jsonencode\([ \t]*/y;
const HEREDOC = /<<-?[\p{ID_Start}_][\p{ID_Continue}-]{0,100}[ \t]*\r?\n/uy;
const TRAVERSAL =
  /[\p{ID_Start}_][\p{ID_Continue}-]*(?:\.(?:[\p{ID_Start}_][\p{ID_Continue}-]*|\*|\d+)|\[(?:\d+|\*|"[^"\\\r\n$%]{0,200}"|[\p{ID_Start}_][\p{ID_Continue}.-]{0,200})\]){0,20}/uy;

class HclReader {
  readonly #text: string;
  readonly #isTerraform: boolean;
  readonly #comments: YamlComment[] = [];
  #at = 0;

  constructor(text: string, isTerraform: boolean) {
    this.#text = text;
    this.#isTerraform = isTerraform;
  }

  read(): YamlDocument {
    const entries: YamlEntry[] = [];
    while (this.#at < this.#text.length) {
      this.#body(entries, 0);
      // A brace that closes nothing.
      this.#at += 1;
    }
    const root = mapOf(entries, 0, this.#text.length);
    const text = this.#text;
    return { text, newline: newlineOf(text), root, comments: this.#comments, isTemplate: false, shared: new Set() };
  }

  /** Attributes and blocks, up to the brace that closes them. */
  #body(entries: YamlEntry[], depth: number): void {
    for (;;) {
      this.#blanks(true);
      if (this.#at >= this.#text.length || this.#text[this.#at] === '}') return;
      if (depth > 0 && this.#isAtTopBlock()) return;
      const key = this.#identifier();
      if (key === undefined) {
        this.#rest();
        if (/[)\],]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
        continue;
      }
      this.#blanks(false);
      if (this.#text[this.#at] === '=' && this.#text[this.#at + 1] !== '=') {
        this.#at += 1;
        entries.push(entryOf(key, this.#at, this.#expression(depth)));
        continue;
      }
      const labels: YamlScalar[] = [];
      for (;;) {
        const label = this.#text[this.#at] === '"' ? this.#quoted() : this.#identifier();
        if (label === undefined) break;
        labels.push(label);
        this.#blanks(false);
      }
      if (this.#text[this.#at] !== '{') {
        this.#rest();
        continue;
      }
      const start = this.#at++;
      const inside: YamlEntry[] = [];
      if (depth < DEEPEST) this.#body(inside, depth + 1);
      if (this.#text[this.#at] === '}') this.#at += 1;
      const block = labels.reduceRight<YamlNode>(
        (value, label) => mapOf([entryOf(label, label.span.end, value)], start, this.#at),
        mapOf(inside, start, this.#at),
      );
      entries.push(entryOf(key, key.span.end, block));
    }
  }

  /** A value, where it is written out; what belongs to a longer expression is passed over with it. */
  #expression(depth: number): YamlNode | undefined {
    this.#blanks(false);
    const character = this.#text[this.#at];
    let value: YamlNode | undefined;
    if (character === '"') value = this.#quoted();
    else if (character === '{' && depth < DEEPEST) value = this.#object(depth + 1);
    else if (character === '[' && depth < DEEPEST) value = this.#tuple(depth + 1);
    else if (this.#isTerraform) value = this.#ofTerraform(depth);
    else value = this.#name();
    this.#blanks(false);
    if (this.#isAtEnd()) return value;
    this.#rest();
    return undefined;
  }

  #object(depth: number): YamlMap {
    const start = this.#at++;
    const entries: YamlEntry[] = [];
    for (let first = this.#element('}'); first !== undefined; first = this.#element('}')) {
      const key = first === '"' ? this.#quoted() : this.#identifier();
      this.#blanks(false);
      if (key !== undefined && /[=:]/.test(this.#text[this.#at] ?? '')) {
        this.#at += 1;
        entries.push(entryOf(key, this.#at, this.#expression(depth)));
      } else {
        this.#rest();
        if (/[)\]]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
      }
    }
    if (this.#text[this.#at] === '}') this.#at += 1;
    return mapOf(entries, start, this.#at);
  }

  /**
   * Goes to the next element of what a bracket opened, and gives its first character; `undefined` where there is none.
   */
  #element(closing: string): string | undefined {
    for (;;) {
      this.#blanks(true);
      const character = this.#text[this.#at];
      if (character !== ',') return character === closing || this.#isAtTopBlock() ? undefined : character;
      this.#at += 1;
    }
  }

  #tuple(depth: number): YamlNode {
    const start = this.#at++;
    const items: YamlItem[] = [];
    while (this.#element(']') !== undefined) {
      const value = this.#expression(depth);
      if (value !== undefined) items.push({ value, isAlias: false });
      else if (this.#isTerraform) items.push({ isAlias: false });
      if (/[)}]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    }
    if (this.#text[this.#at] === ']') this.#at += 1;
    return { kind: 'list', span: spanOf(start, this.#at), flow: true, items };
  }

  /** Whether an expression ends here: at the end of its line, at a comma, at a bracket that closes. */
  #isAtEnd(): boolean {
    return /^(?:$|[\r\n,)\]}#]|\/\/)/.test(this.#text.slice(this.#at, this.#at + 2));
  }

  /** Passes over the rest of an expression. Within brackets its lines go on. */
  #rest(): void {
    let open = 0;
    while (this.#at < this.#text.length) {
      this.#blanks(open > 0);
      const character = this.#text[this.#at];
      if (character === undefined || (open === 0 && this.#isAtEnd()) || this.#isAtTopBlock()) return;
      if (character === '"') this.#passQuoted(0);
      else if (character === '<' && this.#text[this.#at + 1] === '<' && this.#passHeredoc()) continue;
      else {
        if (/[([{]/.test(character)) open += 1;
        else if (/[)\]}]/.test(character)) open -= 1;
        this.#at += 1;
      }
    }
  }

  /** Blanks and comments; with `lines`, line breaks too. */
  #blanks(lines: boolean): void {
    for (;;) {
      const character = this.#text[this.#at];
      if (character === ' ' || character === '\t' || (lines && (character === '\n' || character === '\r'))) {
        this.#at += 1;
      } else if (character === '#' || (character === '/' && this.#text[this.#at + 1] === '/')) {
        if (!lines) return;
        const newline = this.#text.indexOf('\n', this.#at);
        const end = newline < 0 ? this.#text.length : newline;
        const mark = character === '#' ? 1 : 2;
        this.#comments.push({ offset: this.#at, text: this.#text.slice(this.#at + mark, end).trimEnd() });
        this.#at = end;
      } else if (character === '/' && this.#text[this.#at + 1] === '*') {
        const end = this.#text.indexOf('*/', this.#at + 2);
        this.#at = end < 0 ? this.#text.length : end + 2;
      } else return;
    }
  }

  #identifier(): YamlScalar | undefined {
    IDENTIFIER.lastIndex = this.#at;
    const source = IDENTIFIER.exec(this.#text)?.[0];
    if (source === undefined) return undefined;
    const start = this.#at;
    this.#at += source.length;
    return scalarOf('plain', this.#text, start, this.#at);
  }

  /** A variable's name, as the text that has its value; `null` as it is. Truth values are no texts of their own. */
  #name(): YamlScalar | undefined {
    const found = this.#identifier();
    if (found === undefined || /^(?:true|false)$/.test(found.value)) return undefined;
    if (found.value === 'null') return { ...found, isString: false };
    const { start, end } = found.span;
    const written = { text: `\${${found.value}}`, at: [start, start, ...found.written.at, end - 1] };
    return { ...found, value: written.text, written };
  }

  /** What Terraform's files have besides, and Bake's are not read for. */
  #ofTerraform(depth: number): YamlNode | undefined {
    const start = this.#at;
    const literal = matchAt(LITERAL, this.#text, start);
    if (literal !== undefined) {
      this.#at += literal.length;
      return { ...scalarOf('plain', this.#text, start, this.#at), isString: false };
    }
    const encoder = matchAt(ENCODER, this.#text, start);
    if (encoder !== undefined && depth < DEEPEST) {
      this.#at += encoder.length;
      this.#blanks(true);
      const value = this.#expression(depth + 1);
      this.#blanks(true);
      if (this.#text[this.#at] !== ')') return undefined;
      this.#at += 1;
      return value;
    }
    if (this.#text[start] === '<') return this.#heredoc();
    const path = matchAt(TRAVERSAL, this.#text, start);
    if (path === undefined || path === 'null') return this.#name();
    this.#at += path.length;
    const last = this.#at - 1;
    const written = { text: `\${${path}}`, at: [start, start, ...offsets(start, this.#at), last] };
    return tracedScalar('plain', spanOf(start, this.#at), written);
  }

  /** A here-document's text; `undefined` where its end is not written yet. */
  #heredoc(): YamlScalar | undefined {
    const start = this.#at;
    const header = matchAt(HEREDOC, this.#text, start);
    if (header === undefined || !this.#passHeredoc()) return undefined;
    const end = this.#text.lastIndexOf('\n', this.#at - 1) + 1;
    const from = start + header.length;
    if (end < from || this.#text.slice(end, this.#at).trim() !== header.replace(/^<<-?/, '').trim()) return undefined;
    const written = traceLines(this.#text, from, end, header.startsWith('<<-'));
    return tracedScalar('literal', spanOf(start, this.#at), written);
  }

  /** A quoted text; `undefined` where it does not end on its line. */
  #quoted(): YamlScalar | undefined {
    const start = this.#at;
    return this.#passQuoted(0) ? scalarOf('double', this.#text, start, this.#at) : undefined;
  }

  #passQuoted(depth: number): boolean {
    this.#at += 1;
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at];
      if (character === '\n' || character === '\r') return false;
      this.#at += 1;
      if (character === '"') return true;
      if (character === '\\' && !/[\r\n]/.test(this.#text[this.#at] ?? '\n')) this.#at += 1;
      else if ((character === '$' || character === '%') && this.#text[this.#at] === character) {
        // `$${` stands for `${`.
        if (this.#text[this.#at + 1] === '{') this.#at += 2;
      } else if ((character === '$' || character === '%') && this.#text[this.#at] === '{') {
        if (depth >= DEEPEST || !this.#passInterpolation(depth)) return false;
      }
    }
    return false;
  }

  /**
   * From the brace that opens an expression within a text to behind the one that closes it, which may be some lines
   * below.
   */
  #passInterpolation(depth: number): boolean {
    const start = this.#at;
    const last = Math.min(this.#text.length, start + LONGEST_INTERPOLATION);
    let open = 0;
    while (this.#at < last) {
      if (this.#text[this.#at] === '"') {
        if (!this.#passQuoted(depth + 1)) break;
        continue;
      }
      const character = this.#text[this.#at++];
      if (character === '{') open += 1;
      else if (character === '}' && --open === 0) return true;
    }
    // Nobody closed it yet: only its own line is lost.
    const newline = this.#text.indexOf('\n', start);
    this.#at = newline < 0 ? this.#text.length : newline;
    return false;
  }

  /** `<<END` or `<<-END`, and the lines up to that word. */
  #passHeredoc(): boolean {
    const opened = /^<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t]*\r?\n/u.exec(
      this.#text.slice(this.#at, this.#at + 200),
    );
    if (opened === null) return false;
    let at = this.#at + opened[0].length;
    while (at < this.#text.length) {
      const newline = this.#text.indexOf('\n', at);
      const end = newline < 0 ? this.#text.length : newline;
      if (this.#text.slice(at, end).trim() === opened[1]) {
        this.#at = end;
        return true;
      }
      at = end + 1;
    }
    this.#at = this.#text.length;
    return true;
  }

  #isAtTopBlock(): boolean {
    if (this.#at > 0 && this.#text[this.#at - 1] !== '\n') return false;
    TOP_BLOCK.lastIndex = this.#at;
    return TOP_BLOCK.test(this.#text);
  }
}

function scalarOf(style: 'plain' | 'double', text: string, start: number, end: number): YamlScalar {
  const written = traceScalar(style, text.slice(start, end), start);
  return { kind: 'scalar', style, span: spanOf(start, end), isString: true, value: written.text, written };
}

/** A text that is not what stands there, and where each character of it comes from. */
function tracedScalar(style: 'plain' | 'literal', span: Span, written: TracedText): YamlScalar {
  return { kind: 'scalar', style, span, isString: true, value: written.text, written };
}

function entryOf(key: YamlScalar, behindColon: number, value: YamlNode | undefined): YamlEntry {
  return { key, behindColon, isAlias: false, ...(value === undefined ? {} : { value }) };
}

function mapOf(entries: readonly YamlEntry[], start: number, end: number): YamlMap {
  return yamlMap({ span: spanOf(start, end), flow: true, indent: 0, entries, merges: [] });
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
