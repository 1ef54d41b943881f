import { type Span, spanOf } from '../model/span.ts';

/**
 * Cuts a YAML stream into its documents. `---` and `...` at the start of a line, with white space or nothing behind,
 * end a document wherever they stand: within quotes, brackets and block scalars too (YAML 1.2.2, chapter 9.1.2,
 * `c-forbidden`). Each part begins with its own `---`; directives stay with the part before, where they mean nothing to
 * a reader.
 */
export function yamlDocuments(text: string): Span[] {
  const parts: Span[] = [];
  let start = 0;
  for (const { index } of text.matchAll(BOUNDARY)) {
    if (index > start) parts.push(spanOf(start, index));
    start = index;
    // What stands behind so many is one part, whatever is in it: nobody writes so many.
    if (parts.length === MOST_DOCUMENTS) break;
  }
  if (text.length > start) parts.push(spanOf(start, text.length));
  return parts;
}

const MOST_DOCUMENTS = 50_000;
const BOUNDARY = /^(?:---|\.\.\.)(?=[ \t\r\n]|$(?![\s\S]))/gm;
