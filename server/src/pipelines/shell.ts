import { type Command, forEachChild, parse, type SyntaxNode, type Word, type WordPart } from 'unbash';
import type { ShellCommand, ShellWord } from '../model/pipeline.ts';
import { type Span, spanOf } from '../model/span.ts';
import type { TracedText } from '../syntax/traced-text.ts';

/**
 * The simple commands of a script for Bash or a POSIX shell, in the order of the text: those within conditions,
 * functions, pipes and substitutions too. What stands before a command and runs it (`sudo`, `env`, `time`) is left out.
 * Never throws; of a broken script it gives what is whole.
 *
 * @param expression what the CI puts in before the shell sees the script, such as `${{ github.ref }}`: a text of it
 *   counts as something that is expanded
 */
export function shellCommands(script: TracedText, expression?: RegExp): readonly ShellCommand[] {
  const { text } = script;
  if (text.length > LONGEST || isTooNested(text)) return [];
  // The same length, so that places stay; a name in braces, so that the shell expands it in quotes too.
  const masked = expression === undefined ? text : text.replace(expression, found => mask(found.length));
  const found: ShellCommand[] = [];
  const visit = (node: SyntaxNode, depth: number): void => {
    if (node.type === 'Command') {
      const command = commandOf(node, script);
      if (command !== undefined && found.length < MOST_COMMANDS) found.push(command);
    }
    if (depth < DEEPEST) forEachChild(node, child => visit(child, depth + 1));
  };
  visit(parse(masked), 0);
  return found;
}

/** In characters; GitHub takes none that is longer. */
const LONGEST = 65_536;
const MOST_COMMANDS = 2000;
/** In nodes of the tree: what people write has some thirty. */
const DEEPEST = 100;
/** Expansions are read by the parser itself in themselves, each again from its start; a long script has a hundred. */
const MOST_EXPANSIONS = 400;

function isTooNested(text: string): boolean {
  let count = 0;
  for (const _ of text.matchAll(EXPANSION)) {
    count += 1;
    if (count > MOST_EXPANSIONS) return true;
  }
  return false;
}

const EXPANSION = /\$[({[]|`|[<>]\(/g;

function mask(length: number): string {
  return length < 4 ? 'x'.repeat(length) : `\${${'x'.repeat(length - 3)}}`;
}

function commandOf(command: Command, script: TracedText): ShellCommand | undefined {
  const given = command.suffix.flatMap(each => (each.type === 'Word' || each.type === 'Assignment' ? [each] : []));
  const words = [...(command.name === undefined ? [] : [command.name]), ...given].map(each =>
    each.type === 'Word' ? wordOf(each, script) : textWord(each, script),
  );
  const sets = new Map<string, ShellWord>();
  for (const each of command.prefix) {
    if (each.type === 'Assignment' && each.value.type === 'Word') sets.set(each.name, wordOf(each.value, script));
  }
  const writes = command.redirects.flatMap(each =>
    each.type === 'Redirect' && each.operator.includes('>') && each.target !== undefined
      ? [wordOf(each.target, script)]
      : [],
  );
  const its = behindRunners(words, sets);
  const [first] = its;
  const last = its.at(-1);
  if (first === undefined || last === undefined) return undefined;
  return { at: spanOf(first.at.start, last.at.end), words: its, sets, writes };
}

/** What runs the command that follows it; with options before that. */
const RUNNERS = new Set(['command', 'exec', 'nice', 'nohup', 'sudo', 'time']);

function behindRunners(words: readonly ShellWord[], sets: Map<string, ShellWord>): readonly ShellWord[] {
  let from = 0;
  for (;;) {
    const name = words[from]?.text;
    if (name === undefined || (name !== 'env' && !RUNNERS.has(name))) return words.slice(from);
    from += 1;
    while (words[from]?.text.startsWith('-') === true) from += 1;
    if (name !== 'env' && name !== 'sudo') continue;
    for (;;) {
      const word = words[from];
      const [, variable] = /^([A-Za-z_]\w*)=/.exec(word?.text ?? '') ?? [];
      if (word === undefined || variable === undefined) break;
      const value = { ...word, text: word.text.slice(variable.length + 1) };
      sets.set(variable, value);
      from += 1;
    }
  }
}

function wordOf(word: Word, script: TracedText): ShellWord {
  if (word.parts === undefined) return { text: word.value, isPlain: true, at: placeOf(word, script) };
  return { ...partsOf(word.parts, script), at: placeOf(word, script) };
}

/** `NAME=value` behind a command, which is one of its arguments. */
function textWord(node: { readonly pos: number; readonly end: number }, script: TracedText): ShellWord {
  const text = script.text.slice(node.pos, node.end);
  return { text, isPlain: !/[$`]/.test(text), at: placeOf(node, script) };
}

function partsOf(parts: readonly WordPart[], script: TracedText): Pick<ShellWord, 'text' | 'isPlain'> {
  let text = '';
  let isPlain = true;
  for (const part of parts) {
    switch (part.type) {
      case 'Literal':
      case 'SingleQuoted':
      case 'AnsiCQuoted':
        text += part.value;
        break;
      case 'DoubleQuoted':
      case 'LocaleString': {
        const inside = partsOf(part.parts, script);
        text += inside.text;
        isPlain &&= inside.isPlain;
        break;
      }
      default:
        text += script.text.slice(part.pos, part.end);
        isPlain = false;
    }
  }
  return { text, isPlain };
}

function placeOf({ pos, end }: { readonly pos: number; readonly end: number }, { at }: TracedText): Span {
  const first = at[pos] ?? at.at(-1) ?? 0;
  const last = at[end - 1] ?? first;
  return spanOf(first, Math.max(last, first) + 1);
}
