import { type Span, spanOf } from '../../../model/span.ts';
import { GradleChains, OPERATORS } from './gradle-chains.ts';
import type { GradleGiven, GradleStatement, GradleValue } from './gradle-nodes.ts';
import type { GradleToken } from './gradle-tokens.ts';

/** Reads values: literals, chains, lists and blocks; what must be computed is passed over. */
export abstract class GradleValues extends GradleChains {
  /** Up to the brace that closes them. */
  protected abstract statements(statements: GradleStatement[], blocks: number): void;

  protected value(): GradleValue {
    const start = this.token?.span.start ?? this.text.length;
    const first = this.primary();
    if (!this.goesOn()) return first;
    this.passUnknown();
    return { is: 'unknown', first, span: spanOf(start, Math.max(start, this.endBefore())) };
  }

  protected given(): GradleGiven {
    const start = this.token?.span.start ?? this.text.length;
    const name = this.name();
    const value = this.value();
    return { ...(name === undefined ? {} : { name }), value, span: spanOf(start, Math.max(start, this.endBefore())) };
  }

  /** `group:` in Groovy, also in quotes, and `group =` in Kotlin. */
  protected name(): string | undefined {
    const token = this.token;
    const mark = this.tokens[this.at + 1];
    if (token === undefined || !this.isMark(this.isKotlin ? '=' : ':', mark)) return undefined;
    if (this.isKotlin && this.isMark('=', this.tokens[this.at + 2])) return undefined;
    if (token.is !== 'word' && !(token.is === 'text' && token.isWhole)) return undefined;
    this.at += 2;
    return token.is === 'word' ? token.text : this.text.slice(token.inner.start, token.inner.end);
  }

  /** Values in brackets, from the opening one on. */
  protected between(closing: ')' | ']'): readonly GradleGiven[] {
    const all: GradleGiven[] = [];
    const opening = this.at++;
    while (this.at < this.tokens.length) {
      if (this.isOpen && !this.isMark(closing) && this.isLeftOf(opening)) break;
      if (this.isMark(closing)) {
        this.at += 1;
        break;
      }
      if (this.isMark(',')) {
        this.at += 1;
        continue;
      }
      // Somebody is typing: what stands behind it is another one's.
      if (this.isMark('}') || this.isMark(')') || this.isMark(']')) break;
      const before = this.at;
      all.push(this.given());
      if (this.isMark(closing) || this.isMark(',')) continue;
      if (this.token?.isFirstOnLine !== false) break;
      if (this.at === before) this.at += 1;
    }
    return all;
  }

  /** Whether an operator makes a part of something else of what was read. */
  protected goesOn(): boolean {
    const token = this.token;
    if (token === undefined) return false;
    if (token.is === 'word') return !token.isFirstOnLine && OPERATORS.has(token.text);
    if (token.is !== 'mark') return false;
    // A line that begins with an operator goes on with the line above, but for signs.
    return OPERATOR_MARKS.test(token.text) && (!token.isFirstOnLine || /^[?:.&|]$/.test(token.text));
  }

  protected primary(): GradleValue {
    const token = this.token;
    if (token === undefined) return { is: 'unknown', span: spanOf(this.text.length, this.text.length) };
    const { span } = token;
    if (this.depth >= DEEPEST) {
      this.at += 1;
      return { is: 'unknown', span };
    }
    this.depth += 1;
    const value = this.nested(token);
    this.depth -= 1;
    return value;
  }

  protected nested(token: GradleToken): GradleValue {
    const { start } = token.span;
    const here = () => spanOf(start, Math.max(start, this.endBefore()));
    if (this.isChainStart(token) && !(token.is === 'word' && UNKNOWN_WORDS.has(token.text))) {
      const chain = this.chain(false);
      return { is: 'chain', chain, span: here() };
    }
    switch (token.is) {
      case 'text':
        this.at += 1;
        return this.isMark('.') ? this.unknown(here) : { is: 'text', token, span: token.span };
      case 'number':
        this.at += 1;
        return { is: 'number', text: token.text, span: token.span };
      case 'word':
        return this.unknown(here);
      case 'mark':
        break;
    }
    if (token.text === '[') return { is: 'list', items: this.between(']'), span: here() };
    if (token.text === '{') return { is: 'block', block: this.block(), span: here() };
    if (token.text !== '(') return this.unknown(here);
    const [only, ...more] = this.between(')');
    if (only === undefined || more.length > 0 || this.isMark('.')) return this.unknown(here);
    return { ...only.value, span: here() };
  }

  protected unknown(here: () => Span): GradleValue {
    this.passUnknown();
    return { is: 'unknown', span: here() };
  }

  protected block(): readonly GradleStatement[] {
    const statements: GradleStatement[] = [];
    this.at += 1;
    if (this.depth >= DEEPEST) return statements;
    this.depth += 1;
    this.passParameters();
    this.statements(statements, 1);
    this.depth -= 1;
    if (this.isMark('}')) this.at += 1;
    return statements;
  }

  /** `name ->` behind the brace. */
  protected passParameters(): void {
    for (let at = this.at; at < this.at + 10; at++) {
      const token = this.tokens[at];
      if (token === undefined || token.isFirstOnLine) return;
      if (this.isMark('-', token) && this.isMark('>', this.tokens[at + 1])) {
        this.at = at + 2;
        return;
      }
      if (token.is !== 'word' && !(token.is === 'mark' && /^[,:.]$/.test(token.text))) return;
    }
  }

  /** Passes the rest of an expression: to a comma, to a bracket that closes, to the end of its line. */
  protected passUnknown(): void {
    let isFirst = true;
    for (let token = this.token; token !== undefined; token = this.token) {
      if (!isFirst && token.isFirstOnLine && !this.goesOn()) return;
      if (token.is === 'mark' && /^[,)\]};]$/.test(token.text)) {
        if (token.text === ';') this.at += 1;
        return;
      }
      isFirst = false;
      const closing = token.is === 'mark' ? OPENING[token.text] : undefined;
      if (closing !== undefined && this.depth < DEEPEST) {
        this.depth += 1;
        if (closing === '}') this.block();
        else this.between(closing as ')' | ']');
        this.depth -= 1;
      } else this.at += 1;
    }
  }
}

// The reader calls itself within brackets.
const DEEPEST = 50;
const OPERATOR_MARKS = /^[-+*/%?:<>=&|^!]$/;
const OPENING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** Keywords that begin a value that must be computed. */
const UNKNOWN_WORDS = new Set(['new', 'if', 'when', 'try', 'object', 'fun', 'switch']);
