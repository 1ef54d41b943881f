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
  if (source.length > LONGEST_SOURCE) return undefined;
  const tree = new ExpressionParser(source).parse();
  if (tree === undefined) return undefined;
  const program: Instruction[] = [];
  if (!emit(tree, program)) return undefined;
  program.push({ does: 'accept' });
  const [found, matched]: readonly [Run, Run] = [emptyRun(), emptyRun()];
  return {
    finds: text => run(program, text.slice(0, LONGEST_TEXT), false, found),
    matches: text => run(program, text.slice(0, LONGEST_TEXT), true, matched),
  };
}

/** In characters; people write some dozens. */
const LONGEST_SOURCE = 1000;
/** Counted repetitions are written out; each tag that is looked at costs as much for each of its characters. */
const LONGEST_PROGRAM = 400;
/** In characters: tags have 128 at most, names of repositories 255. */
const LONGEST_TEXT = 1000;
/** As in RE2. */
const MOST_TIMES = 1000;
const DEEPEST = 50;

type Test = (character: string) => boolean;

type Tree =
  | { readonly is: 'empty' }
  | { readonly is: 'character'; readonly test: Test }
  | { readonly is: 'place'; readonly place: Place }
  | { readonly is: 'sequence' | 'choice'; readonly parts: readonly Tree[] }
  | { readonly is: 'repeat'; readonly part: Tree; readonly least: number; readonly most: number };

type Place = 'start' | 'end' | 'border' | 'within';

type Instruction =
  | { readonly does: 'character'; readonly test: Test }
  | { readonly does: 'place'; readonly place: Place }
  | { does: 'fork'; first: number; second: number }
  | { does: 'jump'; to: number }
  | { readonly does: 'accept' };

const DIGIT = /^[0-9]$/;
const BLANK = /^[\t\n\f\r ]$/;
const WORDLY = /^[0-9A-Za-z_]$/;

const CLASSES: Readonly<Record<string, Test>> = {
  d: character => DIGIT.test(character),
  D: character => !DIGIT.test(character),
  w: isWordly,
  W: character => !isWordly(character),
  s: character => BLANK.test(character),
  S: character => !BLANK.test(character),
};

const NAMED: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

const CONTROLS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

class ExpressionParser {
  readonly #source: string;
  #at = 0;
  #depth = 0;
  #isBroken = false;
  #ignoresCase = false;

  constructor(source: string) {
    this.#source = source;
  }

  parse(): Tree | undefined {
    const tree = this.#choice();
    return this.#isBroken || this.#at < this.#source.length ? undefined : tree;
  }

  #choice(): Tree {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { is: 'choice', parts };
  }

  #sequence(): Tree {
    const parts: Tree[] = [];
    while (this.#at < this.#source.length && !this.#isBroken && !'|)'.includes(this.#next())) parts.push(this.#piece());
    return { is: 'sequence', parts };
  }

  #piece(): Tree {
    const part = this.#atom();
    const [found, one, least, comma, most] =
      /^(?:([*+?])|\{(\d{1,4})(?:(,)(\d{1,4})?)?\})/.exec(this.#source.slice(this.#at, this.#at + 12)) ?? [];
    if (found === undefined) return part;
    this.#at += found.length;
    // Lazy or not, the same texts match.
    this.#take('?');
    // Possessive in some, a slip in others; and nothing is repeated twice.
    if (/^(?:[*+?]|\{\d)/.test(this.#source.slice(this.#at, this.#at + 2)) || part.is === 'place') return this.#fail();
    const low = one === undefined ? Number(least) : one === '+' ? 1 : 0;
    const high = one !== undefined ? (one === '?' ? 1 : Number.POSITIVE_INFINITY) : mostOf(low, comma, most);
    if (high < low || low > MOST_TIMES || (high > MOST_TIMES && high < Number.POSITIVE_INFINITY)) return this.#fail();
    // Nothing, however often, is nothing: written out, it would never fill the program that bounds the work.
    if (isNothing(part)) return part;
    return { is: 'repeat', part, least: low, most: high };
  }

  #atom(): Tree {
    const character = this.#next();
    this.#at += character.length;
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '.':
        return { is: 'character', test: each => each !== '\n' };
      case '^':
        return { is: 'place', place: 'start' };
      case '$':
        return { is: 'place', place: 'end' };
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        return this.#fail();
      default:
        return this.#literal(character);
    }
  }

  #group(): Tree {
    this.#depth += 1;
    if (this.#depth > DEEPEST) return this.#fail();
    const outer = this.#ignoresCase;
    if (this.#take('?')) {
      const rest = this.#source.slice(this.#at, this.#at + 40);
      const [opening, flag, closing] = /^(?::|(i)([:)])|P?<[A-Za-z_]\w*>)/.exec(rest) ?? [];
      if (opening === undefined) return this.#fail();
      this.#at += opening.length;
      if (flag !== undefined) this.#ignoresCase = true;
      // A flag for what follows.
      if (closing === ')') {
        this.#depth -= 1;
        return { is: 'empty' };
      }
    }
    const tree = this.#choice();
    this.#ignoresCase = outer;
    this.#depth -= 1;
    return this.#take(')') ? tree : this.#fail();
  }

  #escape(): Tree {
    const character = this.#next();
    this.#at += character.length;
    const places: Readonly<Record<string, Place>> = { A: 'start', z: 'end', b: 'border', B: 'within' };
    const place = places[character];
    if (place !== undefined) return { is: 'place', place };
    const test = CLASSES[character];
    if (test !== undefined) return { is: 'character', test };
    const control = CONTROLS[character];
    if (control !== undefined) return this.#literal(control);
    // A letter or a digit with a backslash means different things.
    return character === '' || /[0-9A-Za-z]/.test(character) ? this.#fail() : this.#literal(character);
  }

  #class(): Tree {
    const isNot = this.#take('^');
    const tests: Test[] = [];
    for (let first = true; first || this.#next() !== ']'; first = false) {
      const low = this.#classPart(tests);
      if (this.#isBroken) return { is: 'empty' };
      if (low === undefined) continue;
      const isRange = this.#next() === '-' && !['', ']'].includes(this.#source[this.#at + 1] ?? '');
      if (isRange) this.#at += 1;
      const high = isRange ? this.#classPart(tests) : low;
      if (high === undefined || high < low) return this.#fail();
      tests.push(this.#ignoresCase ? eitherCase(character => low <= character && character <= high) : range(low, high));
    }
    this.#at += 1;
    return { is: 'character', test: character => tests.some(test => test(character)) !== isNot };
  }

  /** One character of a class; `undefined` where several are meant, or it is broken. */
  #classPart(tests: Test[]): string | undefined {
    const named = /^\[:(\w+):\]/.exec(this.#source.slice(this.#at, this.#at + 12));
    if (named !== null) {
      const characters = NAMED[named[1] ?? ''];
      this.#at += named[0].length;
      if (characters === undefined) this.#fail();
      else for (const [, low = '', high = low] of characters.matchAll(/(.)(?:-(.))?/g)) tests.push(range(low, high));
      return undefined;
    }
    const character = this.#next();
    this.#at += character.length;
    // Empty in JavaScript, a bracket in RE2.
    if (character === '' || (character === ']' && this.#source[this.#at - 2] !== '\\')) {
      this.#fail();
      return undefined;
    }
    if (character !== '\\') return character;
    const escaped = this.#next();
    this.#at += escaped.length;
    const test = CLASSES[escaped];
    if (test !== undefined) {
      tests.push(test);
      return undefined;
    }
    const control = CONTROLS[escaped];
    if (control !== undefined) return control;
    if (escaped === '' || /[0-9A-Za-z]/.test(escaped)) this.#fail();
    return escaped;
  }

  #literal(character: string): Tree {
    const test: Test = each => each === character;
    return { is: 'character', test: this.#ignoresCase ? eitherCase(test) : test };
  }

  #next(): string {
    const point = this.#source.codePointAt(this.#at);
    return point === undefined ? '' : String.fromCodePoint(point);
  }

  #take(character: string): boolean {
    if (this.#next() !== character) return false;
    this.#at += 1;
    return true;
  }

  #fail(): Tree {
    this.#isBroken = true;
    return { is: 'empty' };
  }
}

/** Whether no instruction stands for it. */
function isNothing(tree: Tree): boolean {
  return tree.is === 'empty' || (tree.is === 'sequence' && tree.parts.every(isNothing));
}

function mostOf(least: number, comma: string | undefined, most: string | undefined): number {
  if (comma === undefined) return least;
  return most === undefined ? Number.POSITIVE_INFINITY : Number(most);
}

function range(low: string, high: string): Test {
  return character => low <= character && character <= high;
}

function eitherCase(test: Test): Test {
  return character => test(character) || test(character.toLowerCase()) || test(character.toUpperCase());
}

/** Writes a tree behind a program; `false` where it becomes too long. */
function emit(tree: Tree, program: Instruction[]): boolean {
  if (program.length > LONGEST_PROGRAM) return false;
  switch (tree.is) {
    case 'empty':
      return true;
    case 'character':
      program.push({ does: 'character', test: tree.test });
      return true;
    case 'place':
      program.push({ does: 'place', place: tree.place });
      return true;
    case 'sequence':
      return tree.parts.every(part => emit(part, program));
    case 'choice':
      return emitChoice(tree.parts, program);
    case 'repeat':
      return emitRepeat(tree.part, tree.least, tree.most, program);
  }
}

function emitChoice(parts: readonly Tree[], program: Instruction[]): boolean {
  const ends: Extract<Instruction, { does: 'jump' }>[] = [];
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1) {
      if (!emit(part, program)) return false;
      break;
    }
    const fork: Instruction = { does: 'fork', first: program.length + 1, second: 0 };
    program.push(fork);
    if (!emit(part, program)) return false;
    const end: Extract<Instruction, { does: 'jump' }> = { does: 'jump', to: 0 };
    program.push(end);
    ends.push(end);
    fork.second = program.length;
  }
  for (const end of ends) end.to = program.length;
  return true;
}

function emitRepeat(part: Tree, least: number, most: number, program: Instruction[]): boolean {
  for (let times = 0; times < least; times += 1) if (!emit(part, program)) return false;
  if (most === Number.POSITIVE_INFINITY) {
    const to = program.length;
    const fork: Instruction = { does: 'fork', first: to + 1, second: 0 };
    program.push(fork);
    if (!emit(part, program)) return false;
    program.push({ does: 'jump', to });
    fork.second = program.length;
    return true;
  }
  const forks: Extract<Instruction, { does: 'fork' }>[] = [];
  for (let times = least; times < most; times += 1) {
    const fork: Extract<Instruction, { does: 'fork' }> = { does: 'fork', first: program.length + 1, second: 0 };
    program.push(fork);
    forks.push(fork);
    if (!emit(part, program)) return false;
  }
  for (const fork of forks) fork.second = program.length;
  return true;
}

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

function isWordly(character: string | undefined): boolean {
  return character !== undefined && WORDLY.test(character);
}
