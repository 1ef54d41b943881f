import { type Span, spanOf } from '../model/span.ts';
import { replaceShellPattern, type ShellPatternOutcome, trimShellPattern } from './shell-pattern.ts';
import type { TracedText } from './traced-text.ts';

/** A word with its quotes taken off and its variables replaced. */
export interface Expansion {
  readonly text: string;
  /** Where each UTF-16 code unit of `text` comes from. */
  readonly origins: readonly Origin[];
  /** Variables of which nothing is known and that stand for nothing here. */
  readonly holes: readonly Hole[];
  /** The declarations whose values were looked at, through chains too. */
  readonly reads: ReadonlySet<Declaration>;
  /** Whether a pattern changed a value on the way, so that another value may come out in another shape. */
  readonly isComputed: boolean;
  /**
   * The offset in the document where text goes that continues the word: behind its last character, within its quotes.
   */
  readonly end: number;
}

/** Where one character of an expanded word comes from. */
export interface Origin {
  /** The offset in the document where the character is written; -1 where it was computed. */
  readonly at: number;
  /** The declaration in whose value it is written; absent where that is the word itself. */
  readonly owner?: Declaration;
  /** The declaration that the word itself names, from which a chain of them may lead to the owner. */
  readonly from?: Declaration;
  /** The word's outermost variable that it came by. */
  readonly via?: string;
  /** What stands for it in the word: itself, or the variable's whole expression. */
  readonly use: Span;
}

/** A place in an expanded word that a value not known here would fill. */
export interface Hole {
  /** The offset in the expanded text. */
  readonly index: number;
  readonly name: string;
  /** Whether the file declares it, so that a value may be given to the build. */
  readonly declared: boolean;
  /** The variable of the word, where a chain of declarations led to the hole. */
  readonly via: string;
}

/** One `NAME=value` of an `ARG` instruction before the first `FROM`. */
export interface Declaration {
  readonly name: string;
  readonly value: ExpansionOutcome;
}

/** A value that stands in another file as it is, so that nothing of it is written here. */
export function declaredElsewhere(name: string, text: string): Declaration {
  const origins = Array.from({ length: text.length }, () => ({ at: -1, use: spanOf(0, 0) }));
  return { name, value: { is: 'expanded', text, origins, holes: [], reads: new Set(), isComputed: false, end: 0 } };
}

/** What became of a word. */
export type ExpansionOutcome =
  | ({ readonly is: 'expanded' } & Expansion)
  /** BuildKit refuses it. */
  | { readonly is: 'broken' }
  /** A value must be given to the build, or it takes more work than a reference is worth. */
  | { readonly is: 'unknowable' };

/** What is known of a variable: its declaration with a value, that it was declared without, or nothing. */
export type Lookup = (name: string) => Declaration | 'without-value' | undefined;

// An image reference has at most some 400 characters; what grows beyond these bounds is no reference.
const LONGEST = 4096;
const DEEPEST = 24;
const MOST_READS = 64;
// A hole takes no room in the text, so that variables made of variables without a value would double without an end.
const MOST_HOLES = 64;

/**
 * Expands a word as BuildKit does (frontend/dockerfile/shell/lex.go, `ProcessWord`), and remembers where every
 * character is written. Never throws; bounded in time and space whatever the text.
 */
export function expandWord(word: TracedText, escapeMark: string, lookup: Lookup): ExpansionOutcome {
  const scanner = new WordScanner(word, escapeMark, lookup);
  try {
    scanner.scan(undefined, false, 0);
  } catch (failure) {
    if (failure === BROKEN) return { is: 'broken' };
    if (failure === UNKNOWABLE) return { is: 'unknowable' };
    throw failure;
  }
  return { is: 'expanded', ...scanner.result() };
}

// The scanner calls itself within `${}`; these leave all levels at once and never leave this file.
const BROKEN = Symbol('broken');
const UNKNOWABLE = Symbol('unknowable');

class WordScanner {
  readonly #word: TracedText;
  readonly #escapeMark: string;
  readonly #lookup: Lookup;
  readonly #reads = new Set<Declaration>();
  #next = 0;
  #text = '';
  #origins: Origin[] = [];
  #holes: Hole[] = [];
  #isComputed = false;
  #end: number;

  constructor(word: TracedText, escapeMark: string, lookup: Lookup) {
    this.#word = word;
    this.#escapeMark = escapeMark;
    this.#lookup = lookup;
    this.#end = word.at[0] ?? 0;
  }

  result(): Expansion {
    return {
      text: this.#text,
      origins: this.#origins,
      holes: this.#holes,
      reads: this.#reads,
      isComputed: this.#isComputed,
      end: this.#end,
    };
  }

  /** Reads on to the end, or behind `stop`. With `raw`, escapes stay: they belong to a pattern. */
  scan(stop: string | undefined, raw: boolean, depth: number): void {
    if (depth > DEEPEST) throw UNKNOWABLE;
    while (this.#next < this.#word.text.length) {
      const character = this.#word.text[this.#next] ?? '';
      if (character === stop) {
        this.#next++;
        return;
      }
      if (character === "'") this.#singleQuoted();
      else if (character === '"') this.#doubleQuoted(raw, depth);
      else if (character === '$') this.#variable(depth);
      else if (character === this.#escapeMark) {
        if (raw) this.#keep(this.#next);
        this.#next++;
        if (this.#next < this.#word.text.length) this.#keep(this.#next++);
      } else this.#keep(this.#next++);
    }
    if (stop !== undefined) throw BROKEN;
  }

  #singleQuoted(): void {
    const close = this.#word.text.indexOf("'", this.#next + 1);
    if (close < 0) throw BROKEN;
    for (let at = this.#next + 1; at < close; at++) this.#keep(at);
    this.#next = close + 1;
  }

  #doubleQuoted(raw: boolean, depth: number): void {
    this.#next++;
    while (this.#next < this.#word.text.length) {
      const character = this.#word.text[this.#next];
      if (character === '"') {
        this.#next++;
        return;
      }
      if (character === '$') {
        this.#variable(depth);
      } else if (character === this.#escapeMark) {
        if (raw) this.#keep(this.#next);
        const following = this.#word.text[this.#next + 1];
        if (following === '"' || following === '$' || following === this.#escapeMark) this.#next++;
        this.#keep(this.#next++);
      } else {
        this.#keep(this.#next++);
      }
    }
    throw BROKEN;
  }

  #variable(depth: number): void {
    const start = this.#next++;
    const use = () => spanOf(this.#word.at[start] ?? 0, (this.#word.at[this.#next - 1] ?? 0) + 1);
    if (this.#word.text[this.#next] !== '{') {
      const name = this.#name();
      if (name === '') this.#keep(start);
      else this.#substitute(name, this.#valueOf(name), use());
      return;
    }
    this.#next++;
    if (/[{}:]/.test(this.#word.text[this.#next] ?? '}')) throw BROKEN;
    const name = this.#name();
    let operator = this.#word.text[this.#next++];
    if (operator === '}') {
      this.#substitute(name, this.#valueOf(name), use());
      return;
    }
    const emptyIsUnset = operator === ':';
    if (emptyIsUnset) operator = this.#word.text[this.#next++];
    const value = this.#valueOf(name);
    const isSet = typeof value === 'object' && !(emptyIsUnset && value.text === '');
    switch (operator) {
      case '-': {
        const alternative = this.#nested('}', false, depth);
        this.#substitute(name, isSet ? value : alternative, use());
        return;
      }
      case '+': {
        const alternative = this.#nested('}', false, depth);
        this.#substitute(name, isSet || typeof value === 'string' ? (isSet ? alternative : value) : EMPTY, use());
        return;
      }
      case '?':
        this.#nested('}', false, depth);
        if (!isSet) throw UNKNOWABLE;
        this.#substitute(name, value, use());
        return;
      case '#':
      case '%': {
        if (emptyIsUnset) throw BROKEN;
        const pattern = this.#pattern('}', depth);
        this.#compute(name, value, use(), text => trimShellPattern(text, pattern, operator));
        return;
      }
      case '/': {
        if (emptyIsUnset) throw BROKEN;
        const all = this.#word.text[this.#next] === '/';
        if (all) this.#next++;
        const pattern = this.#pattern('/', depth);
        const replacement = this.#pattern('}', depth);
        this.#compute(name, value, use(), text => replaceShellPattern(text, pattern, replacement, all));
        return;
      }
    }
    throw BROKEN;
  }

  /** The name at the current place; one character of the shell's special parameters counts as one. */
  #name(): string {
    const found = /^(?:\d+|[@*#?\-$!]|[\p{L}\p{Nd}_]+)/u.exec(this.#word.text.slice(this.#next, this.#next + 256));
    const name = found?.[0] ?? '';
    this.#next += name.length;
    return name;
  }

  #valueOf(name: string): Value | 'unset' | 'undeclared' {
    const found = this.#lookup(name);
    if (found === undefined) return 'undeclared';
    if (found === 'without-value') return 'unset';
    if (found.value.is === 'broken') throw BROKEN;
    if (found.value.is === 'unknowable') throw UNKNOWABLE;
    this.#reads.add(found);
    for (const read of found.value.reads) this.#reads.add(read);
    if (found.value.isComputed) this.#isComputed = true;
    if (this.#reads.size > MOST_READS) throw UNKNOWABLE;
    return { ...found.value, owner: found };
  }

  /** What stands between here and `stop`, expanded by itself. */
  #nested(stop: string, raw: boolean, depth: number): Expansion {
    const outer = { text: this.#text, origins: this.#origins, holes: this.#holes, end: this.#end };
    this.#text = '';
    this.#origins = [];
    this.#holes = [];
    this.scan(stop, raw, depth + 1);
    const nested = this.result();
    this.#text = outer.text;
    this.#origins = outer.origins;
    this.#holes = outer.holes;
    this.#end = outer.end;
    return nested;
  }

  #pattern(stop: string, depth: number): string {
    const { text, holes } = this.#nested(stop, true, depth);
    if (holes.length > 0) throw UNKNOWABLE;
    return text;
  }

  #substitute(name: string, value: Value | 'unset' | 'undeclared', use: Span): void {
    if (typeof value === 'string') {
      this.#leave({ index: this.#text.length, name, declared: value === 'unset', via: name });
    } else {
      for (const hole of value.holes) this.#leave({ ...hole, index: this.#text.length + hole.index, via: name });
      const from = value.owner;
      this.#append(
        value.text,
        value.origins.map(origin => ({ ...(from === undefined ? origin : ownedBy(from, origin)), via: name, use })),
      );
    }
    this.#end = use.end;
  }

  #compute(
    name: string,
    value: Value | 'unset' | 'undeclared',
    use: Span,
    change: (text: string) => ShellPatternOutcome,
  ): void {
    if (typeof value === 'string') {
      this.#substitute(name, value, use);
      return;
    }
    if (value.holes.length > 0) throw UNKNOWABLE;
    this.#isComputed = true;
    const outcome = change(value.text);
    if (outcome.is === 'broken') throw BROKEN;
    if (outcome.is === 'unknowable') throw UNKNOWABLE;
    this.#append(
      outcome.text,
      Array.from({ length: outcome.text.length }, () => ({ at: -1, via: name, use })),
    );
    this.#end = use.end;
  }

  #keep(index: number): void {
    const at = this.#word.at[index] ?? 0;
    this.#append(this.#word.text[index] ?? '', [{ at, use: spanOf(at, at + 1) }]);
    this.#end = at + 1;
  }

  #leave(hole: Hole): void {
    if (this.#holes.length >= MOST_HOLES) throw UNKNOWABLE;
    this.#holes.push(hole);
  }

  #append(text: string, origins: readonly Origin[]): void {
    if (this.#text.length + text.length > LONGEST) throw UNKNOWABLE;
    this.#text += text;
    for (const origin of origins) this.#origins.push(origin);
  }
}

const EMPTY: Expansion = { text: '', origins: [], holes: [], reads: new Set(), isComputed: false, end: 0 };

/** What a variable stands for: a declaration's value, or an alternative that the word itself writes. */
interface Value extends Expansion {
  readonly owner?: Declaration;
}

/** Marks what a declaration's value says itself as written there. */
function ownedBy(from: Declaration, origin: Origin): Origin {
  return { ...origin, owner: origin.owner ?? from, from };
}
