import { spanOf } from '../../../model/span.ts';
import { OPERATORS } from './gradle-chains.ts';
import type { GradleStatement } from './gradle-nodes.ts';
import type { GradleLanguage, GradleToken } from './gradle-tokens.ts';
import { GradleValues } from './gradle-values.ts';

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

class GradleParser extends GradleValues {
  script(): readonly GradleStatement[] {
    const statements: GradleStatement[] = [];
    while (this.at < this.tokens.length) {
      this.statements(statements, 0);
      // A brace that closes nothing.
      this.at += 1;
    }
    return statements;
  }

  /** Up to the brace that closes them. */
  protected statements(statements: GradleStatement[], blocks: number): void {
    while (this.at < this.tokens.length && !this.isMark('}')) {
      if (blocks > 0 && this.isAtOutermost()) return;
      const before = this.at;
      const statement = this.statement();
      if (statement !== undefined) statements.push(statement);
      if (this.at === before) this.at += 1;
    }
  }

  protected isAtOutermost(): boolean {
    const token = this.token;
    if (!this.isCut || token?.is !== 'word' || !OUTERMOST.has(token.text)) return false;
    const { start } = token.span;
    return (start === 0 || this.text[start - 1] === '\n') && this.isMark('{', this.tokens[this.at + 1]);
  }

  protected statement(): GradleStatement | undefined {
    this.passAnnotation();
    this.passModifiers();
    const token = this.token;
    if (token === undefined || !this.isChainStart(token)) {
      this.passUnknown();
      return undefined;
    }
    const chain = this.chain(true);
    const { start } = token.span;
    this.passType();
    if (!this.isMark('=') || this.isMark('=', this.tokens[this.at + 1])) {
      return { span: spanOf(start, this.endBefore()), chain };
    }
    const line = this.at;
    this.at += 1;
    // What would be assigned is still to be written.
    if (this.isLeftOf(line)) return { span: spanOf(start, this.endBefore()), chain };
    const assigned = this.value();
    return { span: spanOf(start, this.endBefore()), chain, assigned };
  }

  protected passAnnotation(): void {
    while (this.isMark('@')) {
      this.at += 1;
      if (this.token?.is === 'word') this.chain(false);
    }
  }

  protected passModifiers(): void {
    for (;;) {
      const token = this.token;
      const next = this.tokens[this.at + 1];
      if (token?.is !== 'word' || next === undefined || next.isFirstOnLine || next.is !== 'word') return;
      // Groovy's `String name = …`.
      const isType = this.isMark('=', this.tokens[this.at + 2]) && !OPERATORS.has(token.text);
      if (!MODIFIERS.has(token.text) && !isType) return;
      this.at += 1;
    }
  }

  /** Kotlin's `val name: Type = …`. */
  protected passType(): void {
    if (!this.isKotlin || !this.isMark(':') || this.token?.isFirstOnLine === true) return;
    let at = this.at + 1;
    for (const last = at + 20; at < last; at++) {
      const token = this.tokens[at];
      if (token === undefined || token.isFirstOnLine) break;
      if (this.isMark('=', token)) {
        this.at = at;
        return;
      }
      if (token.is !== 'word' && !(token.is === 'mark' && /^[<>.,?*]$/.test(token.text))) return;
    }
  }
}

const MODIFIERS = new Set(
  'val var def final const private public protected internal static lateinit override return throw'.split(' '),
);
/** Blocks of the outermost level. */
const OUTERMOST = new Set(
  'plugins dependencies repositories buildscript allprojects subprojects pluginManagement dependencyResolutionManagement'.split(
    ' ',
  ),
);
