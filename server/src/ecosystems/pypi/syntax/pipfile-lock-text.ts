import { isObject } from '../../../model/objects.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import { type JsonNode, membersOf, parseJson, stringOf } from '../../../syntax/json.ts';
import { keyScalar } from '../../../syntax/json-scalars.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';

/** One entry of a lockfile of Pipenv's. */
export interface PipfileLockEntry {
  /** Its key, with the quotes. */
  readonly span: Span;
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** False where the text ends before it does. */
  readonly isClosed: boolean;
}

/** A lockfile of Pipenv's, without places but those of the entries. */
export interface PipfileLockText {
  readonly meta: unknown;
  readonly categories: readonly { readonly name: string; readonly entries: readonly PipfileLockEntry[] }[];
  readonly isWhole: boolean;
  /** Set for a text in a merge conflict. */
  readonly isFought: boolean;
}

/**
 * Reads `Pipfile.lock` by JavaScript's own parser, and finds the entries' places by the lines that Pipenv writes; where
 * it is laid out otherwise, or broken, by the parser that tells places. Of a text in a merge conflict only the entries
 * are there that no mark parts.
 */
export function* readPipfileLock(text: string): Generator<void, PipfileLockText> {
  return (yield* scanPipfileLock(text)) ?? parsePipfileLock(text);
}

/** By lines; `undefined` for another layout than Pipenv's (`json.dumps(…, indent=4)`). */
export function* scanPipfileLock(text: string): Generator<void, PipfileLockText | undefined> {
  const root = parsed(text);
  if (!isObject(root)) return undefined;
  const categories: { name: string; entries: PipfileLockEntry[] }[] = [];
  let at = 0;
  let lines = 0;
  for (const [name, members] of Object.entries(root)) {
    const head = text.indexOf(`${CATEGORY}${JSON.stringify(name)}: {`, at);
    if (head < 0 || !isObject(members)) return undefined;
    at = head + 1;
    const entries: PipfileLockEntry[] = [];
    for (const [key, value] of Object.entries(members)) {
      if (lines % A_STEP === 0) yield;
      const written = JSON.stringify(key);
      const found = text.indexOf(`${ENTRY}${written}: `, at);
      if (found < 0) return undefined;
      at = found + 1;
      lines += 1;
      const start = found + ENTRY.length;
      if (isObject(value))
        entries.push({ span: spanOf(start, start + written.length), name: key, value, isClosed: true });
    }
    if (name !== META) categories.push({ name, entries });
  }
  // Each line of an entry was found, in the order of the text: none is there twice.
  if (countOf(`${ENTRY}"`, text) !== lines) return undefined;
  return { meta: root[META], categories, isWhole: root[META] !== undefined, isFought: false };
}

/** By the parser that tells places, whatever the layout. */
export function parsePipfileLock(written: string): PipfileLockText {
  const marks: number[] = [];
  // Without the lines that git writes between two sides, and with all else in its place.
  const text = written.replace(MARKS, (mark, at: number) => {
    marks.push(at);
    return ' '.repeat(mark.length);
  });
  const root = parseJson(text);
  const all = membersOf(root, text);
  const meta = all.findLast(({ name }) => name === META)?.value;
  let next = 0;
  const isParted = ({ start, end }: Span) => {
    while ((marks[next] ?? Number.POSITIVE_INFINITY) < start) next += 1;
    return (marks[next] ?? Number.POSITIVE_INFINITY) < end;
  };
  const categories = all.flatMap(category => {
    if (category.name === META) return [];
    const entries = membersOf(category.value, text).flatMap((entry): PipfileLockEntry[] => {
      const key = keyScalar(entry, text);
      const value = plain(entry.value, text);
      if (key === undefined || !isObject(value) || isParted(entry.span)) return [];
      const { offset, length } = entry.value;
      const isClosed = text[offset + length - 1] === '}';
      return [{ span: spanOf(entry.span.start, key.span.end), name: key.value, value, isClosed }];
    });
    return [{ name: category.name, entries }];
  });
  const isWhole = root?.type === 'object' && /\}\s*$/.test(text) && meta !== undefined;
  return { meta: plain(meta, text), categories, isWhole, isFought: isConflicted(written) };
}

/** Strings, lists and objects; a string that is broken is none. */
function plain(node: JsonNode | undefined, text: string): unknown {
  switch (node?.type) {
    case 'string':
      return stringOf(node, text)?.value;
    case 'array':
      return (node.children ?? []).map(child => plain(child, text));
    case 'object':
      return Object.fromEntries(membersOf(node, text).map(({ name, value }) => [name, plain(value, text)]));
    default:
      return node?.value;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function countOf(piece: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + piece.length)) count += 1;
  return count;
}

/** So many entries are some milliseconds' work. */
const A_STEP = 500;
const META = '_meta';
const CATEGORY = '\n    ';
const ENTRY = '\n        ';
/** The lines that git writes between two sides. */
const MARKS = /^(?:<{7} |\|{7} |={7}$|>{7} ).*$/gm;
