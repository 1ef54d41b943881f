import { type Instruction, programOf } from './expression-program.ts';
import { expressionTree, isWordly, type Place } from './expression-tree.ts';

/** A regular expression that looks at no character twice, whoever wrote it. */
export interface BoundedExpression {
  /** Whether it matches somewhere in a text. */
  finds(text: string): boolean;
  /** Whether it matches a text as a whole. */
  matches(text: string): boolean;
}

/**
 * Reads a regular expression as far as RE2 (github.com/google/re2/wiki/Syntax), Go's `regexp` and JavaScript mean the
 * same by it: characters, classes, groups, alternatives, repetitions and anchors. `undefined` for what only some of
 * them know, such as looking ahead, for what is wrong, and for what is too long: nobody knows then what it matches.
 *
 * It is run as a set of states, in time that grows with the text and the expression alone. Expressions stand in files
 * of strangers, and the engine of JavaScript goes back and forth in them without bounds.
 */
export function boundedExpression(source: string): BoundedExpression | undefined {
  const tree = expressionTree(source);
  const program = tree === undefined ? undefined : programOf(tree);
  if (program === undefined) return undefined;
  const [found, matched]: readonly [Run, Run] = [emptyRun(), emptyRun()];
  return {
    finds: text => run(program, text.slice(0, LONGEST_TEXT), false, found),
    matches: text => run(program, text.slice(0, LONGEST_TEXT), true, matched),
  };
}

/** In characters: tags have 128 at most, names of repositories 255. */
const LONGEST_TEXT = 1000;

/**
 * How far the last text went: tags come in their order, and one begins as the one before. Its characters, and the
 * states that each of them led to.
 */
interface Run {
  characters: readonly string[];
  readonly states: (readonly number[])[];
}

function emptyRun(): Run {
  return { characters: [], states: [[]] };
}

/** Of a longer beginning nothing is kept. */
const LONGEST_KEPT = 40;

function run(program: readonly Instruction[], text: string, isWhole: boolean, last: Run): boolean {
  const characters = [...text];
  let from = 0;
  while (from + 1 < last.states.length && characters[from] === last.characters[from] && from < characters.length)
    from += 1;
  last.characters = characters;
  last.states.length = from + 1;
  let stack = [...(last.states[from] ?? [])];
  for (let at = from; at <= characters.length; at += 1) {
    if (at === 0 || !isWhole) stack.push(0);
    const seen = new Uint8Array(program.length);
    const next: number[] = [];
    while (stack.length > 0) {
      const state = stack.pop() ?? 0;
      if (seen[state] === 1) continue;
      seen[state] = 1;
      const instruction = program[state];
      if (instruction === undefined) continue;
      switch (instruction.does) {
        case 'accept':
          if (!isWhole || at === characters.length) return true;
          break;
        case 'jump':
          stack.push(instruction.to);
          break;
        case 'fork':
          stack.push(instruction.second, instruction.first);
          break;
        case 'place':
          if (isAt(instruction.place, characters, at)) stack.push(state + 1);
          break;
        case 'character': {
          const character = characters[at];
          if (character !== undefined && instruction.test(character)) next.push(state + 1);
          break;
        }
      }
    }
    if (at < LONGEST_KEPT && at < characters.length) last.states.push([...next]);
    stack = next;
  }
  return false;
}

function isAt(place: Place, characters: readonly string[], at: number): boolean {
  switch (place) {
    case 'start':
      return at === 0;
    case 'end':
      return at === characters.length;
    case 'border':
    case 'within': {
      const isBorder = isWordly(characters[at - 1]) !== isWordly(characters[at]);
      return isBorder === (place === 'border');
    }
  }
}
