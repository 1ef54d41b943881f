import type { IgnorePlace } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import type { GradleText } from './gradle-tokens.ts';

/** A Gradle script, as far as it says something without being run. */
export interface GradleScript {
  readonly text: string;
  readonly statements: readonly GradleStatement[];
  readonly comments: readonly { readonly offset: number; readonly text: string }[];
  /** Where a comment goes that silences what stands at an offset; absent where none can stand. */
  ignorePlace(at: number): IgnorePlace | undefined;
}

/**
 * One statement: a chain of calls and names, and what is assigned to it. `implementation 'a:b:1'` is a chain of one,
 * `id("x") version "1"` of two, and so is `id("x").version("1")`.
 */
export interface GradleStatement {
  readonly span: Span;
  readonly chain: GradleChain;
  /** Behind an equals sign. */
  readonly assigned?: GradleValue;
}

export type GradleChain = readonly GradleLink[];

/** A name of a chain, with what it is called with. */
export interface GradleLink {
  readonly name: string;
  readonly span: Span;
  /** In parentheses, or behind the name on its line; absent where nothing is. */
  readonly given?: readonly GradleGiven[];
  /** In brackets right behind the name. */
  readonly index?: GradleValue;
  /** In braces. */
  readonly block?: readonly GradleStatement[];
}

/** One of the values of a call or of a list, and its name where it has one: `group: 'a'`, `group = "a"`. */
export interface GradleGiven {
  readonly name?: string;
  readonly value: GradleValue;
  readonly span: Span;
}

/**
 * A value.
 *
 * - `text`: a literal.
 * - `chain`: a name, a path of names, a call.
 * - `list`: Groovy's list or map in brackets.
 * - `block`: braces alone.
 * - `unknown`: anything that must be computed; `first` is what it begins with.
 */
export type GradleValue =
  | { readonly is: 'text'; readonly token: GradleText; readonly span: Span }
  | { readonly is: 'chain'; readonly chain: GradleChain; readonly span: Span }
  | { readonly is: 'list'; readonly items: readonly GradleGiven[]; readonly span: Span }
  | { readonly is: 'block'; readonly block: readonly GradleStatement[]; readonly span: Span }
  | { readonly is: 'number'; readonly text: string; readonly span: Span }
  | { readonly is: 'unknown'; readonly first?: GradleValue; readonly span: Span };
