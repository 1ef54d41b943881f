import type { TracedText } from './traced-text.ts';

/** How a scalar is written: without quotes, in quotes, or as a block (`|`, `>`). */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/**
 * What the header of a block scalar says (`|`, `>`, an indentation digit, `-` or `+`), and the indentation around it.
 */
export interface BlockHeader {
  readonly header: string;
  readonly indent: number;
}

/**
 * Takes quotes, escapes, folds and indentation out of a scalar (YAML 1.2.2, chapters 7.3 and 8.1). `source` is what
 * stands at `offset`: with quotes, and for a block the lines below its header.
 */
export function traceScalar(style: ScalarStyle, source: string, offset: number, block?: BlockHeader): TracedText {
  switch (style) {
    case 'plain':
      return source.includes('\n') ? traceFolds(source, offset, 0, source.length, 'plain') : literally(source, offset);
    case 'single':
    case 'double': {
      const inside = source.slice(1, -1);
      if (!/[\n\\']/.test(inside)) return literally(inside, offset + 1);
      return traceFolds(source, offset, 1, source.length - 1, style);
    }
    case 'literal':
    case 'folded':
      return traceBlock(source, offset, style, block ?? { header: '', indent: 0 });
  }
}

/** The text of a scalar on one line in which nothing stands for something else; `undefined` for all others. */
export function literalValue(style: 'plain' | 'single' | 'double', source: string): string | undefined {
  if (style === 'plain') return source.includes('\n') ? undefined : source;
  const inside = source.slice(1, -1);
  return /[\n\\']/.test(inside) ? undefined : inside;
}

const NOT_TEXT =
  /^(?:|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/**
 * Whether a plain scalar is text by the core schema (YAML 1.2.2, chapter 10.3.2), and not a number, a truth value or
 * null.
 */
export function isYamlString(source: string): boolean {
  return !NOT_TEXT.test(source);
}

class Trace {
  readonly #at: number[] = [];
  #text = '';

  keep(text: string, at: number): void {
    for (let index = 0; index < text.length; index++) this.#at.push(at + index);
    this.#text += text;
  }

  /** Writes what stands in the source as something else: all of it is there, where the escape or fold begins. */
  put(text: string, at: number): void {
    for (let index = 0; index < text.length; index++) this.#at.push(at);
    this.#text += text;
  }

  done(): TracedText {
    return { text: this.#text, at: this.#at };
  }
}

function literally(text: string, offset: number): TracedText {
  const trace = new Trace();
  trace.keep(text, offset);
  return trace.done();
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * A flow scalar over several lines, or with escapes: blanks around a line break go, one break becomes a blank, more
 * become the rest.
 */
function traceFolds(
  source: string,
  offset: number,
  from: number,
  to: number,
  style: 'plain' | 'single' | 'double',
): TracedText {
  const trace = new Trace();
  for (let at = from; at < to; ) {
    const character = source[at] ?? '';
    if (style === 'single' && character === "'") {
      trace.keep("'", offset + at);
      at += source[at + 1] === "'" ? 2 : 1;
    } else if (style === 'double' && character === '\\') {
      at = traceEscape(trace, source, offset, at, to);
    } else if (/[ \t\r\n]/.test(character)) {
      const blanks = blanksAt(source, at, to);
      const breaks = source.slice(at, blanks).split('\n').length - 1;
      if (breaks === 0) trace.keep(source.slice(at, blanks), offset + at);
      else trace.put(breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), offset + at);
      at = blanks;
    } else {
      trace.keep(character, offset + at);
      at += 1;
    }
  }
  return trace.done();
}

/** Reads one escape of a double-quoted scalar, and returns where the text goes on. */
function traceEscape(trace: Trace, source: string, offset: number, at: number, to: number): number {
  const mark = source[at + 1] ?? '';
  if (mark === '\n' || (mark === '\r' && source[at + 2] === '\n')) {
    const next = source.indexOf('\n', at) + 1;
    const blanks = blanksAt(source, next, to);
    // An escaped break joins the lines; empty lines behind it stay breaks.
    const breaks = source.slice(next, blanks).split('\n').length - 1;
    trace.put('\n'.repeat(breaks), offset + at);
    return blanks;
  }
  const digits = HEX_DIGITS[mark];
  if (digits !== undefined) {
    const hex = source.slice(at + 2, Math.min(at + 2 + digits, to));
    const code = /^[0-9a-fA-F]+$/.test(hex) && hex.length === digits ? Number.parseInt(hex, 16) : -1;
    if (code >= 0 && code <= 0x10ffff) {
      trace.put(String.fromCodePoint(code), offset + at);
      return at + 2 + digits;
    }
  }
  const meant = ESCAPES[mark];
  if (meant !== undefined) trace.put(meant, offset + at);
  else if (/["\\/ \t]/.test(mark)) trace.put(mark, offset + at);
  else trace.put(`\\${mark}`, offset + at);
  return Math.min(at + 2, to);
}

function blanksAt(source: string, from: number, to: number): number {
  let at = from;
  while (at < to && /[ \t\r\n]/.test(source[at] ?? '')) at += 1;
  return at;
}

interface BlockLine {
  /** Where the line begins in the source. */
  readonly start: number;
  /** Without the line break. */
  readonly text: string;
  /** The number of blanks that it begins with. */
  readonly indent: number;
}

function traceBlock(source: string, offset: number, style: 'literal' | 'folded', block: BlockHeader): TracedText {
  const lines = linesOfBlock(source);
  const digit = /[1-9]/.exec(block.header)?.[0];
  const first = lines.find(line => line.text.length > line.indent);
  const indent = digit === undefined ? (first?.indent ?? 0) : Math.max(0, block.indent) + Number(digit);
  // Blanks beyond the indentation are text too.
  const used =
    first === undefined ? 0 : 1 + lines.findLastIndex(line => line.text.length > Math.min(line.indent, indent));
  const trace = new Trace();
  // What joins a line to the one before it: nothing yet, a break, or a blank.
  let join = '';
  let wasMoreIndented = false;
  for (const line of lines.slice(0, used)) {
    const content = line.text.slice(Math.min(indent, line.indent));
    const at = offset + line.start + line.text.length - content.length;
    const isMore = /^[ \t]/.test(content);
    if (content === '' && style === 'folded') {
      if (join === ' ') join = '\n';
      else trace.put('\n', Math.max(offset, at - 1));
      continue;
    }
    if (style === 'folded' && isMore) {
      if (join === ' ') join = '\n';
      else if (join === '\n' && !wasMoreIndented) join = '\n\n';
    }
    if (join !== '') trace.put(join, Math.max(offset, offset + line.start - 1));
    trace.keep(content, at);
    wasMoreIndented = isMore;
    join = style === 'folded' && !isMore ? ' ' : '\n';
  }
  const chomp = /[-+]/.exec(block.header)?.[0];
  const end = offset + source.length;
  if (chomp === '+') trace.put('\n'.repeat(Math.max(lines.length - used, 0) + (used > 0 ? 1 : 0)), end);
  else if (chomp === undefined && used > 0) trace.put('\n', end);
  return trace.done();
}

function linesOfBlock(source: string): BlockLine[] {
  const lines: BlockLine[] = [];
  for (let start = 0; start < source.length; ) {
    const newline = source.indexOf('\n', start);
    const end = newline < 0 ? source.length : newline;
    const text = source.slice(start, end).replace(/\r$/, '');
    lines.push({ start, text, indent: text.length - text.replace(/^ +/, '').length });
    start = end + 1;
  }
  return lines;
}
