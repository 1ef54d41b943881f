import type { Span } from '../../../model/span.ts';

/** One smallest piece of a Gradle script, in Groovy or in Kotlin, without blanks and comments. */
export type GradleToken = GradleWord | GradleNumber | GradleText | GradleMark;

interface Placed {
  readonly span: Span;
  /** Whether a line break stands between it and the token before. */
  readonly isFirstOnLine: boolean;
  /** Whether blanks, a comment or a line break stand there. */
  readonly isApart: boolean;
}

/** A name or a keyword. */
export interface GradleWord extends Placed {
  readonly is: 'word';
  readonly text: string;
}

export interface GradleNumber extends Placed {
  readonly is: 'number';
  readonly text: string;
}

/** One sign: a bracket, a comma, a dot, or a part of an operator. */
export interface GradleMark extends Placed {
  readonly is: 'mark';
  readonly text: string;
}

/** A text in quotes of any kind. */
export interface GradleText extends Placed {
  readonly is: 'text';
  /** Without its quotes. */
  readonly inner: Span;
  /** Whether it ends with its quotes: one that does not is being typed, and ends with its line. */
  readonly isWhole: boolean;
  /** What it is made of, without gaps; none for an empty text. */
  readonly pieces: readonly GradlePiece[];
}

/**
 * A stretch of a text.
 *
 * - `text`: as it stands there; `isVerbatim` where no escape is in it, so that it can be replaced.
 * - `name`: `$version`, `${version}` or `${project.version}`, with the path of names.
 * - `unknown`: an expression.
 */
export type GradlePiece =
  | { readonly is: 'text'; readonly span: Span; readonly value: string; readonly isVerbatim: boolean }
  | { readonly is: 'name'; readonly span: Span; readonly path: string }
  | { readonly is: 'unknown'; readonly span: Span };

/** Which of the two languages a script is written in. */
export type GradleLanguage = 'groovy' | 'kotlin';

/** The language that a file's name tells. */
export function languageOf(file: string): GradleLanguage {
  return file.endsWith('.kts') ? 'kotlin' : 'groovy';
}
