import type { Ignore, IgnorePlace } from '../model/reference.ts';
import type { Span } from '../model/span.ts';
import { newlineOf } from '../syntax/newline.ts';
import { ignoresOf } from '../syntax/yaml-places.ts';

/**
 * Where a comment goes that silences what is found at a step: above its line. In a script of several lines that is a
 * comment of the shell, else one of YAML; both look the same. Absent where something else stands before it in its
 * line, or the line before goes on.
 */
export function ignorePlaceAbove(text: string, { start }: Span): IgnorePlace | undefined {
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(line, start);
  if (!LEAD.test(before) || /\\\r?\n$/.test(text.slice(Math.max(0, line - 3), line))) return undefined;
  const indent = /^ */.exec(before)?.[0] ?? '';
  return { offset: line, open: `${indent}# `, newline: newlineOf(text) };
}

/** Nothing, or what leads to a script of one line or to the name of an action. */
const LEAD = /^ *(?:-[ \t]+)*(?:(?:run|uses|command|script|before_script)[ \t]*:[ \t]+)?["']?$/;

/** What comments within scripts silence: no comments of YAML, so the reader of the file does not see them. */
export function ignoresInScripts(text: string): readonly Ignore[] {
  if (!text.includes('registry-lens:')) return [];
  const comments = [...text.matchAll(/^[ \t]*#(.*)$/gm)].map(found => ({
    offset: found.index + found[0].indexOf('#'),
    text: (found[1] ?? '').trimEnd(),
  }));
  return ignoresOf({ text, comments });
}
