import type { CST } from 'yaml';
import { type Span, spanOf } from '../model/span.ts';

type Token = CST.Token;

/** How deep nodes nest at most: the tree is walked by functions that call themselves. */
export const DEEPEST = 200;

/** What may stand behind the content of a document. */
export const BETWEEN: ReadonlySet<string> = new Set(['space', 'newline', 'comment']);

/** What stands before a node and belongs to it. */
export interface Properties {
  readonly anchor?: string;
  readonly tag?: string;
}

/** The anchor and the tag among the marks before a node. */
export function propertiesOf(marks: readonly CST.SourceToken[]): Properties {
  let anchor: string | undefined;
  let tag: string | undefined;
  for (const { type, source } of marks) {
    if (type === 'anchor') anchor = source.slice(1);
    else if (type === 'tag') tag = source;
  }
  return { ...(anchor === undefined ? {} : { anchor }), ...(tag === undefined ? {} : { tag }) };
}

/** Where a node's last visible mark ends; its start, where it nests deeper than {@link DEEPEST}. */
export function endOf(token: Token, depth: number): number {
  if (depth > DEEPEST) return token.offset;
  switch (token.type) {
    case 'flow-collection': {
      const close = token.end.findLast(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
      if (close !== undefined) return close.offset + 1;
      return Math.max(token.offset + 1, endOfItem(token.items.at(-1), depth));
    }
    case 'block-map':
    case 'block-seq':
      // What stands last may be a comment.
      return endOfItem(token.items.findLast(isVisible), depth);
    case 'block-scalar':
      return token.offset + token.props.reduce((sum, prop) => sum + sourceOf(prop).length, token.source.length);
    default:
      return token.offset + sourceOf(token).length;
  }
}

/** What a token writes; empty for those that hold others. */
export function sourceOf(token: Token | undefined): string {
  return token !== undefined && 'source' in token ? token.source : '';
}

/**
 * Whether all later lines of a text stand further right than the keys around it, as YAML wants it (1.2.2, chapter 7.3).
 */
export function isIndented(source: string, indent: number): boolean {
  const lines = source.split('\n').slice(1);
  return lines.every(line => /^\s*(?:["']\s*)?$/.test(line) || line.search(/[^ ]/) > indent);
}

/** The line that an offset is on, without its end. */
export function lineAt(text: string, offset: number): Span {
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const newline = text.indexOf('\n', offset);
  const end = newline < 0 ? text.length : newline;
  return spanOf(offset === 0 ? 0 : start, text[end - 1] === '\r' && end > offset ? end - 1 : end);
}

function isVisible({ start, key, sep, value }: CST.CollectionItem): boolean {
  return value !== undefined || (key ?? sep) !== undefined || start.some(({ type }) => !BETWEEN.has(type));
}

function endOfItem(item: CST.CollectionItem | undefined, depth: number): number {
  if (item === undefined) return 0;
  if (item.value !== undefined) return endOf(item.value, depth + 1);
  const mark = [...item.start, ...(item.sep ?? [])].findLast(({ type }) => !BETWEEN.has(type));
  const key = item.key === null || item.key === undefined ? 0 : endOf(item.key, depth + 1);
  return Math.max(key, mark === undefined ? 0 : mark.offset + mark.source.length);
}
