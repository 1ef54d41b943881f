import type { YamlComment } from '../../../syntax/yaml-nodes.ts';

/** A file of the form that Python's configparser reads, with places. */
export interface ConfigFile {
  readonly entries: readonly ConfigEntry[];
  /** Each stands behind its `#` or `;`, and has a line of its own. */
  readonly comments: readonly YamlComment[];
}

/** One option of a section. */
export interface ConfigEntry {
  readonly section: string;
  /** In small letters, as configparser has them. */
  readonly key: string;
  /** The lines of its value that are not empty, trimmed. */
  readonly lines: readonly ConfigLine[];
  /** Whether it goes over several lines, or begins behind the line of its key. */
  readonly isLong: boolean;
}

/** One line of a value, and where it stands. */
export interface ConfigLine {
  readonly text: string;
  readonly offset: number;
  /** The start of the line that it is on. */
  readonly lineStart: number;
}

/**
 * Reads a file as configparser does (Python, Lib/configparser.py, `_read`): a line that is further in than the key goes
 * on with the value, past comments and empty lines. What is none of this, because it is being typed, loses itself.
 */
export function parseConfigFile(text: string): ConfigFile {
  const entries: ConfigEntry[] = [];
  const comments: YamlComment[] = [];
  let section = '';
  let indent = 0;
  let open: { readonly key: string; readonly lines: ConfigLine[]; isLong: boolean } | undefined;
  for (let lineStart = 0; lineStart < text.length; ) {
    const newline = text.indexOf('\n', lineStart);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(lineStart, end);
    const content = line.trim();
    const offset = lineStart + line.length - line.trimStart().length;
    if (/^[#;]/.test(content)) comments.push({ offset, text: content.slice(1) });
    else if (content !== '') {
      const depth = offset - lineStart;
      if (open !== undefined && depth > indent) {
        open.lines.push({ text: content, offset, lineStart });
        open.isLong = true;
      } else {
        open = undefined;
        const header = /^\[([^\]]+)\]/.exec(content)?.[1];
        const parts = /^([^=:]+?)\s*[=:]/.exec(content.slice(0, LONGEST_KEY));
        if (header !== undefined) section = header;
        else if (parts !== null) {
          indent = depth;
          const value = content.slice(parts[0].length);
          const at = offset + content.length - value.trimStart().length;
          const lines = value.trim() === '' ? [] : [{ text: value.trim(), offset: at, lineStart }];
          open = { key: (parts[1] ?? '').toLowerCase(), lines, isLong: false };
          entries.push(Object.assign(open, { section }));
        }
      }
    }
    lineStart = end + 1;
  }
  return { entries, comments };
}

// In characters, with what stands behind it.
const LONGEST_KEY = 300;
