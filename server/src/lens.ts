import {
  type AnswerStats,
  type AnswerStore,
  createAnswers,
  createDiskStore,
  isOutdatedName,
  type OnArrival,
  removeKept,
  type Urgency,
} from './answers/index.ts';
import { loadOwnSecret, type OwnSecret, passingSecret } from './files/own-secret.ts';
import type { TakeTurns } from './files/turn.ts';
import type { HttpStats } from './http/http.ts';
import { createHttp } from './http/index.ts';
import type { HostLimit } from './http/limits.ts';
import { type FolderOptions, type LensFolder, openFolder } from './lens-folder.ts';
import { fingerprintWith } from './projects/fingerprint.ts';
import { createRegistries } from './registries/index.ts';
import type { Settings } from './settings.ts';
import { VERSION } from './version.ts';

export type { FolderOptions, LensFolder, OnArrival, Urgency };

/** The composition root: one per process. It holds the answers that all folders share. */
export interface Lens {
  /** Reads the user's and the folder's configuration of package tools, and chooses routes by it. */
  openFolder(options: FolderOptions): Promise<LensFolder>;
  /** See `Answers.onArrival`. */
  onArrival(listener: OnArrival): () => void;
  /** See `Answers.gather`. */
  gather(): () => ReadonlySet<string>;
  readonly http: HttpStats;
  /**
   * What is known now of the hosts' limits, in no particular order: how much is left, and pauses that they asked for.
   */
  readonly limits: readonly HostLimit[];
  readonly answers: AnswerStats;
  readonly pending: number;
  /** See `Answers.forsake`. */
  forsake(): void;
  close(): Promise<void>;
  /** Closes, and removes the answers that were kept on disk. */
  forget(): Promise<void>;
}

export interface LensOptions {
  /** Where answers outlive the process; absent: nowhere. An absolute path. */
  readonly cacheFolder?: string | undefined;
  /**
   * Where the secret lies by which logins are told apart in what is kept; absent: nowhere, and what needs a login is
   * asked again by the next process. An absolute path, not in the cache.
   */
  readonly stateFolder?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder, an absolute path; absent where there is none. */
  readonly home?: string | undefined;
  readonly settings: Settings;
  /** Takes lines for the log, without credentials. */
  readonly log: (line: string) => void;
  /** Absent: nothing else is done meanwhile. */
  readonly turns?: TakeTurns | undefined;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const MEBIBYTE = 1024 * 1024;

/**
 * Wires the one way out, the registries and the answers together. Nothing is asked or read before a folder is opened.
 */
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
    ...(options.cacheFolder === undefined ? {} : { store: storeIn(options.cacheFolder, options) }),
    clock: Date.now,
    lifetimes: { freshFor: settings.freshMinutes * MINUTE, keepFor: settings.keepDays * DAY },
    perHost: origin => http.atATime(origin),
    log,
    turns: options.turns,
  });
  let loaded: Promise<OwnSecret> | undefined;

  async function secretFor({ trusted }: FolderOptions): Promise<OwnSecret> {
    // No login is used there, and nothing has to be made for it.
    if (!trusted) return passingSecret('the folder is not trusted');
    loaded ??= loadSecret(options);
    return loaded;
  }

  async function close(): Promise<void> {
    await answers.close();
    await http.close();
  }

  return {
    close,
    async forget() {
      await close();
      if (options.cacheFolder !== undefined) await removeKept(options.cacheFolder);
    },
    async openFolder(folder) {
      const { secret } = await secretFor(folder);
      const fingerprint = fingerprintWith(secret);
      const user = { environment, log, fingerprint, trouble: http.trouble };
      return openFolder(folder, answers, { ...user, ...(home === undefined ? {} : { home }) });
    },
    onArrival: listener => answers.onArrival(listener),
    gather: () => answers.gather(),
    http: http.stats,
    get limits() {
      return http.limits();
    },
    answers: answers.stats,
    get pending() {
      return answers.pending;
    },
    forsake: () => answers.forsake(),
  };
}

function storeIn(folder: string, { settings, log, turns }: LensOptions): AnswerStore {
  const maxBytes = settings.cacheMebibytes * MEBIBYTE;
  return createDiskStore({ folder, maxBytes, isOutdated: isOutdatedName, log, turns });
}

/** Where nothing is kept, no other process has to find it again. */
async function loadSecret({ cacheFolder, stateFolder, log }: LensOptions): Promise<OwnSecret> {
  if (cacheFolder === undefined) return passingSecret('nothing is kept');
  const found = stateFolder === undefined ? passingSecret('there is no home') : await loadOwnSecret(stateFolder);
  if (found.is === 'passing')
    log(`What registries answer to a login is not found again by the next process: ${found.why}.`);
  return found;
}
