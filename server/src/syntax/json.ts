import { createScanner, type Node, parseTree } from 'jsonc-parser';
import { type Span, spanOf } from '../model/span.ts';

/** A JSON value with its place, and after a slip of the typist as much of it as can be read. */
export type JsonNode = Node;

/** A member of an object: both its name and its value are there. */
export interface JsonMember {
  readonly name: string;
  readonly value: JsonNode;
  /** From the name's opening quote to the end of the value. */
  readonly span: Span;
}

/** No file that people write nests deeper; the parser's recursion overflows the stack at some thousands. */
const DEEPEST = 200;

/**
 * Reads JSON with comments, trailing commas and unfinished parts. Of a text that is nested too deep to be read, the
 * part before that depth. `undefined` for a text without a value.
 */
export function parseJson(text: string): JsonNode | undefined {
  try {
    return parseTree(text, [], { allowTrailingComma: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return parseTree(text.slice(0, offsetOfDepth(text, DEEPEST)), [], { allowTrailingComma: true });
  }
}

/** The members of an object in the order of the text, repeated names included; none for any other value. */
export function membersOf(node: JsonNode | undefined, text: string): JsonMember[] {
  if (node?.type !== 'object') return [];
  const members: JsonMember[] = [];
  for (const property of node.children ?? []) {
    const [name, value] = property.children ?? [];
    // Without a value somebody is about to type it; then the next member's name may have been taken for the value.
    if (name === undefined || value === undefined || isName(value, text)) continue;
    members.push({ name: String(name.value), value, span: spanOf(name.offset, placeOf(value, text).end) });
  }
  return members;
}

/**
 * Where a value stands. The scanner counts one character too many where a comment begins at the very end of the text.
 */
export function placeOf(node: JsonNode, text: string): Span {
  return spanOf(node.offset, Math.min(node.offset + node.length, text.length));
}

/** The values of all members of one name: usually one, and none for any other value than an object. */
export function valuesOf(node: JsonNode | undefined, name: string, text: string): JsonNode[] {
  return membersOf(node, text)
    .filter(member => member.name === name)
    .map(member => member.value);
}

/**
 * A string's value, and how its positions map onto the text, escapes counted: `at(0)` is behind the opening quote.
 * `undefined` for any other value, and for a string that has no closing quote yet or an escape that JSON does not know.
 */
export function stringOf(node: JsonNode | undefined, text: string): JsonString | undefined {
  if (node?.type !== 'string') return undefined;
  const raw = text.slice(node.offset, node.offset + node.length);
  if (!isClosed(raw) || UNKNOWN_ESCAPE.test(raw)) return undefined;
  const value = String(node.value);
  const inside = raw.slice(1, -1);
  const start = node.offset + 1;
  return { value, at: index => start + (inside === value ? index : rawIndex(inside, index)) };
}

/** A string literal with its closing quote, and where each of its characters stands. */
export interface JsonString {
  readonly value: string;
  /** The offset in the text of the value's code unit at an index. */
  at(index: number): number;
}

function isName(value: JsonNode, text: string): boolean {
  if (value.type !== 'string') return false;
  let next = value.offset + value.length;
  while (/\s/.test(text[next] ?? '')) next += 1;
  return text[next] === ':';
}

/**
 * The scanner ends a string at its closing quote or at the end of the line; a quote behind an odd run of backslashes
 * closes nothing.
 */
function isClosed(raw: string): boolean {
  let backslashes = 0;
  while (raw[raw.length - 2 - backslashes] === '\\') backslashes += 1;
  return raw.length > 1 && raw.endsWith('"') && backslashes % 2 === 0;
}

// The parser drops these, and one `\u` may take a part of what follows along.
const UNKNOWN_ESCAPE = /^(?:[^\\]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*\\(?:[^"\\/bfnrtu]|u(?![0-9A-Fa-f]{4}))/;

/** Every escape of JSON (RFC 8259, section 7) stands for one UTF-16 code unit. */
function rawIndex(inside: string, index: number): number {
  let raw = 0;
  for (let i = 0; i < index; i++) {
    if (inside[raw] !== '\\') raw += 1;
    else raw += inside[raw + 1] === 'u' ? 6 : 2;
  }
  return raw;
}

function offsetOfDepth(text: string, deepest: number): number {
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    const first = text[scanner.getTokenOffset()];
    if (first === '{' || first === '[') depth += 1;
    if (first === '}' || first === ']') depth -= 1;
    if (depth > deepest) return scanner.getTokenOffset();
  }
  return text.length;
}
