import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import type { YamlNode } from '../../../syntax/yaml-nodes.ts';

/**
 * Is told of each key of a lockfile of YAML, in the order of the text.
 *
 * @param level how many maps it lies in: none is 0
 * @param start of the key, with its quotes, and `end` behind it
 * @param value the text behind it without quotes, a map in braces as written; empty where what follows is deeper
 */
export type OnKey = (level: number, key: string, start: number, end: number, value: string) => void;

/**
 * Reads the maps of a lockfile that a program wrote as YAML: a key a line, two blanks a level, what is short in braces.
 * Where the layout is another one the YAML parser reads it, and the reader begins anew, which `begin` tells him. Lists
 * and texts of several lines are passed over. A text in conflict, or of several documents, is read line by line,
 * whatever stands between.
 *
 * @param telltale what every lockfile of the kind has in it
 */
export function* readBlocks(text: string, telltale: string, begin: () => OnKey): Generator<void, void> {
  const isUsual = yield* scanLines(text, begin());
  if (isUsual || text.length > LARGEST_UNUSUAL || !text.includes(telltale)) return;
  // The parser reads one document, and nothing of a text in conflict.
  if (text.includes('\n---') || isConflicted(text)) return;
  const document = parseYaml(text);
  if (!document.isTemplate) walk(document.root, begin());
}

/** The parser takes some hundred times as long as the lines do; in characters. */
const LARGEST_UNUSUAL = 512 * 1024;

/** Returns whether each line was as programs write them; of others what can be read is told nevertheless. */
function* scanLines(text: string, onKey: OnKey): Generator<void, boolean> {
  let isUsual = true;
  /** Lines deeper than this belong to a text or a list that is passed over. */
  let passed = -1;
  /** Deeper than this nothing may stand: where the key had a value than the key, else than its entries. */
  let deepest = 0;
  /** A key too long for its line to be one: it stands behind a question mark, and the colon on the next line. */
  let long: { readonly key: string; readonly at: number; readonly end: number } | undefined;
  let lines = 0;
  for (let start = 0, next = 0; start < text.length; start = next) {
    lines += 1;
    if (lines % A_STEP === 0) yield;
    const newline = text.indexOf('\n', start);
    const behind = newline < 0 ? text.length : newline;
    next = behind + 1;
    const stop = behind > start && text.charCodeAt(behind - 1) === RETURN ? behind - 1 : behind;
    let at = start;
    while (at < stop && text.charCodeAt(at) === SPACE) at += 1;
    if (at === stop) continue;
    const indent = at - start;
    if (passed >= 0) {
      if (indent > passed) continue;
      passed = -1;
    }
    const first = text.charCodeAt(at);
    if (first === HASH || (indent === 0 && isMark(text, at))) continue;
    if (first === DASH && (at + 1 === stop || text.charCodeAt(at + 1) === SPACE)) {
      passed = indent;
      continue;
    }
    if (first === COLON && at + 1 === stop && long !== undefined) {
      deepest = indent + 2;
      onKey(indent >> 1, long.key, long.at, long.end, '');
      long = undefined;
      continue;
    }
    long = first === QUESTION ? longKey(text, at + 2, stop) : undefined;
    if (long !== undefined) continue;
    const end = (indent & 1) === 1 ? -1 : keyEnd(text, at, stop, first);
    if (end < 0 || indent > deepest) {
      isUsual = false;
      continue;
    }
    deepest = indent + 2;
    const key = first === SINGLE || first === DOUBLE ? unquoted(text.slice(at, end)) : text.slice(at, end);
    let from = end + 1;
    while (from < stop && text.charCodeAt(from) === SPACE) from += 1;
    let value = '';
    if (from < stop) {
      const kind = text.charCodeAt(from);
      if (kind === BAR || kind === FOLD) passed = indent;
      else {
        value = text.slice(from, stop);
        deepest = indent;
        if (!isWhole(value, kind) || (kind === BRACE && value !== '{}' && !IN_BRACES.has(key))) isUsual = false;
        else if (kind === SINGLE || kind === DOUBLE) value = unquoted(value);
      }
    }
    onKey(indent >> 1, key, at, end, value);
  }
  return isUsual;
}

/** Where a key ends, behind its quotes, with the colon next; -1 where there is none that programs write. */
function keyEnd(text: string, at: number, stop: number, first: number): number {
  if (first === DOUBLE || first === SINGLE) {
    const close = closingQuote(text, at, stop, first);
    return close >= 0 && text.charCodeAt(close + 1) === COLON && isOver(text, close + 2, stop) ? close + 1 : -1;
  }
  if (NO_KEY.has(first)) return -1;
  for (let colon = at; colon < stop; colon += 1) {
    if (text.charCodeAt(colon) === COLON && isOver(text, colon + 1, stop)) return colon;
  }
  return -1;
}

/** Looks no further than the line goes; -1 where there is an escape, which a lockfile's keys have none of. */
function closingQuote(text: string, at: number, stop: number, quote: number): number {
  for (let close = at + 1; close < stop; close += 1) {
    const code = text.charCodeAt(close);
    if (code === BACKSLASH && quote === DOUBLE) return -1;
    if (code !== quote) continue;
    if (quote === DOUBLE || text.charCodeAt(close + 1) !== SINGLE) return close;
    close += 1;
  }
  return -1;
}

function isOver(text: string, at: number, stop: number): boolean {
  return at >= stop || text.charCodeAt(at) === SPACE;
}

function longKey(text: string, at: number, end: number) {
  const written = text.slice(at, end);
  if (/^"[^"\\]*"$/.test(written) || /^'[^']*'$/.test(written)) return { key: written.slice(1, -1), at, end };
  return /^[^\s"'?{[&*!@`%|>,\]}#-][^#]*$/.test(written) ? { key: written, at, end } : undefined;
}

/** Whether a value ends with its line, and means what it says. */
function isWhole(value: string, first: number): boolean {
  const last = value.charCodeAt(value.length - 1);
  if (last === SPACE) return false;
  switch (first) {
    case SINGLE:
      return value.length > 1 && last === SINGLE && !/[^']'(?:'')*[^']/.test(value.slice(1, -1));
    case DOUBLE:
      return value.length > 1 && last === DOUBLE && !/["\\]/.test(value.slice(1, -1));
    case BRACE:
      return last === CLOSING_BRACE && !value.includes(' #');
    case BRACKET:
      return last === CLOSING_BRACKET && !value.includes(' #');
    default:
      return !NO_VALUE.has(first) && !value.includes(' #') && !value.includes(': ');
  }
}

/** What stands between the quotes of a text without escapes. */
function unquoted(text: string): string {
  const inner = text.slice(1, -1);
  return text.charCodeAt(0) === SINGLE && inner.includes("''") ? inner.replaceAll("''", "'") : inner;
}

/** Where a document begins, and what git writes where two changes do not fit together. */
function isMark(text: string, at: number): boolean {
  return MARKS.some(mark => text.startsWith(mark, at));
}

const MARKS = ['---', '<<<<<<<', '=======', '>>>>>>>', '|||||||'];

/** A tree of the YAML parser, told as the lines are. */
function walk(root: YamlNode | undefined, onKey: OnKey): void {
  const waiting = [{ node: root, level: 0, next: 0 }];
  for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
    const entry = top.node?.kind === 'map' ? top.node.entries[top.next] : undefined;
    if (entry === undefined) {
      waiting.pop();
      continue;
    }
    top.next += 1;
    const { key, value, isAlias } = entry;
    onKey(top.level, key.value, key.span.start, key.span.end, value?.kind === 'scalar' ? value.value : '');
    if (value?.kind === 'map' && !isAlias) waiting.push({ node: value, level: top.level + 1, next: 0 });
  }
}

/** So many lines are a millisecond's work. */
const A_STEP = 5000;
/** What pnpm writes in braces. */
const IN_BRACES = new Set(['resolution', 'engines']);

const SPACE = 32;
const RETURN = 13;
const HASH = 35;
const DASH = 45;
const COLON = 58;
const QUESTION = 63;
const SINGLE = 39;
const DOUBLE = 34;
const BAR = 124;
const FOLD = 62;
const BACKSLASH = 92;
const BRACE = 123;
const CLOSING_BRACE = 125;
const BRACKET = 91;
const CLOSING_BRACKET = 93;
/**
 * A question mark, a colon, a brace, a bracket, an anchor, an alias, a tag, a tabulator, and what YAML keeps for
 * itself.
 */
const NO_KEY = new Set([...'?:{[&*!\t@`%|>,]}'].map(each => each.charCodeAt(0)));
const NO_VALUE = new Set([...'&!@`%,]}\t'].map(each => each.charCodeAt(0)));
