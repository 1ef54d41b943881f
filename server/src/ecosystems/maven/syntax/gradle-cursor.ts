import type { GradleLanguage, GradleToken } from './gradle-tokens.ts';

/** Where a reader of a script's tokens is, and what stands there. */
export abstract class GradleCursor {
  protected readonly tokens: readonly GradleToken[];
  protected readonly text: string;
  protected readonly isKotlin: boolean;
  /** Whether braces are open at the end, and whether other brackets are. */
  protected readonly isCut: boolean;
  protected readonly isOpen: boolean;
  /** How far the line of each token is indented. */
  protected readonly indents: readonly number[];
  protected at = 0;
  protected depth = 0;

  constructor(tokens: readonly GradleToken[], text: string, language: GradleLanguage) {
    this.tokens = tokens;
    this.text = text;
    this.isKotlin = language === 'kotlin';
    let [braces, brackets, indent] = [0, 0, 0];
    const indents: number[] = [];
    for (const token of tokens) {
      if (token.isFirstOnLine) indent = indentOf(text, token.span.start);
      indents.push(indent);
      if (token.is !== 'mark') continue;
      braces += token.text === '{' ? 1 : token.text === '}' ? -1 : 0;
      brackets += /[([]/.test(token.text) ? 1 : /[)\]]/.test(token.text) ? -1 : 0;
    }
    this.isCut = braces > 0;
    this.isOpen = brackets > 0;
    this.indents = indents;
  }

  protected get token(): GradleToken | undefined {
    return this.tokens[this.at];
  }

  protected isMark(text: string, token = this.token): boolean {
    return token?.is === 'mark' && token.text === text;
  }

  /** Whether a bracket opens on this line. */
  protected opensHere(bracket: string): boolean {
    return this.isMark(bracket) && this.token?.isFirstOnLine === false;
  }

  protected isChainStart(token: GradleToken): boolean {
    if (token.is === 'word') return true;
    // Kotlin's `"implementation"("a:b:1")`.
    const next = this.tokens[this.at + 1];
    return token.is === 'text' && token.isWhole && this.isMark('(', next) && next?.isFirstOnLine === false;
  }

  /** Whether the token at hand begins a line that is indented no further than that of another one. */
  protected isLeftOf(other: number): boolean {
    return this.token?.isFirstOnLine === true && (this.indents[this.at] ?? 0) <= (this.indents[other] ?? 0);
  }

  protected endBefore(): number {
    return this.tokens[this.at - 1]?.span.end ?? 0;
  }
}

function indentOf(text: string, start: number): number {
  let indent = 0;
  while (indent < WIDEST && start > indent && /[ \t]/.test(text.charAt(start - indent - 1))) indent += 1;
  return indent;
}

/** In characters. */
const WIDEST = 200;
