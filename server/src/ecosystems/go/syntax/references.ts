import type { Reference } from '../../../model/reference.ts';
import { newlineOf } from '../../../syntax/newline.ts';
import type { ModLine } from './mod-lines.ts';
import type { NamedModule } from './requirement.ts';

/** Makes references of what is named on the lines of a text, each with room for a comment above it. */
export function referencesOf(
  text: string,
  lines: readonly ModLine[],
  namedOn: (line: ModLine) => NamedModule | undefined,
): Reference[] {
  const newline = newlineOf(text);
  return lines.flatMap(line => {
    const named = namedOn(line);
    if (named === undefined) return [];
    const { lineStart } = line;
    const indent = /^[ \t]*/.exec(text.slice(lineStart, Math.min(named.span.start, lineStart + DEEPEST)))?.[0] ?? '';
    const ignoreAt = { offset: lineStart, open: `${indent}// `, newline };
    return [{ span: named.span, subject: named.subject, role: 'manifest', ignoreAt }];
  });
}

/** As a comment of this language begins its line. */
export const COMMENT_LINE = /^[ \t]*\/\//;

/** In characters. */
const DEEPEST = 200;
