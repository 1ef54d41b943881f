import type { Range } from './positions.ts';
import type { Question } from './question.ts';
import type { IgnorePlace } from './reference.ts';
import type { Span } from './span.ts';
import type { ToolCommand } from './tool-command.ts';

/** How loud a finding is. `off` is a setting, not a severity. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** What a rule found at one reference. */
export interface Finding {
  /** The rule's id: the same string in settings, ignore comments, documentation, diagnostics and SARIF. */
  readonly rule: string;
  readonly severity: Severity;
  readonly at: Span;
  /** What is so, since when or why, what to do. Plain text with values in backticks. */
  readonly message: string;
  /** Drawn struck through where the editor can. */
  readonly deprecated?: boolean;
  readonly fixes: readonly Fix[];
  /** Where a comment that silences the rule here would go; absent where there is no room for one. */
  readonly ignoreAt?: IgnorePlace;
  /** Other places that have to do with it. */
  readonly related?: readonly Related[];
  /**
   * Of findings of one rule with one such text in a document, the first is shown alone, and says how many more there
   * are.
   */
  readonly run?: string;
  /** Where more than a few findings of one rule in a document have the same cause, they are told as one. */
  readonly crowd?: Crowded;
  /** Commands of the project's own tools that would mend it in the lockfile; run only where the user wants that. */
  readonly commands?: readonly ToolCommand[];
  /** Of what a lockfile holds: a later version that nothing is wrong with, where one is known. */
  readonly better?: string;
  /** Of what a lockfile holds: the rest of a sentence that begins with its name, for who is told of it elsewhere. */
  readonly culprit?: string;
  /**
   * Set for what a lockfile holds and its registry does not have, for all that it tells. Where most of a lockfile is
   * so, they are shown like a run, and no others are told.
   */
  readonly lackedByRegistry?: true;
  /** Set where who wants it cannot tell the same by itself, because only the lockfile has what it rests on. */
  readonly byLockfile?: true;
}

/** One of many that are told together. */
export interface Crowded {
  /** What is so of all of them, and what comes of it: whole sentences. */
  readonly cause: string;
  /** Which one it is, as a message names it. */
  readonly name: string;
  /** When it is no longer so, in milliseconds since the epoch; `Infinity`: never. */
  readonly until: number;
}

/** A place in another document, or elsewhere in the same one. */
export interface Related {
  /** The document's path as people know it, with `/`. */
  readonly file: string;
  /** The document's URI, where an editor needs it. */
  readonly uri?: string;
  readonly range: Range;
  readonly message: string;
}

/**
 * A change that mends a finding. `safe` selects exactly what is selected today; `review` changes it and wants a look;
 * `silence` only hides the finding and is never applied by `--fix`.
 */
export interface Fix {
  readonly title: string;
  readonly safety: 'safe' | 'review' | 'silence';
  readonly edits: readonly Edit[];
  /** Edits of another document, in place of those of the finding's own; absent: there are none. */
  readonly elsewhere?: ElsewhereEdits;
  /**
   * The question whose answer must be known before the edit may be written: the contents under a digest that only a
   * header has told so far, which are downloaded and hashed.
   */
  readonly verify?: Question;
  /** How far that is so, where somebody looked; absent where no digest is written. */
  readonly proof?: Proof;
}

/**
 * Whose word a digest is that a fix writes: that of a header, which is good enough to be reported, or that of its
 * bytes, which were downloaded and hashed. Only the latter is written into files.
 */
export type Proof = 'header' | 'bytes';

/** Replaces a stretch of text; refused where the text is no longer what was seen. */
export interface Edit {
  readonly span: Span;
  readonly expects: string;
  readonly put: string;
}

/** Edits of a document that a finding does not stand in, and which was read for what it states. */
export interface ElsewhereEdits extends Pick<Related, 'file' | 'uri'> {
  /** Not empty; each with where it is, for who has not the text. */
  readonly edits: readonly (Edit & Pick<Related, 'range'>)[];
  /** How long the text was, in characters: of one that has changed since, an edit may hit another place. */
  readonly length: number;
}

/** What settings, documentation and SARIF say of a rule, whatever it finds. */
export interface RuleDescription {
  /** Kebab-case: the same string everywhere. */
  readonly id: string;
  /** The severity where neither the settings nor the finding itself say another. */
  readonly severity: Severity;
  /** One sentence in the present tense: when this rule speaks. */
  readonly summary: string;
}
