import { spanOf } from '../model/span.ts';
import { newlineOf } from './newline.ts';
import { BRACKET, CLOSING_BRACKET, COMMA, EQUALS } from './toml-characters.ts';
import type { TomlDocument } from './toml-nodes.ts';
import { TomlScanner } from './toml-scanner.ts';
import { OpenTable, rootTable } from './toml-tables.ts';
import { DEEPEST, TomlValues } from './toml-values.ts';

/**
 * Reads TOML 1.1 with places, and of a text that is being typed all that is not being typed: a line that says nothing
 * loses itself, and what nobody closed ends where the next statement or header begins a line. A header that is not
 * finished takes the lines below it along, into the table that it names so far, and into none where a key is missing.
 * Never throws, and the work is proportional to the text.
 *
 * A TOML text within another text is read with all else blanked out, line breaks kept, so that its places hold there.
 * The parsers that others published tell no places, or lose the file for one line of it.
 */
export function parseToml(text: string): TomlDocument {
  return new TomlReader(text).read();
}

class TomlReader {
  readonly #scan: TomlScanner;
  readonly #values: TomlValues;
  readonly #root: OpenTable;
  #table: OpenTable;
  /** Grows with each statement below the header at hand. */
  #section = { start: 0, end: 0 };
  #isBroken = false;

  constructor(text: string) {
    this.#scan = new TomlScanner(text);
    this.#values = new TomlValues(this.#scan);
    this.#root = rootTable(text.length);
    this.#table = this.#root;
  }

  read(): TomlDocument {
    const scan = this.#scan;
    for (;;) {
      scan.passLines();
      if (scan.isAtEnd) break;
      if (scan.code === BRACKET) this.#header();
      else this.#statement();
      if (scan.passToLineEnd()) continue;
      this.#isBroken = true;
      scan.passLine();
    }
    const { text, comments, longStrings } = scan;
    const newline = newlineOf(text);
    const isBroken = this.#isBroken || this.#values.isBroken;
    return {
      ...{ text, newline, root: this.#root, comments, longStrings, isTemplate: false, shared: new Set() },
      ...(isBroken ? { isBroken } : {}),
    };
  }

  #header(): void {
    const scan = this.#scan;
    const start = scan.at++;
    const isArray = scan.code === BRACKET;
    if (isArray) scan.at += 1;
    const keys = scan.name();
    const isClosed = scan.code === CLOSING_BRACKET;
    // Nothing is named, or it is a line of an array of which the beginning is broken.
    if (keys.length === 0 || scan.code === COMMA) {
      this.#isBroken = true;
      return;
    }
    while (scan.code === CLOSING_BRACKET) scan.at += 1;
    const section = { start, end: isClosed ? scan.at : (keys.at(-1)?.span.end ?? scan.at) };
    const header = spanOf(start, section.end);
    const isRead = scan.isWhole && (isClosed || scan.passToLineEnd()) && keys.length <= DEEPEST;
    if (!isRead || !isClosed) this.#isBroken = true;
    this.#section = section;
    // What stands below a name that cannot be read belongs to no table that is known.
    this.#table = isRead
      ? this.#root.at(keys, isArray, header, section)
      : new OpenTable(1, { form: 'document', span: section });
  }

  #statement(): void {
    const scan = this.#scan;
    const start = scan.at;
    const keys = scan.name();
    const depth = this.#table.depth + keys.length;
    if (!scan.isWhole || scan.code !== EQUALS || depth > DEEPEST) {
      this.#isBroken = true;
      return;
    }
    const behindEquals = ++scan.at;
    scan.passBlanks();
    let value = this.#values.ofStatement(depth, start - scan.lineStart);
    // More on the line than a value is none of TOML's values. What stands in brackets is told apart from it.
    if (value?.kind === 'scalar' && !scan.passToLineEnd()) value = undefined;
    if (value === undefined) this.#isBroken = true;
    const span = spanOf(start, value?.span.end ?? behindEquals);
    this.#section.end = span.end;
    this.#table.put(keys, span, behindEquals, value);
  }
}
