import { type Span, spanOf } from '../../../model/span.ts';
import { GradleCursor } from './gradle-cursor.ts';
import type { GradleChain, GradleGiven, GradleLink, GradleStatement, GradleValue } from './gradle-nodes.ts';

/** What goes on with a value, so that it is none alone. */
export const OPERATORS: ReadonlySet<string> = new Set(
  'in is as instanceof to until downTo and or xor shl shr else'.split(' '),
);

/** Reads chains of names, and what they are called with: in parentheses, in braces, or behind them on their line. */
export abstract class GradleChains extends GradleCursor {
  /** Values in brackets, from the opening one on. */
  protected abstract between(closing: ')' | ']'): readonly GradleGiven[];

  protected abstract given(): GradleGiven;

  /** From the opening brace on. */
  protected abstract block(): readonly GradleStatement[];

  /** From a name on. As a statement it may be called without parentheses. */
  protected chain(isStatement: boolean): GradleChain {
    const links: GradleLink[] = [];
    let isInfix = false;
    for (;;) {
      const token = this.token;
      if (token === undefined || !(token.is === 'word' || (token.is === 'text' && links.length === 0))) break;
      this.at += 1;
      const name = token.is === 'word' ? token.text : this.text.slice(token.inner.start, token.inner.end);
      const link = this.link(name, token.span, isStatement, isInfix);
      if (links.length < MOST_LINKS) links.push(link);
      isInfix = false;
      if (this.passDot()) continue;
      const next = this.token;
      // `id("x") version "1"`; a name that is called with nothing else is a value behind a name.
      const goesOn = next?.is === 'word' && !next.isFirstOnLine && !OPERATORS.has(next.text);
      if (!goesOn || !(isStatement || link.given !== undefined)) break;
      isInfix = true;
    }
    return links;
  }

  protected link(name: string, span: Span, isStatement: boolean, isInfix: boolean): GradleLink {
    this.passGenerics();
    let given: readonly GradleGiven[] | undefined;
    let index: GradleValue | undefined;
    let block: readonly GradleStatement[] | undefined;
    if (this.opensHere('[') && this.token?.isApart === false) index = this.index();
    if (this.opensHere('(')) given = this.between(')');
    else if (index === undefined && (isStatement || isInfix) && this.beginsGiven(isInfix && name !== 'by'))
      given = this.command(isInfix);
    while (this.isMark('!') && this.token?.isApart === false) this.at += 1;
    if (this.opensHere('{')) block = this.block();
    return {
      ...{ name, span },
      ...(given === undefined ? {} : { given }),
      ...(index === undefined ? {} : { index }),
      ...(block === undefined ? {} : { block }),
    };
  }

  protected passDot(): boolean {
    let at = this.at;
    if (this.isMark('?', this.tokens[at]) || this.isMark('*', this.tokens[at])) at += 1;
    const next = this.tokens[at + 1];
    // A dot at the end of a line is being typed.
    if (!this.isMark('.', this.tokens[at]) || next?.is !== 'word' || next.isFirstOnLine) return false;
    this.at = at + 1;
    return true;
  }

  /** Kotlin's `named<Test>("x")`. */
  protected passGenerics(): void {
    if (!this.isMark('<') || this.token?.isApart !== false) return;
    let open = 0;
    for (let at = this.at; at < this.at + 40; at++) {
      const token = this.tokens[at];
      if (token === undefined || token.isFirstOnLine) return;
      if (this.isMark('<', token)) open += 1;
      else if (this.isMark('>', token)) open -= 1;
      else if (token.is !== 'word' && !(token.is === 'mark' && /^[.,?*]$/.test(token.text))) return;
      if (open > 0) continue;
      this.at = at + 1;
      return;
    }
  }

  /** Whether what stands here may be what a name is called with, without parentheses. */
  protected beginsGiven(isInfix: boolean): boolean {
    const token = this.token;
    if (token === undefined || token.isFirstOnLine || !token.isApart) return false;
    if (token.is === 'text' || token.is === 'number') return true;
    if (token.is === 'mark') return token.text === '[' && !this.isKotlin;
    // `implementation project(":x")` and `compile group: 'a'`, and in Kotlin `id("x") version y`.
    return !OPERATORS.has(token.text) && token.text !== 'by' && (isInfix || !this.isKotlin);
  }

  /** Values without parentheses, on their line, and on the next ones behind commas. */
  protected command(isInfix: boolean): readonly GradleGiven[] {
    const all: GradleGiven[] = [];
    for (;;) {
      all.push(this.given());
      if (!this.isMark(',') || (isInfix && this.isKotlin)) return all;
      this.at += 1;
      if (this.token === undefined || this.isMark('}')) return all;
    }
  }

  protected index(): GradleValue {
    const { start } = this.token?.span ?? spanOf(0, 0);
    const [first, ...more] = this.between(']');
    return first !== undefined && more.length === 0
      ? first.value
      : { is: 'unknown', span: spanOf(start, this.endBefore()) };
  }
}

// People write some five.
const MOST_LINKS = 20;
