import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { newlineOf } from '../../../syntax/newline.ts';
import { modLines } from './mod-lines.ts';

/**
 * Where a line that begins with `retract` goes in a go.mod: behind the last of its kind that stands alone, else at the
 * end, with a blank line before it. `undefined` where the file has the line, says `retract` in a block, or is in a
 * merge conflict.
 */
export function retractionInto(
  text: string,
  line: string,
): { readonly offset: number; readonly text: string } | undefined {
  if (isConflicted(text) || hasLine(text, line)) return undefined;
  const newline = newlineOf(text);
  const last = modLines(text).lines.findLast(({ verb }) => verb === 'retract');
  const end = last === undefined ? -1 : text.indexOf('\n', last.end);
  const isAlone = last !== undefined && /^[ \t]*retract\b/.test(text.slice(last.lineStart, last.end));
  if (isAlone && end >= 0) return { offset: end + 1, text: `${line}${newline}` };
  const before = text === '' ? '' : text.endsWith('\n') ? newline : `${newline}${newline}`;
  return { offset: text.length, text: `${before}${line}${newline}` };
}

function hasLine(text: string, line: string): boolean {
  return text.split(/\r?\n/).some(each => each.trim() === line);
}
