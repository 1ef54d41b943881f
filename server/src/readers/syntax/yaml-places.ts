import type { Ignore, IgnorePlace, Slot } from '../../model/reference.ts';
import { spanOf } from '../../model/span.ts';
import { parseIgnoreComment } from './ignore-comment.ts';
import type { YamlDocument, YamlMap, YamlScalar } from './yaml.ts';
import type { YamlFound } from './yaml-paths.ts';

/** The line break that a document uses. */
export function newlineOf({ text }: YamlDocument): '\n' | '\r\n' {
  return text[text.indexOf('\n') - 1] === '\r' ? '\r\n' : '\n';
}

/**
 * Where a comment goes that silences what a path led to: above its line. Absent where that line does not begin with the key or with the
 * dash that leads there, as in flow style and in JSON, and where the value begins on a later line than its key.
 */
export function ignorePlaceOf(document: YamlDocument, found: YamlFound): IgnorePlace | undefined {
  const { text } = document;
  const { value, entry, isAlias } = found;
  if (value === undefined) return undefined;
  const start = lineStart(text, value.span.start);
  const before = text.slice(start, value.span.start);
  const open = /^ */.exec(before)?.[0] ?? '';
  const place: IgnorePlace = { offset: start, open: `${open}# `, newline: newlineOf(document) };
  if (isAlias) return ANCHORED.test(before) ? place : undefined;
  if (found.map?.flow === true || found.list?.flow === true) return undefined;
  const head = entry?.key.span.start ?? value.span.start;
  return head >= start && LEAD.test(text.slice(start, head)) ? place : undefined;
}

/** What may stand before a key or an item in block style. */
const LEAD = /^ *(?:-[ \t]+)*(?:[&!]\S*[ \t]+)*$/;
/** The same, and a key with its anchor: the simple case of a value that is reached by aliases alone. */
const ANCHORED = /^ *(?:-[ \t]+)*(?:[\w.-]+:[ \t]+)?&\S+[ \t]+$/;

/**
 * A hole for a new key on a line of its own, below a key of a block map whose value is written on the same line. Absent where it is not
 * certain that the new line says what is meant.
 */
export function lineBehind(document: YamlDocument, map: YamlMap, value: YamlScalar, key: string): Slot | undefined {
  const { text } = document;
  if (map.flow || value.style === 'literal' || value.style === 'folded') return undefined;
  if (text.slice(value.span.start, value.span.end).includes('\n')) return undefined;
  const newline = text.indexOf('\n', value.span.end);
  const lineEnd = newline < 0 ? text.length : newline;
  const end = text[lineEnd - 1] === '\r' && lineEnd > value.span.end ? lineEnd - 1 : lineEnd;
  if (!/^(?:[ \t]*|[ \t]+#.*)$/.test(text.slice(value.span.end, end))) return undefined;
  const before = `${newlineOf(document)}${' '.repeat(map.indent)}${key}: `;
  return { span: spanOf(end, end), before, after: '' };
}

/** What the document's comments silence: each the line below it, past other comments. A comment behind something else speaks to nobody. */
export function ignoresOf({ text, comments }: YamlDocument): Ignore[] {
  return comments.flatMap(comment => {
    const rules = parseIgnoreComment(comment.text);
    const start = lineStart(text, comment.offset);
    if (rules === undefined || text.slice(start, comment.offset).trim() !== '') return [];
    let next = afterLine(text, comment.offset);
    while (/^[ \t]*#/.test(text.slice(next, afterLine(text, next)))) next = afterLine(text, next);
    const line = text.slice(next, afterLine(text, next)).trimEnd();
    const indent = line.length - line.trimStart().length;
    return line === '' ? [] : [{ span: spanOf(next + indent, next + line.length), rules }];
  });
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function afterLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}
