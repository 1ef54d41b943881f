import { createScanner, findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';
import type { Edit } from '../model/finding.ts';
import { spanOf } from '../model/span.ts';
import { applyEdits } from './apply.ts';

/**
 * The fewest edits by which a repository's own file ignores a name as well: no comment moves, and nothing is formatted
 * anew. None where it ignores the name already; `undefined` where the text is none that something can be added to.
 *
 * @param text of the file; empty where there is none
 * @param pattern see `Settings.ignore`
 */
export function ignoreName(text: string, pattern: string): readonly Edit[] | undefined {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const value = JSON.stringify(pattern);
  const property = `"ignore": [${value}]`;
  if (text.trim() === '') return [edit(0, text, ['{', `  ${property}`, '}', ''].join(newline))];
  const tree = treeOf(text);
  if (tree?.type !== 'object') return undefined;
  const list = findNodeAtLocation(tree, ['ignore']);
  if (list !== undefined && list.type !== 'array') return undefined;
  if (list?.children?.some(each => each.value === pattern)) return [];
  const [into, added] = list === undefined ? [tree, property] : [list, value];
  // The second way is right inside of any comment.
  const ways = [atEndOfLine(text, into, added, newline), behindLast(text, into, added)];
  return ways.find(edits => {
    const after = applyEdits(text, edits);
    const now = after.is === 'refused' ? undefined : treeOf(after.text);
    return now !== undefined && findNodeAtLocation(now, ['ignore'])?.children?.at(-1)?.value === pattern;
  });
}

/** On a line of its own, behind the comment on the last one's line; beside the last one where all is on one line. */
function atEndOfLine(text: string, into: Node, added: string, newline: string): readonly Edit[] {
  const last = into.children?.at(-1);
  const end = into.offset + into.length - 1;
  const from = last === undefined ? into.offset + 1 : last.offset + last.length;
  const lineEnd = from + (/\r?\n/.exec(text.slice(from, end))?.index ?? Number.NaN);
  if (Number.isNaN(lineEnd)) return behindLast(text, into, added);
  const outer = /^[ \t]*/.exec(lineAt(text, into.offset))?.[0] ?? '';
  const indent = last === undefined ? `${outer}${outer.includes('\t') ? '\t' : '  '}` : indentAt(text, last.offset);
  const hasComma = last !== undefined && commaBehind(text, from, end) !== undefined;
  const comma = last === undefined || hasComma ? '' : ',';
  const line = `${newline}${indent}${added}${hasComma ? ',' : ''}`;
  if (comma === '' || lineEnd === from) return [edit(lineEnd, '', `${comma}${line}`)];
  return [edit(from, '', comma), edit(lineEnd, '', line)];
}

function behindLast(text: string, into: Node, added: string): readonly Edit[] {
  const last = into.children?.at(-1);
  if (last === undefined) return [edit(into.offset + 1, '', added)];
  const from = last.offset + last.length;
  const comma = commaBehind(text, from, into.offset + into.length - 1);
  return [comma === undefined ? edit(from, '', `, ${added}`) : edit(comma, '', ` ${added}`)];
}

/** The place behind the comma that ends a list, if it has one. */
function commaBehind(text: string, from: number, end: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(from);
  scanner.scan();
  const isComma = text.charAt(scanner.getTokenOffset()) === ',' && scanner.getTokenOffset() < end;
  return isComma ? scanner.getTokenOffset() + 1 : undefined;
}

function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(lineAt(text, offset))?.[0] ?? '';
}

function lineAt(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1);
}

function treeOf(text: string): Node | undefined {
  const errors: ParseError[] = [];
  try {
    const tree = parseTree(text, errors, { allowTrailingComma: true });
    return errors.length === 0 ? tree : undefined;
  } catch {
    // Nested deeper than the stack.
    return undefined;
  }
}

function edit(offset: number, expects: string, put: string): Edit {
  return { span: spanOf(offset, offset + expects.length), expects, put };
}
