import type { Ignore, IgnorePlace, Slot } from '../model/reference.ts';
import { type Span, spanOf } from '../model/span.ts';
import { parseIgnoreComment } from './ignore-comment.ts';
import type { YamlDocument, YamlNode } from './yaml-nodes.ts';
import type { YamlFound } from './yaml-paths.ts';

/**
 * Where a comment goes that silences what a path led to: above its line. Absent where that line does not begin with the
 * key or with the dash that leads there, as in flow style and in JSON, and where the value's text begins on a later
 * line than its key.
 */
export function ignorePlaceOf(document: YamlDocument, found: YamlFound): IgnorePlace | undefined {
  const { text } = document;
  const { value, entry, isAlias } = found;
  if (value === undefined || isBlock(value)) return undefined;
  // Looked at first: a large file in JSON may be a single line, which is not to be searched for its ends time and
  // again.
  if (!isAlias && (found.map?.flow === true || found.list?.flow === true)) return undefined;
  const start = lineStartNear(text, value.span.start);
  if (start === undefined) return undefined;
  const before = text.slice(start, value.span.start);
  const head = entry?.key.span.start ?? value.span.start;
  const leads = isAlias ? ANCHORED.test(before) : head >= start && LEAD.test(text.slice(start, head));
  if (!leads) return undefined;
  const open = /^ */.exec(before)?.[0] ?? '';
  return { offset: start, open: `${open}# `, newline: document.newline };
}

/** What may stand before a key or an item in block style. */
const LEAD = /^ *(?:-[ \t]+)*(?:[&!]\S*[ \t]+)*$/;
/** The same, and a key with its anchor: the simple case of a value that is reached by aliases alone. */
const ANCHORED = /^ *(?:-[ \t]+)*(?:[\w.-]+:[ \t]+)?&\S+[ \t]+$/;

/**
 * A hole for the value of a new key behind one that is there: on a line of its own below it, or behind a comma in flow
 * style and JSON. Absent where it is not certain that the new key says what is meant.
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
  const before = `${document.newline}${' '.repeat(map.indent)}${key}: `;
  return { span: spanOf(lineEnd, lineEnd), before, after: '' };
}

/**
 * Whether nothing more of a value can follow at an offset: blanks, then the line's end, a comment or the next mark of
 * flow style.
 */
export function isEndOfValue(text: string, offset: number): boolean {
  return /^[ \t]*(?:$|[\r\n,}\]]|(?<=[ \t])#)/.test(text.slice(offset));
}

/**
 * What the document's comments silence: each the line below it, past other comments. A comment behind something else
 * speaks to nobody. `isComment` tells lines of comments, for languages that are not YAML.
 */
export function ignoresOf(
  { text, comments }: Pick<YamlDocument, 'text' | 'comments'>,
  isComment = /^[ \t]*#/,
): Ignore[] {
  // The lines of comments that were passed last, so that a long run of them is passed once, and what stands below them.
  let passed = spanOf(-1, -1);
  let covered: Span | undefined;
  return comments.flatMap(comment => {
    const rules = parseIgnoreComment(comment.text);
    const start = lineStart(text, comment.offset);
    if (rules === undefined || text.slice(start, comment.offset).trim() !== '') return [];
    let next = afterLine(text, comment.offset);
    if (next <= passed.start || next > passed.end) {
      while (isComment.test(text.slice(next, afterLine(text, next)))) next = afterLine(text, next);
      passed = spanOf(start, next);
      covered = contentOfLine(text, next);
    }
    return covered === undefined ? [] : [{ span: covered, rules }];
  });
}

/** Where the line of an offset starts; `undefined` where that is further away than on any line that people write. */
export function lineStartNear(text: string, offset: number): number | undefined {
  const from = Math.max(0, offset - LONGEST_LINE);
  const newline = text.slice(from, offset).lastIndexOf('\n');
  if (newline >= 0) return from + newline + 1;
  return from === 0 ? 0 : undefined;
}

// In characters, before the place that is meant.
const LONGEST_LINE = 2000;

function contentOfLine(text: string, start: number): Span | undefined {
  const line = text.slice(start, afterLine(text, start)).trimEnd();
  const indent = line.length - line.trimStart().length;
  return line === '' ? undefined : spanOf(start + indent, start + line.length);
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
