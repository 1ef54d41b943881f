import { type CargoLockEntry, checksumKey } from './cargo-lock-entry.ts';

/** What is being read. */
type Within = 'top' | 'package' | 'metadata' | 'unused' | 'conflict';

/** An entry of which not all lines were read yet. */
type OpenEntry = { -readonly [Key in keyof CargoLockEntry]: CargoLockEntry[Key] | undefined };

/**
 * Reads a `Cargo.lock` in the layout in which cargo writes it (src/cargo/ops/lockfile.rs): one statement on a line, an
 * empty line behind each table, strings in double quotes without escapes, each item of a list on a line of its own.
 * `undefined` where a line is of another layout, so that it takes the parser of TOML to tell what is meant.
 */
export function* scanCargoLock(text: string): Generator<void, CargoLockEntry[] | undefined> {
  return text.includes('\\') ? undefined : yield* new LockScanner(text).read();
}

class LockScanner {
  readonly #text: string;
  readonly #entries: CargoLockEntry[] = [];
  readonly #checksums = new Map<string, string>();
  /** Headers that a text may have but once. */
  readonly #once = new Set<string>();
  #within: Within = 'top';
  #open: OpenEntry | undefined;
  /** The last one. */
  #source = '';
  /** The line at hand, without its break, and where the next begins. */
  #start = 0;
  #end = 0;
  #next = 0;

  constructor(text: string) {
    this.#text = text;
  }

  *read(): Generator<void, CargoLockEntry[] | undefined> {
    for (let lines = 1; this.#next < this.#text.length; lines += 1) {
      if (lines % A_STEP === 0) yield;
      this.#toNextLine();
      if (!this.#line()) return undefined;
    }
    this.#close();
    if (this.#checksums.size === 0) return this.#entries;
    return this.#entries.map(entry => ({
      ...entry,
      checksum: entry.checksum ?? this.#checksums.get(checksumKey(entry)),
    }));
  }

  #toNextLine(): void {
    const newline = this.#text.indexOf('\n', this.#next);
    this.#start = this.#next;
    this.#end = newline < 0 ? this.#text.length : newline;
    this.#next = newline < 0 ? this.#text.length : newline + 1;
    if (this.#end > this.#start && this.#text.charCodeAt(this.#end - 1) === RETURN) this.#end -= 1;
  }

  /** Whether a line is of the layout. */
  #line(): boolean {
    if (this.#start === this.#end) {
      // A table is whole where an empty line follows it.
      this.#close();
      if (this.#within === 'package' || this.#within === 'conflict') this.#within = 'top';
      return true;
    }
    const first = this.#text.charCodeAt(this.#start);
    if (first === HASH) return true;
    if (first === BRACKET) return this.#header();
    if (this.#isMark(first)) {
      this.#open = undefined;
      // Each of its lines stands for itself.
      if (this.#within !== 'metadata') this.#within = 'conflict';
      return true;
    }
    switch (this.#within) {
      case 'package':
        return this.#open !== undefined && this.#statement(first, this.#open);
      case 'metadata':
        return this.#checksum();
      case 'top':
        return TOP.test(this.#lineText());
      case 'unused':
      case 'conflict':
        // Of what is passed over, only where it ends counts.
        return first === BLANK || first === CLOSING || isLetter(first);
    }
  }

  #header(): boolean {
    this.#close();
    const header = this.#lineText();
    const within = HEADERS[header];
    if (within === undefined || this.#once.has(header)) return false;
    if (header.charCodeAt(1) !== BRACKET) this.#once.add(header);
    this.#within = within;
    if (within === 'package') this.#open = emptyEntry(this.#start);
    return true;
  }

  #statement(first: number, open: OpenEntry): boolean {
    switch (first) {
      case N:
        if (open.name !== undefined) return false;
        open.name = this.#valueOf('name = "');
        open.start = this.#start;
        open.end = this.#end;
        return open.name !== undefined;
      case V:
        if (open.version !== undefined) return false;
        open.version = this.#valueOf('version = "');
        return open.version !== undefined;
      case S:
        if (open.source !== undefined) return false;
        open.source = this.#sourceOf();
        return open.source !== undefined;
      case C:
        if (open.checksum !== undefined) return false;
        open.checksum = this.#valueOf('checksum = "');
        return open.checksum !== undefined;
      case R:
        if (open.replace !== undefined) return false;
        open.replace = this.#valueOf('replace = "');
        return open.replace !== undefined;
      case D:
        if (open.dependencies !== NONE) return false;
        open.dependencies = this.#list();
        return open.dependencies !== undefined;
      default:
        return false;
    }
  }

  /** The items of a list of dependencies, up to its end; of one that a mark of a conflict cuts, those above. */
  #list(): readonly string[] | undefined {
    const text = this.#lineText();
    if (text === 'dependencies = []') return [];
    if (text !== 'dependencies = [') return undefined;
    const items: string[] = [];
    while (this.#next < this.#text.length) {
      const before = this.#next;
      this.#toNextLine();
      const first = this.#text.charCodeAt(this.#start);
      if (first === CLOSING && this.#end === this.#start + 1) return items;
      if (this.#isMark(first)) {
        this.#next = before;
        return items;
      }
      if (this.#text.charCodeAt(this.#end - 1) !== COMMA) return undefined;
      this.#end -= 1;
      const item = this.#valueOf(' "');
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  }

  #checksum(): boolean {
    const found = METADATA.exec(this.#lineText());
    if (found === null) return false;
    const [, name = '', checksum = ''] = found;
    if (!this.#checksums.has(name)) this.#checksums.set(name, checksum);
    return true;
  }

  /** Most entries have the source of the one before, and one text serves them all. */
  #sourceOf(): string | undefined {
    const start = this.#start + SOURCE.length;
    const length = this.#end - 1 - start;
    const isSame = this.#source.length === length && this.#text.startsWith(this.#source, start);
    if (isSame && this.#text.startsWith(SOURCE, this.#start) && this.#text[this.#end - 1] === '"') return this.#source;
    const source = this.#valueOf(SOURCE);
    this.#source = source ?? '';
    return source;
  }

  /** The rest of the line at hand up to a quote at its end. */
  #valueOf(before: string): string | undefined {
    if (!this.#text.startsWith(before, this.#start)) return undefined;
    const start = this.#start + before.length;
    return this.#text.indexOf('"', start) === this.#end - 1 ? this.#text.slice(start, this.#end - 1) : undefined;
  }

  /** Whether git wrote the line at hand, where two changes do not fit together. */
  #isMark(first: number): boolean {
    const may = first === LESS || first === MORE || first === EQUALS || first === PIPE;
    return may && MARK.test(this.#text.slice(this.#start, this.#start + 8));
  }

  #close(): void {
    const entry = this.#open;
    this.#open = undefined;
    if (isWhole(entry)) this.#entries.push(entry);
  }

  #lineText(): string {
    return this.#text.slice(this.#start, this.#end);
  }
}

function emptyEntry(at: number): OpenEntry {
  return {
    start: at,
    end: at,
    name: undefined,
    version: undefined,
    source: undefined,
    checksum: undefined,
    replace: undefined,
    dependencies: NONE,
  };
}

function isWhole(entry: OpenEntry | undefined): entry is OpenEntry & CargoLockEntry {
  return entry?.name !== undefined && entry.version !== undefined;
}

function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

/** So many lines and lists are some milliseconds' work. */
const A_STEP = 5000;
const NONE: readonly string[] = [];
const SOURCE = 'source = "';
const HEADERS: Readonly<Record<string, Within>> = {
  '[[package]]': 'package',
  '[metadata]': 'metadata',
  '[[patch.unused]]': 'unused',
  // Of the workspace's own package, before 2017.
  '[root]': 'package',
};
const TOP = /^version = \d+$/;
const METADATA = /^"([^"]*)" = "([^"]*)"$/;
const MARK = /^(?:<{7}|={7}|>{7}|\|{7})(?:[ \r\n]|$)/;
const [RETURN, BLANK, HASH, COMMA, BRACKET, CLOSING] = [0x0d, 0x20, 0x23, 0x2c, 0x5b, 0x5d];
const [LESS, EQUALS, MORE, PIPE] = [0x3c, 0x3d, 0x3e, 0x7c];
const [C, D, N, R, S, V] = [0x63, 0x64, 0x6e, 0x72, 0x73, 0x76];
