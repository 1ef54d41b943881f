import type { Touched } from '../files/touched.ts';
import { counted } from '../views/words.ts';
import type { Decided } from './deciding-files.ts';
import type { FilesOnDisk, Walk } from './files-on-disk.ts';
import type { BeginProgress, Progress } from './progress.ts';
import type { Workspace } from './workspace.ts';

/**
 * Why a scan begins. `asked`: the user wants it, so it ends a stop, takes in folders whose setting says otherwise, and
 * asks for everything that is not fresh.
 */
export type ScanReason = 'start' | 'asked';

/** Decides when folders are walked, and what of them is looked at again. One walk or look at a time. */
export interface Scanner {
  /**
   * Walks every folder. What has not changed on disk is not read again. Ends when all was read and asked, or stopped.
   */
  scan(reason: ScanReason): Promise<void>;
  /**
   * Looks again at some places of folders, once the walk under way is over. After a stop, and where the settings leave
   * files alone, it finds nothing new, and only follows what was found.
   *
   * @param folders what was touched, by the folder's root
   */
  look(folders: ReadonlyMap<string, Touched>, options: LookOptions): Promise<void>;
  /** Reads one file again that changed, or that the editor closed; drops it where no walk finds it. */
  reread(uri: string): Promise<void>;
  /** Whether the last walk found this file. */
  found(uri: string): boolean;
  /** Folders or settings changed: what was found, and when, says nothing any more. Follow with {@link scan}. */
  forget(): void;
  /** Stops, until the user asks for a scan. */
  stop(): void;
  /** Stops for good. */
  close(): void;
  /** Answers have arrived. */
  arrived(): void;
  readonly scanning: boolean;
  /** Whether every folder was walked to its end at least once, so that it is known what is there. */
  readonly hasWalked: boolean;
  readonly stopped: boolean;
}

export interface LookOptions {
  /** Whether something may have come or gone before it was known what is there. */
  readonly unsure: boolean;
  /** Brings up to date what depends on files that came, went or changed with the folder that they lie in. */
  readonly decide: (decided: Decided) => Promise<void>;
}

export interface ScannerOptions {
  readonly files: FilesOnDisk;
  readonly workspace: Workspace;
  readonly begin: BeginProgress;
  /** Brings up to date what workspaces provide. Never rejects. */
  readonly refresh: () => Promise<void>;
  /** Told when all files were read, or are not to be read, that may say what the workspace makes itself. */
  readonly onMade: () => Promise<void>;
  /**
   * Has files read that may say what the workspace makes, or where something is to be had: nobody is asked about what
   * they may say it of before all were.
   */
  readonly whileMaking: (read: () => Promise<void>) => Promise<void>;
  readonly log: (line: string) => void;
  readonly onChange: () => void;
  /** Told when a scan is over, with how long it took, and whether the user has stopped it. Never rejects. */
  readonly onEnd: (milliseconds: number, stopped: boolean) => Promise<void>;
}

export function createScanner(options: ScannerOptions): Scanner {
  const { files, workspace, begin, refresh, onMade, whileMaking, log, onChange, onEnd } = options;
  let running: AbortController | undefined;
  let queued: { reason: ScanReason } | undefined;
  let stopped = false;
  let last: Promise<void> = Promise.resolve();
  let settled: (() => void) | undefined;
  let walking: Promise<void> = Promise.resolve();
  const closed = new AbortController();

  /** A walk may take long, and so may the answers behind it; a look waits for the walk alone. */
  function inTurn<Result>(walk: () => Promise<Result>): Promise<Result> {
    const mine = walking.then(walk);
    walking = mine.then(
      () => undefined,
      () => undefined,
    );
    return mine;
  }

  /** Resolves when no question is left, or on a stop. */
  function untilAnswered(progress: Progress, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const look = () => {
        if (!signal.aborted && workspace.pending > 0) {
          progress.say(`asking registries, ${counted(workspace.pending, 'question')} left`);
          return;
        }
        settled = undefined;
        resolve();
      };
      settled = look;
      signal.addEventListener('abort', look);
      look();
    });
  }

  async function run(reason: ScanReason): Promise<void> {
    const asked = reason === 'asked';
    if (stopped && !asked) return onMade();
    stopped = false;
    const folders = workspace.folders.filter(folder => asked || folder.settings.scanWorkspace);
    if (folders.length === 0) return onMade();
    const controller = new AbortController();
    const began = performance.now();
    running = controller;
    onChange();
    const progress = await begin('Registry Lens');
    const stop = () => {
      stopped = true;
      controller.abort();
      workspace.forsake();
    };
    progress.signal.addEventListener('abort', stop);
    if (progress.signal.aborted) stop();
    try {
      // An editor that does not watch files tells of none that changed.
      if (asked) await refresh();
      const onFile = (read: number) => progress.say(counted(read, 'file'));
      const { signal } = controller;
      await inTurn(async () => {
        const walks: Walk[] = [];
        for (const folder of folders) walks.push(await files.walk(folder, { asked, onFile, signal }));
        await whileMaking(async () => {
          for (const walk of walks) await walk.readMaking();
        });
        if (!signal.aborted) await onMade();
        for (const walk of walks) await walk.readOthers();
      });
      await untilAnswered(progress, controller.signal);
    } finally {
      // What the user stopped is not looked at, and the rest is to be asked all the same.
      if (stopped) await onMade();
      progress.end();
      running = undefined;
      onChange();
    }
    if (stopped || !controller.signal.aborted) await onEnd(performance.now() - began, stopped);
  }

  return {
    scan(reason) {
      // A walk that has begun may have passed by what is new.
      running?.abort();
      if (queued !== undefined) {
        if (reason === 'asked') queued.reason = reason;
        return last;
      }
      const mine = { reason };
      queued = mine;
      last = last
        .then(() => {
          queued = undefined;
          return run(mine.reason);
        })
        .catch(error => {
          log(`The workspace could not be read: ${String(error)}.`);
          return onMade();
        });
      return last;
    },
    look(folders, { unsure, decide }) {
      return inTurn(async () => {
        const looks: Walk[] = [];
        for (const folder of workspace.folders) {
          const touched = folders.get(folder.root ?? '');
          const mayFind = () => folder.settings.scanWorkspace && !stopped;
          if (touched === undefined) continue;
          looks.push(await files.look(folder, touched, { mayFind, unsure, decide, signal: closed.signal }));
        }
        if (looks.some(({ isMaking }) => isMaking)) {
          await whileMaking(async () => {
            for (const look of looks) await look.readMaking();
          });
        }
        for (const look of looks) await look.readOthers();
      });
    },
    reread: uri => files.reread(uri),
    found: uri => files.found(uri),
    forget() {
      // It reads folders that may not be open any more, and has not seen those that are now.
      running?.abort();
      files.forget();
    },
    stop() {
      stopped = true;
      running?.abort();
      workspace.forsake();
      onChange();
    },
    close() {
      stopped = true;
      running?.abort();
      closed.abort();
    },
    arrived: () => settled?.(),
    get scanning() {
      return running !== undefined;
    },
    get hasWalked() {
      return workspace.folders.every(({ root }) => root === undefined || files.hasWalked(root));
    },
    get stopped() {
      return stopped;
    },
  };
}
