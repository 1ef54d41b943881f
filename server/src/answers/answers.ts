import type { Ignorance, LookUp, Peek } from '../model/answer.ts';
import type { Derive } from '../model/derive.ts';
import type { Question } from '../model/question.ts';
import type { Router } from '../registries/route.ts';

/**
 * All that is known of the registries, shared by every folder of a process. Asking is organised here: what is under way
 * is shared, what was known stays known while a registry is down, and what arrives is told in one go.
 */
export interface Answers {
  /** The answers as one workspace folder sees them, asked over its routes. */
  through(router: Router): FolderAnswers;
  /**
   * Calls back, at most once in a short while, with the keys of the answers that have changed since the last call:
   * those that arrived, and those that cannot be had or kept. Returns how to stop.
   */
  onArrival(listener: OnArrival): () => void;
  /** Gathers the same keys for who waits; returns how to take those that were not taken before, at any time. */
  gather(): () => ReadonlySet<string>;
  readonly stats: AnswerStats;
  /** Questions that wait or are under way. */
  readonly pending: number;
  /**
   * Gives up what waits to be asked for nobody who waits, and is of no document that somebody looks at: the user wants
   * no more of it. What is under way comes to its end.
   */
  forsake(): void;
  /** Writes what is not on disk yet, ends what is under way. */
  close(): Promise<void>;
}

/** Takes the keys of answers that changed, as {@link FolderAnswers.lookUp} tells them. */
export type OnArrival = (keys: ReadonlySet<string>) => void;

/** The answers over the routes of one folder, or of a project in it. */
export interface FolderAnswers {
  /** What is known now. Never waits; a question that was not asked yet is `unknown`, `not-asked`. */
  readonly peek: Peek;
  /** The same with the key under which the answer changes; without one where a question may never be asked. */
  readonly lookUp: LookUp;
  /** Remembers what was worked out from facts as long as they are kept; the same for all folders. */
  readonly derive: Derive;
  /**
   * Takes over what is kept of these on disk, and asks nobody: so that what is known already is judged at once. Returns
   * the keys under which more is known than before. Never rejects.
   */
  recall(questions: readonly Question[]): Promise<ReadonlySet<string>>;
  /** Asks in the background for what is not known or no longer fresh. What is more urgent goes first. */
  want(questions: readonly Question[], urgency: Urgency): void;
  /**
   * Waits until each question has an answer that is fresh, or that could not be had. As urgent as what is on the screen
   * unless told otherwise.
   */
  settle(questions: readonly Question[], signal?: AbortSignal, urgency?: Urgency): Promise<void>;
  /** Why asking failed the last time, though an earlier answer may still be shown; `undefined` where it did not. */
  failure(question: Question): Ignorance | undefined;
  /** Forgets how fresh these answers are, so that the next `want` or `settle` asks again. They stay shown meanwhile. */
  refresh(questions: readonly Question[]): void;
}

/**
 * For what the user waits for, a hover, say; for what is on the screen; for the rest of the folder; or for what only
 * its lockfiles hold, which is by far the most.
 */
export type Urgency = 'waited' | 'screen' | 'folder' | 'lockfiles';

/** Counted since the start of the process. */
export interface AnswerStats {
  /** Different questions put to a registry or found kept. */
  readonly questions: number;
  /** Of these, answered from memory of an earlier run or from disk, with no request. */
  readonly cacheHits: number;
}
