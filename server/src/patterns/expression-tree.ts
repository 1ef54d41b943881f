/** What a regular expression is made of. */
export type Tree =
  | { readonly is: 'empty' }
  | { readonly is: 'character'; readonly test: Test }
  | { readonly is: 'place'; readonly place: Place }
  | { readonly is: 'sequence' | 'choice'; readonly parts: readonly Tree[] }
  | { readonly is: 'repeat'; readonly part: Tree; readonly least: number; readonly most: number };

/** Whether one character is meant. */
export type Test = (character: string) => boolean;

/** Between two characters: at the text's ends, at a word's, or not at one. */
export type Place = 'start' | 'end' | 'border' | 'within';

/** Reads an expression; `undefined` for one that is wrong, too long, or that engines do not agree about. */
export function expressionTree(source: string): Tree | undefined {
  return source.length > LONGEST_SOURCE ? undefined : new ExpressionParser(source).parse();
}

/** Whether a character is one of a word, as `\w` has it. */
export function isWordly(character: string | undefined): boolean {
  return character !== undefined && WORDLY.test(character);
}

/** In characters; people write some dozens. */
const LONGEST_SOURCE = 1000;
/** As in RE2. */
const MOST_TIMES = 1000;
const DEEPEST = 50;

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
