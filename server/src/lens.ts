import { type Analysis, analyze } from './analyze.ts';
import { type AnswerStats, type Answers, createAnswers, createDiskStore, type Urgency } from './answers/index.ts';
import { loadRouter, ROUTE_FILES } from './credentials/index.ts';
import type { HttpStats } from './http/http.ts';
import { createHttp } from './http/index.ts';
import type { HostLimit } from './http/limits.ts';
import type { Peek } from './model/answer.ts';
import type { Question } from './model/question.ts';
import type { Reading } from './model/reference.ts';
import { createRegistries } from './registries/index.ts';
import type { Router } from './registries/route.ts';
import type { Settings } from './settings.ts';
import { VERSION } from './version.ts';

export { ROUTE_FILES };

/** The composition root: one per process. It holds the answers that all folders share. */
export interface Lens {
  /** Reads the user's and the folder's configuration of package tools, and chooses routes by it. */
  openFolder(options: FolderOptions): Promise<LensFolder>;
  /** See `Answers.onArrival`. */
  onArrival(listener: () => void): () => void;
  readonly http: HttpStats;
  /** What is known now of the hosts' limits, in no particular order: how much is left, and pauses that they asked for. */
  readonly limits: readonly HostLimit[];
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

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** Wires the one way out, the registries and the answers together. Nothing is asked or read before a folder is opened. */
export function createLens(options: LensOptions): Lens {
  const { settings, log, environment, home } = options;
  const http = createHttp({
    limits: {
      connect: settings.connectSeconds * SECOND,
      headers: settings.headersSeconds * SECOND,
      body: settings.bodySeconds * SECOND,
      perHost: settings.requestsPerHost,
    },
    environment,
    log,
    userAgent: `registry-lens/${VERSION} (+https://github.com/registry-lens/registry-lens)`,
  });
  const answers = createAnswers({
    registries: createRegistries(http),
    ...(options.cacheFolder === undefined ? {} : { store: createDiskStore({ folder: options.cacheFolder, log }) }),
    clock: Date.now,
    lifetimes: { freshFor: settings.freshMinutes * MINUTE, keepFor: settings.keepDays * DAY },
    perHost: settings.requestsPerHost,
    log,
  });
  return {
    async openFolder(folder) {
      const router = await routerFor(folder, { environment, home, log });
      return folderView(folder.settings, answers, router);
    },
    onArrival: listener => answers.onArrival(listener),
    http: http.stats,
    get limits() {
      return http.limits();
    },
    answers: answers.stats,
    get pending() {
      return answers.pending;
    },
    async close() {
      await answers.close();
      await http.close();
    },
  };
}

/** An untrusted folder is parsed and never obeyed: its configuration is not even read. */
async function routerFor(
  folder: FolderOptions,
  user: Pick<LensOptions, 'environment' | 'home' | 'log'>,
): Promise<Router> {
  if (!folder.trusted) return () => ({ open: false, why: 'untrusted' });
  const router = await loadRouter({
    ...(folder.root === undefined ? {} : { root: folder.root }),
    settings: folder.settings,
    ...user,
  });
  if (!folder.settings.offline) return router;
  return question => {
    const routing = router(question);
    return routing.open ? { open: false, why: 'offline', route: routing.route } : routing;
  };
}

function folderView(settings: Settings, answers: Answers, router: Router): LensFolder {
  const asked = answers.through(router);
  return {
    settings,
    peek: asked.peek,
    analyze: (text, reading) => analyze(text, reading, rule => settings.rules[rule], asked.peek),
    want: (questions, urgency) => asked.want(questions, urgency),
    settle: (questions, signal) => asked.settle(questions, signal),
    refresh: questions => asked.refresh(questions),
    goesToDefaultRegistry: question => router(question).route?.wellKnown === true,
  };
}
