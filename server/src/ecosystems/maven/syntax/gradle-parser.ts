import { type Span, spanOf } from '../../../model/span.ts';
import type { GradleChain, GradleGiven, GradleLink, GradleStatement, GradleValue } from './gradle-nodes.ts';
import type { GradleLanguage, GradleToken } from './gradle-tokens.ts';

/**
 * Reads the tokens of a Gradle script into statements. Groovy and Kotlin are programs; of them this keeps what is
 * written out, and passes over what must be computed. Of a text that is being typed a bracket that nobody closed ends
 * with its line, and a brace where a line begins with a block that people write at the outermost level. Never throws.
 */
export function parseGradleTokens(
  tokens: readonly GradleToken[],
  text: string,
  language: GradleLanguage,
): readonly GradleStatement[] {
  return new GradleParser(tokens, text, language).script();
}

// The parser calls itself within brackets.
const DEEPEST = 50;
// People write some five.
const MOST_LINKS = 20;

const MODIFIERS = new Set(
  'val var def final const private public protected internal static lateinit override return throw'.split(' '),
);
/** What goes on with a value, so that it is none alone. */
const OPERATORS = new Set('in is as instanceof to until downTo and or xor shl shr else'.split(' '));
const OPERATOR_MARKS = /^[-+*/%?:<>=&|^!]$/;
const OPENING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** Blocks of the outermost level. */
const OUTERMOST = new Set(
  'plugins dependencies repositories buildscript allprojects subprojects pluginManagement dependencyResolutionManagement'.split(
    ' ',
  ),
);

class GradleParser {
  readonly #tokens: readonly GradleToken[];
  readonly #text: string;
  readonly #isKotlin: boolean;
  /** Whether braces are open at the end, and whether other brackets are. */
  readonly #isCut: boolean;
  readonly #isOpen: boolean;
  /** How far the line of each token is indented. */
  readonly #indents: readonly number[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly GradleToken[], text: string, language: GradleLanguage) {
    this.#tokens = tokens;
    this.#text = text;
    this.#isKotlin = language === 'kotlin';
    let [braces, brackets, indent] = [0, 0, 0];
    const indents: number[] = [];
    for (const token of tokens) {
      if (token.isFirstOnLine) indent = indentOf(text, token.span.start);
      indents.push(indent);
      if (token.is !== 'mark') continue;
      braces += token.text === '{' ? 1 : token.text === '}' ? -1 : 0;
      brackets += /[([]/.test(token.text) ? 1 : /[)\]]/.test(token.text) ? -1 : 0;
    }
    this.#isCut = braces > 0;
    this.#isOpen = brackets > 0;
    this.#indents = indents;
  }

  script(): readonly GradleStatement[] {
    const statements: GradleStatement[] = [];
    while (this.#at < this.#tokens.length) {
      this.#statements(statements, 0);
      // A brace that closes nothing.
      this.#at += 1;
    }
    return statements;
  }

  get #token(): GradleToken | undefined {
    return this.#tokens[this.#at];
  }

  #isMark(text: string, token = this.#token): boolean {
    return token?.is === 'mark' && token.text === text;
  }

  /** Up to the brace that closes them. */
  #statements(statements: GradleStatement[], blocks: number): void {
    while (this.#at < this.#tokens.length && !this.#isMark('}')) {
      if (blocks > 0 && this.#isAtOutermost()) return;
      const before = this.#at;
      const statement = this.#statement();
      if (statement !== undefined) statements.push(statement);
      if (this.#at === before) this.#at += 1;
    }
  }

  #isAtOutermost(): boolean {
    const token = this.#token;
    if (!this.#isCut || token?.is !== 'word' || !OUTERMOST.has(token.text)) return false;
    const { start } = token.span;
    return (start === 0 || this.#text[start - 1] === '\n') && this.#isMark('{', this.#tokens[this.#at + 1]);
  }

  #statement(): GradleStatement | undefined {
    this.#passAnnotation();
    this.#passModifiers();
    const token = this.#token;
    if (token === undefined || !this.#isChainStart(token)) {
      this.#passUnknown();
      return undefined;
    }
    const chain = this.#chain(true);
    const { start } = token.span;
    this.#passType();
    if (!this.#isMark('=') || this.#isMark('=', this.#tokens[this.#at + 1])) {
      return { span: spanOf(start, this.#endBefore()), chain };
    }
    const line = this.#at;
    this.#at += 1;
    // What would be assigned is still to be written.
    if (this.#isLeftOf(line)) return { span: spanOf(start, this.#endBefore()), chain };
    const assigned = this.#value();
    return { span: spanOf(start, this.#endBefore()), chain, assigned };
  }

  #passAnnotation(): void {
    while (this.#isMark('@')) {
      this.#at += 1;
      if (this.#token?.is === 'word') this.#chain(false);
    }
  }

  #passModifiers(): void {
    for (;;) {
      const token = this.#token;
      const next = this.#tokens[this.#at + 1];
      if (token?.is !== 'word' || next === undefined || next.isFirstOnLine || next.is !== 'word') return;
      // Groovy's `String name = …`.
      const isType = this.#isMark('=', this.#tokens[this.#at + 2]) && !OPERATORS.has(token.text);
      if (!MODIFIERS.has(token.text) && !isType) return;
      this.#at += 1;
    }
  }

  /** Kotlin's `val name: Type = …`. */
  #passType(): void {
    if (!this.#isKotlin || !this.#isMark(':') || this.#token?.isFirstOnLine === true) return;
    let at = this.#at + 1;
    for (const last = at + 20; at < last; at++) {
      const token = this.#tokens[at];
      if (token === undefined || token.isFirstOnLine) break;
      if (this.#isMark('=', token)) {
        this.#at = at;
        return;
      }
      if (token.is !== 'word' && !(token.is === 'mark' && /^[<>.,?*]$/.test(token.text))) return;
    }
  }

  #isChainStart(token: GradleToken): boolean {
    if (token.is === 'word') return true;
    // Kotlin's `"implementation"("a:b:1")`.
    const next = this.#tokens[this.#at + 1];
    return token.is === 'text' && token.isWhole && this.#isMark('(', next) && next?.isFirstOnLine === false;
  }

  /** From a name on. As a statement it may be called without parentheses. */
  #chain(isStatement: boolean): GradleChain {
    const links: GradleLink[] = [];
    let isInfix = false;
    for (;;) {
      const token = this.#token;
      if (token === undefined || !(token.is === 'word' || (token.is === 'text' && links.length === 0))) break;
      this.#at += 1;
      const name = token.is === 'word' ? token.text : this.#text.slice(token.inner.start, token.inner.end);
      const link = this.#link(name, token.span, isStatement, isInfix);
      if (links.length < MOST_LINKS) links.push(link);
      isInfix = false;
      if (this.#passDot()) continue;
      const next = this.#token;
      // `id("x") version "1"`; a name that is called with nothing else is a value behind a name.
      const goesOn = next?.is === 'word' && !next.isFirstOnLine && !OPERATORS.has(next.text);
      if (!goesOn || !(isStatement || link.given !== undefined)) break;
      isInfix = true;
    }
    return links;
  }

  #link(name: string, span: Span, isStatement: boolean, isInfix: boolean): GradleLink {
    this.#passGenerics();
    let given: readonly GradleGiven[] | undefined;
    let index: GradleValue | undefined;
    let block: readonly GradleStatement[] | undefined;
    if (this.#opensHere('[') && this.#token?.isApart === false) index = this.#index();
    if (this.#opensHere('(')) given = this.#between(')');
    else if (index === undefined && (isStatement || isInfix) && this.#beginsGiven(isInfix && name !== 'by'))
      given = this.#command(isInfix);
    while (this.#isMark('!') && this.#token?.isApart === false) this.#at += 1;
    if (this.#opensHere('{')) block = this.#block();
    return {
      ...{ name, span },
      ...(given === undefined ? {} : { given }),
      ...(index === undefined ? {} : { index }),
      ...(block === undefined ? {} : { block }),
    };
  }

  /** Whether a bracket opens on this line. */
  #opensHere(bracket: string): boolean {
    return this.#isMark(bracket) && this.#token?.isFirstOnLine === false;
  }

  #passDot(): boolean {
    let at = this.#at;
    if (this.#isMark('?', this.#tokens[at]) || this.#isMark('*', this.#tokens[at])) at += 1;
    const next = this.#tokens[at + 1];
    // A dot at the end of a line is being typed.
    if (!this.#isMark('.', this.#tokens[at]) || next?.is !== 'word' || next.isFirstOnLine) return false;
    this.#at = at + 1;
    return true;
  }

  /** Kotlin's `named<Test>("x")`. */
  #passGenerics(): void {
    if (!this.#isMark('<') || this.#token?.isApart !== false) return;
    let open = 0;
    for (let at = this.#at; at < this.#at + 40; at++) {
      const token = this.#tokens[at];
      if (token === undefined || token.isFirstOnLine) return;
      if (this.#isMark('<', token)) open += 1;
      else if (this.#isMark('>', token)) open -= 1;
      else if (token.is !== 'word' && !(token.is === 'mark' && /^[.,?*]$/.test(token.text))) return;
      if (open > 0) continue;
      this.#at = at + 1;
      return;
    }
  }

  /** Whether what stands here may be what a name is called with, without parentheses. */
  #beginsGiven(isInfix: boolean): boolean {
    const token = this.#token;
    if (token === undefined || token.isFirstOnLine || !token.isApart) return false;
    if (token.is === 'text' || token.is === 'number') return true;
    if (token.is === 'mark') return token.text === '[' && !this.#isKotlin;
    // `implementation project(":x")` and `compile group: 'a'`, and in Kotlin `id("x") version y`.
    return !OPERATORS.has(token.text) && token.text !== 'by' && (isInfix || !this.#isKotlin);
  }

  /** Values without parentheses, on their line, and on the next ones behind commas. */
  #command(isInfix: boolean): readonly GradleGiven[] {
    const all: GradleGiven[] = [];
    for (;;) {
      all.push(this.#given());
      if (!this.#isMark(',') || (isInfix && this.#isKotlin)) return all;
      this.#at += 1;
      if (this.#token === undefined || this.#isMark('}')) return all;
    }
  }

  #index(): GradleValue {
    const { start } = this.#token?.span ?? spanOf(0, 0);
    const [first, ...more] = this.#between(']');
    return first !== undefined && more.length === 0
      ? first.value
      : { is: 'unknown', span: spanOf(start, this.#endBefore()) };
  }

  /** Values in brackets, from the opening one on. */
  #between(closing: ')' | ']'): readonly GradleGiven[] {
    const all: GradleGiven[] = [];
    const opening = this.#at++;
    while (this.#at < this.#tokens.length) {
      if (this.#isOpen && !this.#isMark(closing) && this.#isLeftOf(opening)) break;
      if (this.#isMark(closing)) {
        this.#at += 1;
        break;
      }
      if (this.#isMark(',')) {
        this.#at += 1;
        continue;
      }
      // Somebody is typing: what stands behind it is another one's.
      if (this.#isMark('}') || this.#isMark(')') || this.#isMark(']')) break;
      const before = this.#at;
      all.push(this.#given());
      if (this.#isMark(closing) || this.#isMark(',')) continue;
      if (this.#token?.isFirstOnLine !== false) break;
      if (this.#at === before) this.#at += 1;
    }
    return all;
  }

  #given(): GradleGiven {
    const start = this.#token?.span.start ?? this.#text.length;
    const name = this.#name();
    const value = this.#value();
    return { ...(name === undefined ? {} : { name }), value, span: spanOf(start, Math.max(start, this.#endBefore())) };
  }

  /** `group:` in Groovy, also in quotes, and `group =` in Kotlin. */
  #name(): string | undefined {
    const token = this.#token;
    const mark = this.#tokens[this.#at + 1];
    if (token === undefined || !this.#isMark(this.#isKotlin ? '=' : ':', mark)) return undefined;
    if (this.#isKotlin && this.#isMark('=', this.#tokens[this.#at + 2])) return undefined;
    if (token.is !== 'word' && !(token.is === 'text' && token.isWhole)) return undefined;
    this.#at += 2;
    return token.is === 'word' ? token.text : this.#text.slice(token.inner.start, token.inner.end);
  }

  #value(): GradleValue {
    const start = this.#token?.span.start ?? this.#text.length;
    const first = this.#primary();
    if (!this.#goesOn()) return first;
    this.#passUnknown();
    return { is: 'unknown', first, span: spanOf(start, Math.max(start, this.#endBefore())) };
  }

  /** Whether an operator makes a part of something else of what was read. */
  #goesOn(): boolean {
    const token = this.#token;
    if (token === undefined) return false;
    if (token.is === 'word') return !token.isFirstOnLine && OPERATORS.has(token.text);
    if (token.is !== 'mark') return false;
    // A line that begins with an operator goes on with the line above, but for signs.
    return OPERATOR_MARKS.test(token.text) && (!token.isFirstOnLine || /^[?:.&|]$/.test(token.text));
  }

  #primary(): GradleValue {
    const token = this.#token;
    if (token === undefined) return { is: 'unknown', span: spanOf(this.#text.length, this.#text.length) };
    const { span } = token;
    if (this.#depth >= DEEPEST) {
      this.#at += 1;
      return { is: 'unknown', span };
    }
    this.#depth += 1;
    const value = this.#nested(token);
    this.#depth -= 1;
    return value;
  }

  #nested(token: GradleToken): GradleValue {
    const { start } = token.span;
    const here = () => spanOf(start, Math.max(start, this.#endBefore()));
    if (this.#isChainStart(token) && !(token.is === 'word' && UNKNOWN_WORDS.has(token.text))) {
      const chain = this.#chain(false);
      return { is: 'chain', chain, span: here() };
    }
    switch (token.is) {
      case 'text':
        this.#at += 1;
        return this.#isMark('.') ? this.#unknown(here) : { is: 'text', token, span: token.span };
      case 'number':
        this.#at += 1;
        return { is: 'number', text: token.text, span: token.span };
      case 'word':
        return this.#unknown(here);
      case 'mark':
        break;
    }
    if (token.text === '[') return { is: 'list', items: this.#between(']'), span: here() };
    if (token.text === '{') return { is: 'block', block: this.#block(), span: here() };
    if (token.text !== '(') return this.#unknown(here);
    const [only, ...more] = this.#between(')');
    if (only === undefined || more.length > 0 || this.#isMark('.')) return this.#unknown(here);
    return { ...only.value, span: here() };
  }

  #unknown(here: () => Span): GradleValue {
    this.#passUnknown();
    return { is: 'unknown', span: here() };
  }

  #block(): readonly GradleStatement[] {
    const statements: GradleStatement[] = [];
    this.#at += 1;
    if (this.#depth >= DEEPEST) return statements;
    this.#depth += 1;
    this.#passParameters();
    this.#statements(statements, 1);
    this.#depth -= 1;
    if (this.#isMark('}')) this.#at += 1;
    return statements;
  }

  /** `name ->` behind the brace. */
  #passParameters(): void {
    for (let at = this.#at; at < this.#at + 10; at++) {
      const token = this.#tokens[at];
      if (token === undefined || token.isFirstOnLine) return;
      if (this.#isMark('-', token) && this.#isMark('>', this.#tokens[at + 1])) {
        this.#at = at + 2;
        return;
      }
      if (token.is !== 'word' && !(token.is === 'mark' && /^[,:.]$/.test(token.text))) return;
    }
  }

  /** Passes the rest of an expression: to a comma, to a bracket that closes, to the end of its line. */
  #passUnknown(): void {
    let isFirst = true;
    for (let token = this.#token; token !== undefined; token = this.#token) {
      if (!isFirst && token.isFirstOnLine && !this.#goesOn()) return;
      if (token.is === 'mark' && /^[,)\]};]$/.test(token.text)) {
        if (token.text === ';') this.#at += 1;
        return;
      }
      isFirst = false;
      const closing = token.is === 'mark' ? OPENING[token.text] : undefined;
      if (closing !== undefined && this.#depth < DEEPEST) {
        this.#depth += 1;
        if (closing === '}') this.#block();
        else this.#between(closing as ')' | ']');
        this.#depth -= 1;
      } else this.#at += 1;
    }
  }

  /** Whether the token at hand begins a line that is indented no further than that of another one. */
  #isLeftOf(other: number): boolean {
    return this.#token?.isFirstOnLine === true && (this.#indents[this.#at] ?? 0) <= (this.#indents[other] ?? 0);
  }

  #endBefore(): number {
    return this.#tokens[this.#at - 1]?.span.end ?? 0;
  }
}

/** Keywords that begin a value that must be computed. */
const UNKNOWN_WORDS = new Set(['new', 'if', 'when', 'try', 'object', 'fun', 'switch']);

function indentOf(text: string, start: number): number {
  let indent = 0;
  while (indent < WIDEST && start > indent && /[ \t]/.test(text.charAt(start - indent - 1))) indent += 1;
  return indent;
}

/** In characters. */
const WIDEST = 200;
