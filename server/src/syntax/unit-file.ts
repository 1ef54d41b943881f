import { spanOf } from '../model/span.ts';
import { sliceTraced, type TracedText } from './traced-text.ts';
import type { YamlComment, YamlScalar } from './yaml-nodes.ts';

/** A file of systemd's form, with places. */
export interface UnitFile {
  readonly entries: readonly UnitEntry[];
  /** Each stands behind its `#` or `;`. */
  readonly comments: readonly YamlComment[];
}

/** One `Key=value`, which may go over several lines. */
export interface UnitEntry {
  /** The name in brackets above it. */
  readonly section: string;
  readonly key: string;
  /** Without the blanks and the double quotes around it, its lines joined. */
  readonly value: YamlScalar;
  /** The start of the line that its key is on. */
  readonly lineStart: number;
}

/**
 * Reads a unit file as Podman does (podman, pkg/systemd/parser/unitfile.go): lines are trimmed, and one that ends in a
 * backslash goes on in the next, past comments. What is no section and no key is passed over.
 */
export function parseUnitFile(text: string): UnitFile {
  const entries: UnitEntry[] = [];
  const comments: YamlComment[] = [];
  let section = '';
  let open: { readonly lineStart: number; text: string; readonly at: number[] } | undefined;
  for (let lineStart = 0; lineStart < text.length; ) {
    const newline = text.indexOf('\n', lineStart);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(lineStart, end);
    const content = line.trim();
    const start = lineStart + line.length - line.trimStart().length;
    if (/^[#;]/.test(content)) comments.push({ offset: start, text: content.slice(1) });
    else if (content !== '') {
      const goesOn = content.endsWith('\\') && newline >= 0;
      open ??= { lineStart, text: '', at: [] };
      const piece = content.endsWith('\\') ? content.slice(0, -1) : content;
      for (let index = 0; index < piece.length; index++) open.at.push(start + index);
      open.text += piece;
      if (!goesOn) {
        section = /^\[([^\]]*)\][ \t]*$/.exec(open.text)?.[1] ?? section;
        const entry = entryOf(open, section, open.lineStart);
        if (entry !== undefined) entries.push(entry);
        open = undefined;
      }
    }
    lineStart = end + 1;
  }
  return { entries, comments };
}

function entryOf(line: TracedText, section: string, lineStart: number): UnitEntry | undefined {
  const equals = line.text.indexOf('=');
  if (equals <= 0 || line.text.startsWith('[')) return undefined;
  const behind = sliceTraced(line, equals + 1);
  const trimmed = sliceTraced(
    behind,
    behind.text.length - behind.text.trimStart().length,
    behind.text.trimEnd().length,
  );
  const isQuoted = /^".*"$/s.test(trimmed.text) && trimmed.text.length > 1;
  const value = isQuoted ? sliceTraced(trimmed, 1, trimmed.text.length - 1) : trimmed;
  return { section, key: line.text.slice(0, equals).trimEnd(), value: plainScalar(value), lineStart };
}

/** A text that stands for itself wherever it was found, as a scalar that an image can be read from. */
export function plainScalar(written: TracedText): YamlScalar {
  const start = written.at[0] ?? 0;
  const end = (written.at.at(-1) ?? start - 1) + 1;
  return { kind: 'scalar', style: 'plain', span: spanOf(start, end), isString: true, value: written.text, written };
}
