import { WALKED_KEY } from './judge.ts';
import type { Keys } from './ledger.ts';

/** Whether all files were looked at that may say what the workspace makes, and what waits for that. */
export interface Walked {
  /** Whether something may be asked that the workspace may make; see `Ledger.isWalked`. */
  readonly mayAsk: boolean;
  /** See `Ledger.walked`. */
  say(isWalked: boolean): Promise<void>;
  /** See `Ledger.holding`. */
  holding(read: () => Promise<void>): Promise<void>;
  /** See `Ledger.whenWalked`. */
  whenWalked(run: () => void): void;
}

/** @param changed see `Ledger.changed` */
export function createWalked(isWalkedAtFirst: boolean, changed: (keys: Keys) => Promise<void>): Walked {
  let isWalked = isWalkedAtFirst;
  /** So many read files by which more may be known, for which the walk is not over. */
  let holds = 0;
  /** Tells calls of `say` apart: the last one counts. */
  let walks = 0;
  const waiting: (() => void)[] = [];
  const mayAsk = () => isWalked && holds === 0;

  function askWhatWaited(): Promise<void> {
    for (const run of waiting.splice(0)) run();
    return changed([WALKED_KEY]);
  }

  return {
    get mayAsk() {
      return mayAsk();
    },
    async say(now) {
      walks += 1;
      const walk = walks;
      // Where a name is to be had may be stated by what was just read: who is told so is read anew before anybody asks.
      if (now) await changed([]);
      if (walk !== walks) return;
      isWalked = now;
      await (mayAsk() ? askWhatWaited() : changed([]));
    },
    async holding(read) {
      holds += 1;
      try {
        await read();
        await changed([]);
      } finally {
        holds -= 1;
        if (mayAsk()) await askWhatWaited();
      }
    },
    whenWalked(run) {
      if (mayAsk()) run();
      else waiting.push(run);
    },
  };
}
