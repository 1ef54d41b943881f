import type { Ignore, IgnorePlace, Slot } from '../../model/reference.ts';
import { spanOf } from '../../model/span.ts';
import { parseIgnoreComment } from './ignore-comment.ts';
import type { YamlDocument, YamlNode } from './yaml-nodes.ts';
import type { YamlFound } from './yaml-paths.ts';

/** The line break that a document uses. */
function newlineOf({ text }: YamlDocument): '\n' | '\r\n' {
  return text[text.indexOf('\n') - 1] === '\r' ? '\r\n' : '\n';
}

/**
 * Where a comment goes that silences what a path led to: above its line. Absent where that line does not begin with the key or with the
 * dash that leads there, as in flow style and in JSON, and where the value's text begins on a later line than its key.
 */
export function ignorePlaceOf(document: YamlDocument, found: YamlFound): IgnorePlace | undefined {
  const { text } = document;
  const { value, entry, isAlias } = found;
  if (value === undefined || isBlock(value)) return undefined;
  // Looked at first: a large file in JSON may be a single line, which is not to be searched for its ends time and again.
  if (!isAlias && (found.map?.flow === true || found.list?.flow === true)) return undefined;
  const start = lineStart(text, value.span.start);
  const before = text.slice(start, value.span.start);
  const head = entry?.key.span.start ?? value.span.start;
  const leads = isAlias ? ANCHORED.test(before) : head >= start && LEAD.test(text.slice(start, head));
  if (!leads) return undefined;
  const open = /^ */.exec(before)?.[0] ?? '';
  return { offset: start, open: `${open}# `, newline: newlineOf(document) };
}

/** What may stand before a key or an item in block style. */
const LEAD = /^ *(?:-[ \t]+)*(?:[&!]\S*[ \t]+)*$/;
/** The same, and a key with its anchor: the simple case of a value that is reached by aliases alone. */
const ANCHORED = /^ *(?:-[ \t]+)*(?:[\w.-]+:[ \t]+)?&\S+[ \t]+$/;

/**
 * A hole for the value of a new key behind one that is there: on a line of its own below it, or behind a comma in flow style and JSON. Absent where
 * it is not certain that the new key says what is meant.
 */
export function keyBehind(document: YamlDocument, { map, entry, value }: YamlFound, key: string): Slot | undefined {
  const { text } = document;
  if (map === undefined || entry === undefined || value?.kind !== 'scalar') return undefined;
  if (entry.isAlias || isBlock(value)) return undefined;
  const { start, end } = value.span;
  if (text.slice(start, end).includes('\n')) return undefined;
  if (map.flow) {
    if (!isEndOfValue(text, end)) return undefined;
    const quote = entry.key.style === 'double' ? '"' : '';
    return { span: spanOf(end, end), before: `, ${quote}${key}${quote}: ${quote}`, after: quote };
  }
  const newline = text.indexOf('\n', end);
  const stop = newline < 0 ? text.length : newline;
  const lineEnd = text[stop - 1] === '\r' && stop > end ? stop - 1 : stop;
  if (!/^[ \t]*(?:(?<=[ \t])#.*)?$/.test(text.slice(end, lineEnd))) return undefined;
  const before = `${newlineOf(document)}${' '.repeat(map.indent)}${key}: `;
  return { span: spanOf(lineEnd, lineEnd), before, after: '' };
}

/** Whether nothing more of a value can follow at an offset: blanks, then the line's end, a comment or the next mark of flow style. */
export function isEndOfValue(text: string, offset: number): boolean {
  return /^[ \t]*(?:$|[\r\n,}\]]|(?<=[ \t])#)/.test(text.slice(offset));
}

/**
 * What the document's comments silence: each the line below it, past other comments. A comment behind something else speaks to nobody.
 * `isComment` tells lines of comments, for languages that are not YAML.
 */
export function ignoresOf(
  { text, comments }: Pick<YamlDocument, 'text' | 'comments'>,
  isComment = /^[ \t]*#/,
): Ignore[] {
  // The lines of comments that were passed last, so that a long run of them is passed once.
  let passed = spanOf(-1, -1);
  return comments.flatMap(comment => {
    const rules = parseIgnoreComment(comment.text);
    const start = lineStart(text, comment.offset);
    if (rules === undefined || text.slice(start, comment.offset).trim() !== '') return [];
    let next = afterLine(text, comment.offset);
    if (next > passed.start && next <= passed.end) next = passed.end;
    while (isComment.test(text.slice(next, afterLine(text, next)))) next = afterLine(text, next);
    passed = spanOf(start, next);
    const line = text.slice(next, afterLine(text, next)).trimEnd();
    const indent = line.length - line.trimStart().length;
    return line === '' ? [] : [{ span: spanOf(next + indent, next + line.length), rules }];
  });
}

function isBlock(node: YamlNode): boolean {
  return node.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded');
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function afterLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}
