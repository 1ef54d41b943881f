import type { Analysis } from './analyze.ts';
import type { AnswerStats, Urgency } from './answers/answers.ts';
import type { HttpStats } from './http/http.ts';
import type { Peek } from './model/answer.ts';
import type { Question } from './model/question.ts';
import type { Reading } from './model/reference.ts';
import type { Settings } from './settings.ts';

/** The composition root: one per process. It holds the answers that all folders share. */
export interface Lens {
  /** Reads the user's and the folder's configuration of package tools, and chooses routes by it. */
  openFolder(options: FolderOptions): Promise<LensFolder>;
  /** See `Answers.onArrival`. */
  onArrival(listener: () => void): () => void;
  readonly http: HttpStats;
  readonly answers: AnswerStats;
  readonly pending: number;
  close(): Promise<void>;
}

export interface LensOptions {
  /** Where answers outlive the process; absent: nowhere. An absolute path. */
  readonly cacheFolder?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder, an absolute path. */
  readonly home: string;
  readonly settings: Settings;
  /** Takes lines for the log, without credentials. */
  readonly log: (line: string) => void;
}

export interface FolderOptions {
  /** An absolute path; absent for documents that belong to no folder. */
  readonly root?: string;
  readonly settings: Settings;
  /** In an untrusted folder nothing is asked and nothing of its configuration is obeyed. */
  readonly trusted: boolean;
}

/** The world as one workspace folder, or one path of the command line, sees it. */
export interface LensFolder {
  readonly settings: Settings;
  readonly peek: Peek;
  analyze(text: string, reading: Reading): Analysis;
  want(questions: readonly Question[], urgency: Urgency): void;
  settle(questions: readonly Question[], signal?: AbortSignal): Promise<void>;
  refresh(questions: readonly Question[]): void;
  /**
   * Whether a question goes to the registry that is everybody's default, unchanged by settings or by the user's tools, so
   * that its public website shows the same name. False where that cannot be told, and in an untrusted folder.
   */
  goesToDefaultRegistry(question: Question): boolean;
}
