import { type Span, spanOf } from '../model/span.ts';
import type { YamlComment } from './yaml-nodes.ts';
import { lineStartNear } from './yaml-places.ts';

/**
 * Reads what stands in quotes or brackets as libyaml does, and with it Kubernetes' and most other programs: until they
 * are closed, however far left a line begins. (YAML 1.2.2, chapter 7.3 and 7.4, wants each line right of the keys
 * around, and the package `yaml` ends the text or the list there.) Lines that begin at `indent` or left of it are
 * joined to those before them, offset for offset, and their comments are taken out. `undefined` where nothing closes
 * what opens at `start`, as while somebody types it, and where that changes nothing.
 */
export function joinLines(
  text: string,
  start: number,
  indent: number,
): { readonly text: string; readonly comments: readonly YamlComment[] } | undefined {
  const closed = closeOf(text, start, Math.min(indent, indentAt(text, start))) ?? closeFarLeft(text, start);
  if (closed === undefined || !isAtEnd(text, closed.end)) return undefined;
  const inside = text.slice(start, closed.end);
  const left = [...inside.matchAll(LINE_START)].filter(
    ({ index, 0: line }) =>
      line.length - line.lastIndexOf('\n') - 1 <= indent && /\S/.test(inside.charAt(index + line.length)),
  );
  if (left.length === 0) return undefined;
  const characters = [...Array(inside.length).keys()].map(index => inside.charAt(index));
  for (const { offset, text: comment } of closed.comments) {
    for (let index = 0; index <= comment.length; index++) characters[offset - start + index] = ' ';
  }
  for (const { index, 0: line } of left) {
    const breaks = line.lastIndexOf('\n') + 1;
    for (let at = index; at < index + breaks; at++) characters[at] = ' ';
  }
  return { text: text.slice(0, start) + characters.join('') + text.slice(closed.end), comments: closed.comments };
}

/**
 * Takes a stretch out, offset for offset, line breaks kept. A text in quotes that opens in it and is closed further
 * down goes as a whole: else the quote that closes it would open another one, and all below be read inside out.
 */
export function withoutStretch(text: string, { start, end }: Span): string {
  const open = openQuoteIn(text, spanOf(start, end));
  const closed = open === undefined ? undefined : quoteEnd(text, open, indentAt(text, open));
  const until = closed !== undefined && isAtEnd(text, closed) ? closed : end;
  return text.slice(0, start) + text.slice(start, until).replace(/[^\r\n]/g, ' ') + text.slice(until);
}

/** The source of a scalar with the line breaks that {@link joinLines} took out of it. */
export function withBreaks(source: string, text: string, offset: number): string {
  if (!text.slice(offset, offset + source.length).includes('\n')) return source;
  return source.replace(/ /g, (blank, index: number) => {
    const written = text.charAt(offset + index);
    return written === '\n' || written === '\r' ? written : blank;
  });
}

/**
 * Whether the two braces at an offset are another language's: closed on their line, and outside of what its quotes
 * hold. A parser that read a quote inside out finds braces in texts, and who types has not closed his yet.
 */
export function isTemplateMark(text: string, offset: number): boolean {
  if (!/^\{\{.*\}\}/.test(text.slice(offset, offset + LONGEST_MARK))) return false;
  const start = lineStartNear(text, offset);
  return start === undefined || openQuoteIn(text, spanOf(start, offset)) === undefined;
}

// In characters.
const LONGEST_MARK = 2000;

/** Line breaks, with the blanks of the line behind them. What must follow is looked at apart: no way leads back. */
const LINE_START = /(?:\r?\n[ \t]*)+/g;

/** Where what opens with a quote or a bracket ends, with the comments in it. */
function closeOf(
  text: string,
  start: number,
  least: number,
): { readonly end: number; readonly comments: readonly YamlComment[] } | undefined {
  const comments: YamlComment[] = [];
  const open: string[] = [];
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (isQuote(character) && (at === start || OPENS.test(text.charAt(at - 1)))) {
      const end = quoteEnd(text, at, least);
      if (end === undefined || !isAtEnd(text, end)) return undefined;
      at = end - 1;
    } else if (character === '#' && /\s/.test(text.charAt(at - 1))) {
      const end = lineEnd(text, at);
      comments.push({ offset: at, text: text.slice(at + 1, end) });
      at = end - 1;
    } else if (character === '\n') {
      if (!isAllowed(text, at + 1, least)) return undefined;
    } else if (character === '[' || character === '{') open.push(character === '[' ? ']' : '}');
    else if ((character === ']' || character === '}') && open.pop() !== character) return undefined;
    if (open.length === 0) return { end: at + 1, comments };
  }
  return undefined;
}

/**
 * The same where lines begin left of all that is around. Who has not typed the closing quote yet has keys and items
 * below, and then the next quote closes nothing.
 */
function closeFarLeft(text: string, start: number): ReturnType<typeof closeOf> {
  const closed = closeOf(text, start, 0);
  return closed === undefined || LOOKS_LIKE_YAML.test(text.slice(start, closed.end)) ? undefined : closed;
}

/** A line that begins with an item or a key. */
const LOOKS_LIKE_YAML = /\n[ ]*(?:- |-\r?\n|[\w./-]+:[ \r\n])/;

/** What may stand before a quote that opens a text. */
const OPENS = /[\s[{,:]/;

/** Behind the quote that closes the one at `start`, where each line between begins at a column or right of it. */
function quoteEnd(text: string, start: number, least: number): number | undefined {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\' && quote === '"') at++;
    else if (character === '\n' && !isAllowed(text, at + 1, least)) return undefined;
    else if (character === quote) {
      if (quote === '"' || text.charAt(at + 1) !== quote) return at + 1;
      at++;
    }
  }
  return undefined;
}

/** Whether a line begins at a column or right of it, or is empty. */
function isAllowed(text: string, lineStart: number, least: number): boolean {
  let at = lineStart;
  while (text.charAt(at) === ' ' && at - lineStart < least) at++;
  return at - lineStart >= least || /^[\r\n]?$/.test(text.charAt(at));
}

/** Whether a text in quotes or a list may end here: a mark of flow style, a comment or the line's end comes next. */
function isAtEnd(text: string, offset: number): boolean {
  let at = offset;
  while (text.charAt(at) === ' ' || text.charAt(at) === '\t') at++;
  return /^[\r\n,\]}:]?$/.test(text.charAt(at)) || (text.charAt(at) === '#' && at > offset);
}

/** The quote that opens a text in a stretch and is not closed there. */
function openQuoteIn(text: string, { start, end }: Span): number | undefined {
  let open: number | undefined;
  for (let at = start; at < end; at++) {
    const character = text.charAt(at);
    if (open === undefined) {
      if (character === '#' && (at === start || /\s/.test(text.charAt(at - 1)))) at = lineEnd(text, at);
      else if (isQuote(character) && (at === start || OPENS.test(text.charAt(at - 1)))) open = at;
    } else if (character === '\\' && text.charAt(open) === '"') at++;
    else if (character === text.charAt(open)) {
      if (character === "'" && text.charAt(at + 1) === "'") at++;
      else open = undefined;
    }
  }
  return open;
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'";
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** The column at which the line of an offset begins. */
function indentAt(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^ */.exec(text.slice(start, offset))?.[0].length ?? 0;
}
