import { isBlank } from '../../../syntax/blank.ts';
import type { TracedText } from '../../../syntax/traced-text.ts';
import { type DockerfileInstruction, sourceOffset } from './dockerfile-lines.ts';

/**
 * The flags of an instruction without quotes and escapes, as in `--from=build`, and where its other arguments begin.
 */
export interface Flags {
  readonly flags: readonly TracedText[];
  readonly restAt: number;
}

/** Takes the flags off an instruction (frontend/dockerfile/parser/split_command.go, `extractBuilderFlags`). */
export function flagsOf(instruction: DockerfileInstruction, escapeMark: string): Flags {
  const { text } = instruction;
  const flags: TracedText[] = [];
  const afterTemplate = templateFinder(text);
  let at = skipBlanks(text, instruction.argumentsAt);
  while (text.startsWith('--', at)) {
    const kept: number[] = [];
    let quote = '';
    for (; at < text.length && (quote !== '' || !isBlank(text[at])); at++) {
      const character = text[at];
      for (const end = afterTemplate(at); end !== undefined && at < end - 1; at++) kept.push(at);
      if (quote === '' && (character === '"' || character === "'")) quote = character;
      else if (quote !== '' && character === quote) quote = '';
      else if (character !== escapeMark) kept.push(at);
      else if (at + 1 < text.length) kept.push(++at);
    }
    const flag = traced(instruction, kept);
    at = skipBlanks(text, at);
    if (flag.text === '--') break;
    flags.push(flag);
  }
  return { flags, restAt: at };
}

/** The words between blanks, quotes and all, as `FROM` is split (`parseStringsWhitespaceDelimited`). */
export function blankSeparatedWords(instruction: DockerfileInstruction, from: number): TracedText[] {
  const { text } = instruction;
  const words: TracedText[] = [];
  const afterTemplate = templateFinder(text);
  for (let at = skipBlanks(text, from); at < text.length; at = skipBlanks(text, at)) {
    const start = at;
    while (at < text.length && !isBlank(text[at])) at = afterTemplate(at) ?? at + 1;
    words.push(tracedRange(instruction, start, at));
  }
  return words;
}

/** The words as `ARG` is split: blanks within quotes do not separate, and quotes stay (`parseWords`). */
export function quotableWords(instruction: DockerfileInstruction, from: number, escapeMark: string): TracedText[] {
  const { text } = instruction;
  const words: TracedText[] = [];
  for (let at = skipBlanks(text, from); at < text.length; at = skipBlanks(text, at)) {
    const start = at;
    let quote = '';
    for (; at < text.length && (quote !== '' || !isBlank(text[at])); at++) {
      const character = text[at];
      if (character === escapeMark && quote !== "'") at++;
      else if (quote === '' && (character === '"' || character === "'")) quote = character;
      else if (character === quote) quote = '';
    }
    at = Math.min(at, text.length);
    words.push(tracedRange(instruction, start, at));
  }
  return words;
}

/**
 * The fields of a `--mount` by the rules of CSV: fields may be quoted, a quote within is doubled. A broken field is
 * taken as it stands.
 */
export function csvFields(record: TracedText): TracedText[] {
  const { text } = record;
  const fields: TracedText[] = [];
  for (let at = 0; at <= text.length; at++) {
    const kept: number[] = [];
    if (text[at] === '"') {
      for (at++; at < text.length; at++) {
        if (text[at] === '"') {
          if (text[at + 1] !== '"') break;
          at++;
        }
        kept.push(at);
      }
      while (at < text.length && text[at] !== ',') at++;
    } else {
      for (; at < text.length && text[at] !== ','; at++) kept.push(at);
    }
    fields.push({ text: kept.map(index => text[index]).join(''), at: kept.map(index => record.at[index] ?? 0) });
  }
  return fields;
}

/** Whether another language's template speaks in a text: `{{ }}`, `{% %}` or `<% %>`. */
export function holdsTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%') || text.includes('<%');
}

const TEMPLATE_MARKS = [
  ['{{', '}}'],
  ['{%', '%}'],
  ['<%', '%>'],
] as const;

/**
 * Makes a function that tells where the template's expression ends that begins at an offset: its blanks separate no
 * words. `undefined` where none begins, or it has no end.
 */
function templateFinder(text: string): (at: number) => number | undefined {
  // Marks that are never closed are sorted out here, once, or a line of them would be searched to its end for each.
  const marks = TEMPLATE_MARKS.map(([open, close]) => ({ open, close, lastClose: text.lastIndexOf(close) }));
  return at => {
    if (text[at] !== '{' && text[at] !== '<') return undefined;
    const mark = marks.find(({ open, lastClose }) => text.startsWith(open, at) && at + 2 <= lastClose);
    return mark === undefined ? undefined : text.indexOf(mark.close, at + 2) + 2;
  };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text[at])) at++;
  return at;
}

function tracedRange(instruction: DockerfileInstruction, start: number, end: number): TracedText {
  return traced(
    instruction,
    Array.from({ length: end - start }, (_, index) => start + index),
  );
}

function traced(instruction: DockerfileInstruction, kept: readonly number[]): TracedText {
  return {
    text: kept.map(index => instruction.text[index]).join(''),
    at: kept.map(index => sourceOffset(instruction, index)),
  };
}
