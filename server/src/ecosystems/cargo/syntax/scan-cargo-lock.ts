import { type CargoLockEntry, checksumKey } from './cargo-lock-entry.ts';

/** What is being read. */
type Within = 'top' | 'package' | 'metadata' | 'unused' | 'conflict';

interface Open {
  start: number;
  end: number;
  name?: string;
  version?: string;
  source?: string;
  checksum?: string;
  replace?: string;
  dependencies: readonly string[];
}

/**
 * Reads a `Cargo.lock` in the layout in which cargo writes it (src/cargo/ops/lockfile.rs): one statement on a line, an
 * empty line behind each table, strings in double quotes without escapes, each item of a list on a line of its own.
 * `undefined` where a line is of another layout, so that it takes the parser of TOML to tell what is meant.
 */
export function scanCargoLock(text: string): CargoLockEntry[] | undefined {
  const entries: CargoLockEntry[] = [];
  const checksums = new Map<string, string>();
  let within: Within = 'top';
  let open: Open | undefined;

  function close(): void {
    const entry = open;
    open = undefined;
    if (entry?.name === undefined || entry.version === undefined) return;
    entries.push({ ...entry, name: entry.name, version: entry.version });
  }

  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    let end = newline < 0 ? text.length : newline;
    if (end > at && text.charCodeAt(end - 1) === RETURN) end -= 1;
    const start = at;
    at = next;
    const first = start === end ? 0 : text.charCodeAt(start);
    if (first === 0) {
      // A table is whole where an empty line follows it.
      close();
      if (within === 'package' || within === 'conflict') within = 'top';
      continue;
    }
    if (first === HASH) continue;
    if (isMark(first, text, start)) {
      open = undefined;
      // Each of its lines stands for itself.
      if (within !== 'metadata') within = 'conflict';
      continue;
    }
    if (first === BRACKET) {
      close();
      const header = HEADERS[text.slice(start, end)];
      if (header === undefined) return undefined;
      within = header;
      if (within === 'package') open = { start, end: start, dependencies: [] };
      continue;
    }
    if (within === 'conflict' || within === 'unused') {
      // Of what is passed over, only where it ends counts.
      if (first !== BLANK && first !== CLOSING && !isLetter(first)) return undefined;
      continue;
    }
    if (within === 'metadata') {
      const found = METADATA.exec(text.slice(start, end));
      if (found === null) return undefined;
      const [, name = '', checksum = ''] = found;
      if (!checksums.has(name)) checksums.set(name, checksum);
      continue;
    }
    if (within === 'top') {
      if (!TOP.test(text.slice(start, end))) return undefined;
      continue;
    }
    if (open === undefined) return undefined;
    // `key = "value"`, or `dependencies = [`.
    const equals = text.indexOf(' = ', start);
    if (equals < 0 || equals >= end) return undefined;
    const key = text.slice(start, equals);
    if (key === 'dependencies') {
      const list = itemsBehind(text, equals + 3, end, next);
      if (list === undefined) return undefined;
      open.dependencies = list.items;
      at = list.next;
      continue;
    }
    const value = stringIn(text, equals + 3, end);
    if (value === undefined) return undefined;
    switch (key) {
      case 'name':
        if (open.name !== undefined) return undefined;
        open.name = value;
        open.start = start;
        open.end = end;
        break;
      case 'version':
      case 'source':
      case 'checksum':
      case 'replace':
        if (open[key] !== undefined) return undefined;
        open[key] = value;
        break;
      default:
        return undefined;
    }
  }
  close();
  if (checksums.size === 0) return entries;
  return entries.map(entry => {
    const checksum = entry.checksum ?? checksums.get(checksumKey(entry));
    return checksum === undefined ? entry : { ...entry, checksum };
  });
}

interface Items {
  readonly items: readonly string[];
  /** Where the line behind the list begins. */
  readonly next: number;
}

/** The items of a list that begins with a bracket; of one that a mark of a conflict cuts, those above. */
function itemsBehind(text: string, bracket: number, end: number, next: number): Items | undefined {
  if (text.charCodeAt(bracket) !== BRACKET) return undefined;
  if (bracket + 2 === end && text.charCodeAt(bracket + 1) === CLOSING) return { items: [], next };
  if (bracket + 1 !== end) return undefined;
  const items: string[] = [];
  for (let at = next; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const behind = newline < 0 ? text.length : newline + 1;
    let last = newline < 0 ? text.length : newline;
    if (last > at && text.charCodeAt(last - 1) === RETURN) last -= 1;
    const first = text.charCodeAt(at);
    if (first === CLOSING && last === at + 1) return { items, next: behind };
    if (isMark(first, text, at)) return { items, next: at };
    if (first !== BLANK || text.charCodeAt(last - 1) !== COMMA) return undefined;
    const item = stringIn(text, at + 1, last - 1);
    if (item === undefined) return undefined;
    items.push(item);
    at = behind;
  }
  return { items, next: text.length };
}

/** A string in double quotes that stands for itself, and nothing else up to `end`. */
function stringIn(text: string, start: number, end: number): string | undefined {
  if (end - start < 2 || text.charCodeAt(start) !== QUOTE) return undefined;
  const closing = text.indexOf('"', start + 1);
  if (closing !== end - 1) return undefined;
  const value = text.slice(start + 1, closing);
  return ODD.test(value) ? undefined : value;
}

/** A line that git writes where two changes do not fit together. */
function isMark(first: number, text: string, at: number): boolean {
  return (first === LESS || first === MORE || first === EQUALS || first === PIPE) && MARK.test(text.slice(at, at + 8));
}

function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

const HEADERS: Readonly<Record<string, Within>> = {
  '[[package]]': 'package',
  '[metadata]': 'metadata',
  '[[patch.unused]]': 'unused',
  // Of the workspace's own package, before 2017.
  '[root]': 'package',
};
const TOP = /^version = \d+$/;
const METADATA = /^"([^"\\]*)" = "([^"\\]*)"$/;
/** What TOML allows in no string, or reads otherwise. */
const ODD = /[\\\u0000-\u001f\u007f]/;
const MARK = /^(?:<{7}|={7}|>{7}|\|{7})(?:[ \r\n]|$)/;
const RETURN = 0x0d;
const HASH = 0x23;
const BLANK = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const CLOSING = 0x5d;
const LESS = 0x3c;
const EQUALS = 0x3d;
const MORE = 0x3e;
const PIPE = 0x7c;
