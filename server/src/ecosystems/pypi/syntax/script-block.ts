import { type Span, spanOf } from '../../../model/span.ts';

/** What a Python script says of itself in a comment (PEP 723): a text of TOML within the script. */
export interface ScriptBlock {
  /**
   * The script with all but the text of TOML blanked out, line breaks kept: its places are those of the script.
   */
  readonly toml: string;
  /** From the first line of the text to the end of the last. */
  readonly span: Span;
}

/**
 * The block `# /// script` of a text (packaging.python.org, "Inline script metadata"); it ends with the last `# ///` of
 * the comment, or where nobody wrote one yet with the comment.
 */
export function scriptBlock(text: string): ScriptBlock | undefined {
  const begin = /^# \/\/\/ script[ \t]*(?:\r\n|[\n\r])/m.exec(text);
  if (begin === null) return undefined;
  const start = begin.index + begin[0].length;
  let end = start;
  let last: number | undefined;
  const pieces: string[] = [];
  for (let at = start; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    const line = text.slice(at, next);
    const content = line.trimEnd();
    if (content !== '#' && !content.startsWith('# ')) break;
    if (content === '# ///') last = pieces.length;
    pieces.push(line);
    at = next;
    end = next;
  }
  const own = pieces.slice(0, last);
  const ends = own.reduce((sum, piece) => sum + piece.length, start);
  const toml = own.map(line => (line.startsWith('# ') ? `  ${line.slice(2)}` : ` ${line.slice(1)}`)).join('');
  return { toml: `${blanked(text.slice(0, start))}${toml}`, span: spanOf(start, last === undefined ? end : ends) };
}

function blanked(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
