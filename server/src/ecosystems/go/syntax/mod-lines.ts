import { type Span, spanOf } from '../../../model/span.ts';
import type { YamlComment } from '../../../syntax/yaml-nodes.ts';

/** A word of a line of go.mod or go.work. */
export interface ModWord {
  /** Without quotes. */
  readonly text: string;
  /** Of that text in the document. */
  readonly span: Span;
  /** With its quotes. */
  readonly outer: Span;
  /**
   * It stands without quotes, or in double ones that are closed and hide nothing: the go command refuses backquotes,
   * which its grammar has (seen with go 1.19).
   */
  readonly isPlain: boolean;
  /** A bracket or a comma. */
  readonly isMark: boolean;
}

/** One line, or one entry of a block. */
export interface ModLine {
  /** As in `require`, also of an entry of `require (…)`. */
  readonly verb: string;
  /** What follows the verb, without the comment. */
  readonly words: readonly ModWord[];
  /** What stands behind `//`; absent where no comment is on the line. */
  readonly comment: string | undefined;
  readonly lineStart: number;
  /** Where its words and the blanks behind them end: at a comment, or at the end of the line. */
  readonly end: number;
}

/** A file in the language of go.mod, in lines. */
export interface ModFile {
  readonly lines: readonly ModLine[];
  /** Those that have a line of their own. */
  readonly comments: readonly YamlComment[];
}

/**
 * Splits a text as the go command does (golang.org/x/mod, modfile/read.go): a string ends on its line, a comment may
 * begin within a word, and a block ends at a bracket that stands alone. A block that nobody has closed yet ends where
 * another verb begins: no module is called so. One pass, in time linear to the text.
 */
export function modLines(text: string): ModFile {
  const lines: ModLine[] = [];
  const comments: YamlComment[] = [];
  let block: string | undefined;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline;
    const end = text[next - 1] === '\r' && next > start ? next - 1 : next;
    const { words, commentAt } = wordsIn(text, start, end);
    const comment = commentAt === undefined ? undefined : text.slice(commentAt + 2, end);
    if (words.length === 0 && commentAt !== undefined) comments.push({ offset: commentAt, text: comment ?? '' });
    const [first, ...rest] = words;
    const line = { comment, lineStart: start, end: commentAt ?? end };
    if (first !== undefined) {
      const isVerb = VERBS.has(first.text) && first.outer.start === first.span.start;
      if (block !== undefined && isMark(first, ')')) block = undefined;
      else if (block !== undefined && !(isVerb && ENDS_AT_A_VERB.has(block)))
        lines.push({ verb: block, words, ...line });
      else {
        const opens = rest.length === 1 && rest[0] !== undefined && isMark(rest[0], '(');
        block = opens ? first.text : undefined;
        if (!opens) lines.push({ verb: first.text, words: rest, ...line });
      }
    }
    start = next + 1;
  }
  return { lines, comments };
}

function isMark({ text, isMark }: ModWord, mark: string): boolean {
  return isMark && text === mark;
}

function wordsIn(text: string, start: number, end: number): { words: ModWord[]; commentAt: number | undefined } {
  const words: ModWord[] = [];
  let at = start;
  while (at < end) {
    const from = at;
    const character = text[at] ?? '';
    if (character === '/' && text[at + 1] === '/') return { words, commentAt: at };
    if (BLANK.test(character)) at += 1;
    else if (MARK.test(character)) {
      at += 1;
      words.push(wordOf(text, from, at, { isMark: true }));
    } else if (character === '"' || character === '`') {
      at = stringEnd(text, at, end);
      words.push(quotedWord(text, from, at));
    } else {
      while (at < end && !NOT_OF_A_WORD.test(text[at] ?? '') && !(text[at] === '/' && text[at + 1] === '/')) at += 1;
      words.push(wordOf(text, from, at));
    }
  }
  return { words, commentAt: undefined };
}

/** Behind the closing quote, or at the end of the line. */
function stringEnd(text: string, start: number, end: number): number {
  const quote = text[start];
  for (let at = start + 1; at < end; at += 1) {
    if (text[at] === quote) return at + 1;
    if (text[at] === '\\' && quote === '"') at += 1;
  }
  return end;
}

function quotedWord(text: string, start: number, end: number): ModWord {
  const isClosed = end - start >= 2 && text[end - 1] === text[start];
  const word = wordOf(text, start + 1, isClosed ? end - 1 : end, { outer: spanOf(start, end) });
  return { ...word, isPlain: isClosed && text[start] === '"' && !word.text.includes('\\') };
}

function wordOf(text: string, start: number, end: number, more: Partial<ModWord> = {}): ModWord {
  const span = spanOf(start, end);
  return { text: text.slice(start, end), span, outer: span, isPlain: true, isMark: false, ...more };
}

const BLANK = /\s/;
const MARK = /[()[\]{},]/;
const NOT_OF_A_WORD = /[\s()[\]{},]/;

const VERBS = new Set([
  ...['module', 'go', 'toolchain', 'godebug', 'require', 'exclude', 'replace', 'retract', 'tool', 'ignore', 'use'],
]);
/** What else may begin an entry of other blocks: a folder's name, or a key. */
const ENDS_AT_A_VERB = new Set(['require', 'exclude', 'replace']);
