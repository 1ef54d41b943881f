import { type Span, spanOf } from '../model/span.ts';
import type { TomlScalar } from './toml-nodes.ts';
import type { TracedText } from './traced-text.ts';

/** What the scanner knows of a scalar in quotes. */
export interface Quoted {
  readonly style: 'single' | 'double';
  readonly span: Span;
  readonly inner: Span;
  readonly isVerbatim: boolean;
  readonly isLong: boolean;
}

/** A string or a key in quotes. Its value is worked out when somebody asks for it, as readers look at few. */
export function quotedScalar(text: string, quoted: Quoted): TomlScalar {
  return new LazyToml(text, quoted, true);
}

/** A key without quotes. */
export function bareKey(text: string, start: number, end: number): TomlScalar {
  return bare(text, start, end, true);
}

/** A number, a truth value or a date. */
export function plainValue(text: string, start: number, end: number): TomlScalar {
  return bare(text, start, end, false);
}

/** Whether a text without quotes is a value (TOML 1.1): a truth value, a number, a date or a time. */
export function isPlainValue(source: string): boolean {
  return source.length <= LONGEST_PLAIN && PLAIN.test(source);
}

/** Whether it is a date, behind which a blank and a time may stand. */
export function isDate(source: string): boolean {
  return DATE.test(source);
}

/**
 * How long the escape is that begins with the backslash at an offset; `undefined` where it is none of TOML's. In a long
 * string a backslash at the end of a line takes the line break along, and all blanks behind it.
 */
export function escapeLength(text: string, at: number, isLong: boolean): number | undefined {
  const mark = text[at + 1] ?? '';
  const digits = HEX_DIGITS[mark];
  if (digits !== undefined) {
    const hex = text.slice(at + 2, at + 2 + digits);
    return hex.length === digits && isCharacter(hex) ? 2 + digits : undefined;
  }
  if (ESCAPES[mark] !== undefined) return 2;
  if (!isLong) return undefined;
  let end = at + 1;
  while (text[end] === ' ' || text[end] === '\t') end += 1;
  if (text[end] !== '\n' && text[end] !== '\r') return undefined;
  while (/[ \t\r\n]/.test(text[end] ?? '')) end += 1;
  return end - at;
}

const LONGEST_PLAIN = 100;
const DATE = /^\d{4}-\d\d-\d\d$/;
const PLAIN = new RegExp(
  `^(?:${[
    'true|false',
    '[+-]?(?:inf|nan)',
    '0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*',
    '0o[0-7](?:_?[0-7])*',
    '0b[01](?:_?[01])*',
    '[+-]?(?:0|[1-9](?:_?\\d)*)(?:\\.\\d(?:_?\\d)*)?(?:[eE][+-]?\\d(?:_?\\d)*)?',
    '\\d{4}-\\d\\d-\\d\\d(?:[Tt ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?(?:[Zz]|[+-]\\d\\d:\\d\\d)?)?',
    '\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?',
  ].join('|')})$`,
);

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\x1b',
  '"': '"',
  '\\': '\\',
};
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function isCharacter(hex: string): boolean {
  if (!/^[0-9A-Fa-f]+$/.test(hex)) return false;
  const code = Number.parseInt(hex, 16);
  return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}

function bare(text: string, start: number, end: number, isString: boolean): TomlScalar {
  const span = spanOf(start, end);
  return new LazyToml(text, { style: 'plain', span, inner: span, isVerbatim: true, isLong: false }, isString);
}

class LazyToml implements TomlScalar {
  readonly kind = 'scalar';
  readonly style: 'plain' | 'single' | 'double';
  readonly isString: boolean;
  readonly span: Span;
  readonly inner: Span;
  readonly isVerbatim: boolean;
  readonly isLong: boolean;
  readonly #text: string;
  #value: string | undefined;

  constructor(
    text: string,
    { style, span, inner, isVerbatim, isLong }: Omit<Quoted, 'style'> & { style: LazyToml['style'] },
    isString: boolean,
  ) {
    this.style = style;
    this.isString = isString;
    this.span = span;
    this.inner = inner;
    this.isVerbatim = isVerbatim;
    this.isLong = isLong;
    this.#text = text;
  }

  get value(): string {
    this.#value ??= this.isVerbatim ? this.#text.slice(this.inner.start, this.inner.end) : this.written.text;
    return this.#value;
  }

  get written(): TracedText {
    return trace(this.#text, this.inner, this.isVerbatim, this.isLong);
  }
}

/** Takes the escapes out. What one stands for stands where the escape begins. */
function trace(text: string, { start, end }: Span, isVerbatim: boolean, isLong: boolean): TracedText {
  const at: number[] = [];
  if (isVerbatim) {
    for (let index = start; index < end; index++) at.push(index);
    return { text: text.slice(start, end), at };
  }
  let value = '';
  for (let index = start; index < end; ) {
    const length = text[index] === '\\' ? (escapeLength(text, index, isLong) ?? 1) : 1;
    const meant = length === 1 ? text.charAt(index) : meaningOf(text.slice(index, index + length));
    for (let unit = 0; unit < meant.length; unit++) at.push(index);
    value += meant;
    index += length;
  }
  return { text: value, at };
}

function meaningOf(source: string): string {
  const mark = source.charAt(1);
  if (HEX_DIGITS[mark] !== undefined) return String.fromCodePoint(Number.parseInt(source.slice(2), 16));
  return ESCAPES[mark] ?? '';
}
