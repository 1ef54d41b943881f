import { spanOf } from '../model/span.ts';
import {
  APOSTROPHE,
  BRACE,
  BRACKET,
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COMMA,
  EQUALS,
  HASH,
  isClosing,
  isLineBreak,
  isValueEnd,
  QUOTE,
} from './toml-characters.ts';
import type { TomlArray, TomlItem, TomlNode, TomlTable } from './toml-nodes.ts';
import { isPlainValue } from './toml-scalars.ts';
import type { TomlScanner } from './toml-scanner.ts';
import { OpenTable } from './toml-tables.ts';

/** How many keys and brackets lead to a value at most: the reader calls itself within brackets. */
export const DEEPEST = 100;

/** Reads the values of a TOML text. Each step begins where the scanner is, and leaves it behind the value. */
export class TomlValues {
  /** Whether anything was met so far that TOML does not have, or nobody closed. */
  isBroken = false;
  readonly #scan: TomlScanner;
  /** How many characters may still be read in vain. */
  #patience: number;
  /** Whether a slip makes the reading worthless. */
  #isStrict = false;
  #slipped = false;
  /** Whether all lines so far stand where the lines of a value stand, so that nothing is wrong if the text ends. */
  #maybeCut = true;
  /** The brackets and braces that are open around the place at hand. */
  readonly #open = { [CLOSING_BRACKET]: 0, [CLOSING_BRACE]: 0 };
  /** Where the statement at hand begins. */
  #statement = { line: 0, column: 0 };
  /** The column at which the line at hand begins, below that of the statement. */
  #indent = 0;
  /** The line that was looked at last, and what begins it. */
  #looked: { readonly lineStart: number; readonly begins: Beginning } = { lineStart: -1, begins: 'value' };

  constructor(scan: TomlScanner) {
    this.#scan = scan;
    this.#patience = scan.text.length + LEAST_PATIENCE;
  }

  /**
   * The value of a statement that begins at a column and to which so many keys lead; `undefined` where there is none
   * that TOML knows. What stands in brackets is first read as TOML has it, with all its lines. Where that fails,
   * somebody is about to write it, and it is read with an eye on lines that look like the next statement.
   */
  ofStatement(depth: number, column: number): TomlNode | undefined {
    const scan = this.#scan;
    const { code } = scan;
    this.#statement = { line: scan.lineStart, column };
    if ((code !== BRACKET && code !== BRACE) || this.#patience <= 0) return this.#value(depth);
    const mark = scan.mark();
    this.#isStrict = true;
    this.#slipped = false;
    this.#maybeCut = true;
    const value = this.#value(depth);
    this.#isStrict = false;
    if (!this.#slipped) return value;
    this.#patience -= scan.at - mark.at;
    scan.back(mark);
    return this.#value(depth);
  }

  #value(depth: number): TomlNode | undefined {
    const { code } = this.#scan;
    if (code === QUOTE || code === APOSTROPHE) return this.#scan.string(code);
    if (code === BRACKET) return depth < DEEPEST ? this.#array(depth) : undefined;
    if (code === BRACE) return depth < DEEPEST ? this.#inlineTable(depth) : undefined;
    return this.#scan.plain();
  }

  #array(depth: number): TomlArray {
    const { at: start } = this.#scan;
    const items: TomlItem[] = [];
    const end = this.#between(CLOSING_BRACKET, () => {
      const value = this.#element(depth + 1);
      if (value !== undefined) items.push({ value, isAlias: false });
      return value?.span.end;
    });
    return { kind: 'list', span: spanOf(start, end), flow: true, items };
  }

  #inlineTable(depth: number): TomlTable {
    const scan = this.#scan;
    const span = { start: scan.at, end: scan.at };
    const table = new OpenTable(depth, { form: 'braces', span });
    span.end = this.#between(CLOSING_BRACE, () => {
      const { at } = scan;
      const keys = scan.name();
      if (!scan.isWhole || scan.code !== EQUALS || depth + keys.length > DEEPEST) {
        this.#passRest();
        this.#slip();
        return undefined;
      }
      const behindEquals = ++scan.at;
      scan.passBlanks();
      const value = this.#element(depth + keys.length);
      const member = spanOf(at, value?.span.end ?? behindEquals);
      table.put(keys, member, behindEquals, value);
      return member.end;
    });
    return table;
  }

  /** What stands between brackets, one element after the other. Returns where it ends. */
  #between(closing: Closing, readElement: () => number | undefined): number {
    const scan = this.#scan;
    const other = closing === CLOSING_BRACKET ? CLOSING_BRACE : CLOSING_BRACKET;
    const opened: Opened = { line: scan.lineStart, indent: this.#indent };
    let end = ++scan.at;
    let isBehindElement = false;
    this.#open[closing] += 1;
    for (;;) {
      const isNewLine = scan.passLines();
      const { code } = scan;
      if (isNewLine) {
        this.#indent = scan.at - scan.lineStart;
        if (this.#isLeft() && !isClosing(code) && !scan.isAtEnd) this.#maybeCut = false;
      }
      if (code === closing) {
        end = ++scan.at;
        break;
      }
      if (scan.isAtEnd || (code === other && this.#open[other] > 0)) {
        this.#slip();
        break;
      }
      if (isNewLine && !this.#isStrict && this.#endsBeforeLine(opened)) {
        scan.endBeforeLine();
        this.isBroken = true;
        break;
      }
      if (code === COMMA && isBehindElement) {
        isBehindElement = false;
        end = ++scan.at;
        continue;
      }
      if (isBehindElement || code === COMMA || code === other) this.#slip();
      if (code === COMMA || code === other) end = ++scan.at;
      else {
        end = readElement() ?? end;
        isBehindElement = true;
      }
      if (this.#isStrict && this.#slipped) break;
    }
    this.#open[closing] -= 1;
    return end;
  }

  /** A value within brackets. More than a value, up to the next comma, is none of TOML's values. */
  #element(depth: number): TomlNode | undefined {
    const value = this.#value(depth);
    this.#scan.passBlanks();
    const isEnd = isValueEnd(this.#scan.code);
    if (!isEnd) this.#passRest();
    if (!isEnd || value === undefined) this.#slip();
    return isEnd || value?.kind !== 'scalar' ? value : undefined;
  }

  /** What TOML does not have was met. At the end of the text it may be that the text was cut there. */
  #slip(): void {
    this.isBroken = true;
    if (!this.#maybeCut || !this.#scan.isAtEnd) this.#slipped = true;
  }

  /** Whether the line at hand begins no further to the right than the statement. */
  #isLeft(): boolean {
    return this.#indent <= this.#statement.column;
  }

  /** Passes what cannot be read: up to the next comma, to the bracket that closes, to the end of the line. */
  #passRest(): void {
    const scan = this.#scan;
    let open = 0;
    while (!isValueEnd(scan.code) || open > 0) {
      const { code } = scan;
      if (scan.isAtEnd || isLineBreak(code) || code === HASH) return;
      if (code === QUOTE || code === APOSTROPHE) scan.string(code);
      else {
        if (code === BRACKET || code === BRACE) open += 1;
        else if (isClosing(code)) open -= 1;
        scan.at += 1;
      }
    }
  }

  /** Whether this line begins something that cannot stand between brackets, or what stands beside them. */
  #endsBeforeLine({ line, indent }: Opened): boolean {
    const scan = this.#scan;
    // What is opened below the statement's line, as an item of an array, has its own lines further to the right.
    if (line !== this.#statement.line && this.#indent <= indent) return true;
    if (this.#looked.lineStart !== scan.lineStart) {
      this.#looked = { lineStart: scan.lineStart, begins: this.#beginning() };
    }
    if (this.#looked.begins === 'header') return true;
    // Further to the right stand members and items.
    return this.#looked.begins !== 'value' && this.#isLeft();
  }

  #beginning(): Beginning {
    const scan = this.#scan;
    const mark = scan.mark();
    let brackets = 0;
    while (scan.code === BRACKET && brackets < 2) {
      brackets += 1;
      scan.at += 1;
    }
    const keys = scan.name();
    let begins: Beginning = 'value';
    if (scan.isWhole && brackets === 0 && scan.code === EQUALS) begins = 'statement';
    if (scan.isWhole && brackets > 0) {
      while (scan.code === CLOSING_BRACKET) {
        brackets -= 1;
        scan.at += 1;
      }
      const [first] = keys;
      const name = scan.text.slice(first?.span.start, keys.at(-1)?.span.end);
      const isValue = keys.length === 1 && first?.style !== 'plain' ? true : isPlainValue(name);
      if (brackets === 0 && scan.passToLineEnd()) begins = isValue ? 'header or array' : 'header';
    }
    scan.back(mark);
    return begins;
  }
}

/** What begins a line; `[1]` and `["a"]` are headers as well as arrays. */
type Beginning = 'statement' | 'header' | 'header or array' | 'value';
/** Where the line of a bracket starts, and at which column it begins. */
interface Opened {
  readonly line: number;
  readonly indent: number;
}
type Closing = typeof CLOSING_BRACKET | typeof CLOSING_BRACE;

const LEAST_PATIENCE = 20_000;
