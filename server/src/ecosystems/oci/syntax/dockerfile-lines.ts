import { type Span, spanOf } from '../../../model/span.ts';
import { isBlank } from '../../../syntax/blank.ts';
import { heredocsOf } from '../../../syntax/heredoc.ts';

/**
 * One instruction: its physical lines joined as BuildKit joins them, without continuation marks and without the
 * comments and blank lines between. Offsets into `text` are logical; {@link sourceOffset} turns them into the
 * document's.
 */
export interface DockerfileInstruction {
  /** In lower case; whatever word the line begins with. */
  readonly keyword: string;
  readonly text: string;
  /** Where in `text` the arguments begin. */
  readonly argumentsAt: number;
  /** From its first character to the end of its last physical line, without the bodies of here-documents. */
  readonly span: Span;
  /** Where in the document the stretches of `text` begin: offsets into `text`, and beside them into the document. */
  readonly stretches: readonly Stretch[];
  readonly comments: readonly CoveringComment[];
}

interface Stretch {
  readonly logical: number;
  readonly source: number;
}

/** A comment line and what it stands directly above: an instruction, or one physical line of a continued one. */
export interface CoveringComment {
  /** Behind the `#`. */
  readonly text: string;
  readonly covers: Span;
}

const MAY_HOLD_HEREDOCS = new Set(['add', 'copy', 'run']);

/**
 * Splits a Dockerfile into instructions by the rules of BuildKit's parser (frontend/dockerfile/parser/parser.go): every
 * line that ends in the escape character continues, comments and blank lines within a continuation are skipped, and the
 * bodies of here-documents belong to their instruction. One pass, in time linear to the text.
 *
 * BuildKit refuses a here-document without its end; here the rest of the text counts as its body, since nothing in it
 * is certain to be an instruction.
 */
export function splitInstructions(text: string, escapeMark: '\\' | '`'): DockerfileInstruction[] {
  const instructions: DockerfileInstruction[] = [];
  let above: string[] = [];
  let line = physicalLine(text, 0);
  while (line !== undefined) {
    const first = skipBlanks(text, line.start, line.end);
    if (text[first] === '#' && first < line.end) {
      above.push(text.slice(first + 1, line.end));
      line = physicalLine(text, line.next);
      continue;
    }
    if (first >= line.end) {
      above = [];
      line = physicalLine(text, line.next);
      continue;
    }
    const joined = joinContinued(text, escapeMark, first, line);
    line = physicalLine(text, joined.next);
    const span = spanOf(first, joined.end);
    const comments = [...above.map(comment => ({ text: comment, covers: span })), ...joined.comments];
    above = [];
    const [keyword, argumentsAt] = keywordAt(joined.text, 0);
    const instruction = { keyword, argumentsAt, text: joined.text, stretches: joined.stretches, span, comments };
    instructions.push(instruction);
    for (const heredoc of heredocsIn(instruction)) {
      while (line !== undefined) {
        const body: string = text.slice(line.start, line.end);
        line = physicalLine(text, line.next);
        if ((heredoc.stripTabs ? body.replace(/^\t+/, '') : body) === heredoc.name) break;
      }
    }
  }
  return instructions;
}

/** The instruction that `ONBUILD` holds back, as a view of the same lines; `undefined` for any other instruction. */
export function triggerOf(instruction: DockerfileInstruction): DockerfileInstruction | undefined {
  if (instruction.keyword !== 'onbuild') return undefined;
  const [keyword, argumentsAt] = keywordAt(instruction.text, instruction.argumentsAt);
  return { ...instruction, keyword, argumentsAt };
}

/** The document's offset of the character at `index` of an instruction's text. */
export function sourceOffset(instruction: DockerfileInstruction, index: number): number {
  const { stretches } = instruction;
  let low = 0;
  for (let high = stretches.length - 1; low < high; ) {
    const middle = (low + high + 1) >> 1;
    if ((stretches[middle]?.logical ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  const stretch = stretches[low];
  return stretch === undefined ? instruction.span.start : stretch.source + index - stretch.logical;
}

interface PhysicalLine {
  readonly start: number;
  /** Before the line break. */
  readonly end: number;
  /** Where the next line begins. */
  readonly next: number;
}

function physicalLine(text: string, start: number): PhysicalLine | undefined {
  if (start >= text.length) return undefined;
  const newline = text.indexOf('\n', start);
  const next = newline < 0 ? text.length : newline + 1;
  let end = newline < 0 ? text.length : newline;
  while (end > start && text[end - 1] === '\r') end--;
  return { start, end, next };
}

interface JoinedLines {
  readonly text: string;
  readonly stretches: readonly Stretch[];
  readonly comments: readonly CoveringComment[];
  readonly end: number;
  readonly next: number;
}

function joinContinued(text: string, escapeMark: string, first: number, line: PhysicalLine): JoinedLines {
  const pieces: string[] = [];
  const stretches: Stretch[] = [];
  const comments: CoveringComment[] = [];
  let pending: string[] = [];
  let length = 0;
  let start = first;
  let current = line;
  let end = line.end;
  for (;;) {
    const mark = continuationMark(text, escapeMark, start, current.end);
    const piece = text.slice(start, mark ?? current.end);
    stretches.push({ logical: length, source: start });
    pieces.push(piece);
    length += piece.length;
    end = current.end;
    for (const comment of pending) comments.push({ text: comment, covers: spanOf(start, end) });
    pending = [];
    if (mark === undefined) break;
    let following = physicalLine(text, current.next);
    while (following !== undefined) {
      const content = skipBlanks(text, following.start, following.end);
      if (content < following.end && text[content] !== '#') break;
      if (content < following.end) pending.push(text.slice(content + 1, following.end));
      else pending = [];
      current = following;
      following = physicalLine(text, following.next);
    }
    if (following === undefined) break;
    current = following;
    start = following.start;
  }
  return { text: pieces.join(''), stretches, comments, end, next: current.next };
}

/** Where the escape character stands that continues a line: last but for blanks, and not itself escaped. */
function continuationMark(text: string, escapeMark: string, start: number, end: number): number | undefined {
  let last = end - 1;
  while (last >= start && (text[last] === ' ' || text[last] === '\t')) last--;
  if (last < start || text[last] !== escapeMark) return undefined;
  return last > start && text[last - 1] === escapeMark ? undefined : last;
}

function skipBlanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text[at])) at++;
  return at;
}

function keywordAt(text: string, from: number): [keyword: string, argumentsAt: number] {
  const start = skipBlanks(text, from, text.length);
  let end = start;
  while (end < text.length && !isBlank(text[end])) end++;
  return [text.slice(start, end).toLowerCase(), skipBlanks(text, end, text.length)];
}

function heredocsIn(instruction: DockerfileInstruction): ReturnType<typeof heredocsOf> {
  if (!instruction.text.includes('<<')) return [];
  const holder = triggerOf(instruction) ?? instruction;
  if (!MAY_HOLD_HEREDOCS.has(holder.keyword) || isJsonList(holder)) return [];
  return heredocsOf(instruction.text);
}

/** The exec form, in which `<<` is an argument like any other. */
function isJsonList(instruction: DockerfileInstruction): boolean {
  const start = instruction.text.indexOf('[', instruction.argumentsAt);
  if (start < 0 || !/^(?:--\S*\s+)*$/.test(instruction.text.slice(instruction.argumentsAt, start))) return false;
  try {
    const list: unknown = JSON.parse(instruction.text.slice(start));
    return Array.isArray(list) && list.every(item => typeof item === 'string');
  } catch {
    return false;
  }
}
