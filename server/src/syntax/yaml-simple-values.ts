import { spanOf } from '../model/span.ts';
import { LazyScalar } from './yaml-lazy-scalar.ts';
import { yamlMap } from './yaml-map.ts';
import type { YamlEntry, YamlItem, YamlNode, YamlScalar } from './yaml-nodes.ts';
import { isYamlString, literalValue, traceScalar } from './yaml-scalars.ts';

/** A value on one line. */
export interface SimpleValue {
  readonly node: YamlNode;
}

/** A key that a colon ends, where a simple one begins at an offset. */
export function keyAt(text: string, at: number): YamlScalar | undefined {
  const quote = text.charAt(at);
  const style = quote === '"' ? 'double' : quote === "'" ? 'single' : 'plain';
  const pattern = style === 'plain' ? KEY : QUOTED_KEY;
  pattern.lastIndex = at;
  return pattern.test(text) ? scalarOf(style, text, at, pattern.lastIndex) : undefined;
}

/**
 * The value that begins at an offset in block style and ends on its line; `undefined` where it may be anything but a
 * text or brackets around texts. What stands behind it is the caller's to look at.
 *
 * @param indent the column that its line counts from
 */
export function valueAt(text: string, at: number, indent: number): SimpleValue | undefined {
  const first = text.charAt(at);
  if (first === '[' || first === '{') return bracketsAt(text, at, indent, 0);
  if (first === '"' || first === "'") return quotedAt(text, at);
  if (INDICATORS.includes(first) || (first === '-' && /[\s]|^$/.test(text.charAt(at + 1)))) return undefined;
  const end = plainEnd(text, at);
  return end === undefined ? undefined : { node: scalarOf('plain', text, at, end) };
}

/**
 * A text in a block, whose header begins at an offset and ends with its line; `undefined` where it says more than how
 * the text ends, and where a line has nothing but blanks or stands where none is expected.
 *
 * @param column of what holds the text
 */
export function blockText(text: string, at: number, lineEnd: number, column: number): YamlScalar | undefined {
  const [, header = ''] = BLOCK_HEADER.exec(text.slice(at, lineEnd)) ?? [];
  const start = text.indexOf('\n', at) + 1;
  if (header === '' || start === 0) return undefined;
  let indent: number | undefined;
  let end = start;
  for (let line = start; line < text.length; ) {
    let content = line;
    while (text.charCodeAt(content) === SPACE) content += 1;
    const newline = text.indexOf('\n', content);
    const next = newline < 0 ? text.length : newline + 1;
    const isEmpty = content === text.length || /[\r\n]/.test(text.charAt(content));
    if (isEmpty && content > line) return undefined;
    if (!isEmpty) {
      const own = content - line;
      indent ??= own;
      if (indent <= column) return undefined;
      if (own < indent) {
        // Behind the text, what is further right than what holds it belongs nowhere.
        if (own > column) return undefined;
        break;
      }
      end = next;
    }
    line = next;
  }
  if (indent === undefined) return undefined;
  const style = header.startsWith('>') ? 'folded' : 'literal';
  const source = text.slice(start, end);
  const trace = () => traceScalar(style, source, start, { header, indent: column });
  return new LazyScalar(style, spanOf(at, end), true, trace);
}

/** Where the line of an offset ends, without its line break. */
export function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  const end = newline < 0 ? text.length : newline;
  return end > at && text.charCodeAt(end - 1) === RETURN ? end - 1 : end;
}

const KEY = /[A-Za-z0-9_$./][\w./$@~+-]*(?=:(?:[ \r\n]|$))/y;
const QUOTED_KEY = /(?:"[^"\\\r\n]*"|'[^'\r\n]*')(?=:(?:[ \r\n]|$))/y;
const INDICATORS = ',]}#&*!%@`?:|>';
const BLOCK_HEADER = /^([|>]-?)(?: +#.*| *)$/;
const [SPACE, RETURN, NEWLINE, COLON, HASH] = [32, 13, 10, 58, 35];

/** Behind the last character of a text without quotes; `undefined` where it holds what may be a key. */
function plainEnd(text: string, at: number): number | undefined {
  let end = at;
  for (let index = at; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === NEWLINE || code === RETURN) break;
    if (code === SPACE) {
      if (text.charCodeAt(index + 1) === HASH) break;
      continue;
    }
    if (code === COLON && /[\s]|^$/.test(text.charAt(index + 1))) return undefined;
    end = index + 1;
  }
  return end;
}

function quotedAt(text: string, at: number): SimpleValue | undefined {
  const quote = text.charAt(at);
  for (let index = at + 1; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '\n' || character === '\r') return undefined;
    if (character === '\\' && quote === '"') index += /[\r\n]/.test(text.charAt(index + 1)) ? 0 : 1;
    else if (character === quote) {
      if (quote === '"' || text.charAt(index + 1) !== quote)
        return { node: scalarOf(quote === '"' ? 'double' : 'single', text, at, index + 1) };
      index += 1;
    }
  }
  return undefined;
}

/** As people nest brackets on one line. */
const DEEPEST = 20;
const IN_BRACKETS = /[\w./~$][\w./~$+=@%-]*(?::[\w./~$+=@%-]+)*/y;

function bracketsAt(text: string, start: number, indent: number, depth: number): SimpleValue | undefined {
  const isMap = text.charAt(start) === '{';
  const close = isMap ? '}' : ']';
  const entries: YamlEntry[] = [];
  const items: YamlItem[] = [];
  let at = afterSpaces(text, start + 1);
  while (text.charAt(at) !== close) {
    if (entries.length + items.length > 0) {
      if (text.charAt(at) !== ',') return undefined;
      at = afterSpaces(text, at + 1);
    }
    const key = isMap ? keyAt(text, at) : undefined;
    if (isMap && key === undefined) return undefined;
    if (key !== undefined) at = afterSpaces(text, key.span.end + 1);
    const value = inBrackets(text, at, indent, depth);
    if (value === undefined) return undefined;
    at = afterSpaces(text, value.node.span.end);
    if (key === undefined) items.push({ value: value.node, isAlias: false });
    else entries.push({ key, value: value.node, behindColon: key.span.end + 1, isAlias: false });
  }
  const span = spanOf(start, at + 1);
  if (isMap) return { node: yamlMap({ span, flow: true, indent, entries, merges: [] }) };
  return { node: { kind: 'list', span, flow: true, items } };
}

function inBrackets(text: string, at: number, indent: number, depth: number): SimpleValue | undefined {
  const first = text.charAt(at);
  if (first === '[' || first === '{') return depth < DEEPEST ? bracketsAt(text, at, indent, depth + 1) : undefined;
  if (first === '"' || first === "'") {
    const quoted = quotedAt(text, at);
    // It may be a key.
    return quoted === undefined || text.charAt(afterSpaces(text, quoted.node.span.end)) === ':' ? undefined : quoted;
  }
  IN_BRACKETS.lastIndex = at;
  return IN_BRACKETS.test(text) ? { node: scalarOf('plain', text, at, IN_BRACKETS.lastIndex) } : undefined;
}

function afterSpaces(text: string, offset: number): number {
  let at = offset;
  while (text.charCodeAt(at) === SPACE) at += 1;
  return at;
}

function scalarOf(style: 'plain' | 'single' | 'double', text: string, start: number, end: number): YamlScalar {
  const source = text.slice(start, end);
  const isString = style !== 'plain' || isYamlString(source);
  const trace = () => traceScalar(style, source, start);
  return new LazyScalar(style, spanOf(start, end), isString, trace, literalValue(style, source));
}
