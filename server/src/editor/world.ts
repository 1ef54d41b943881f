import type { Lens, LensOptions } from '../lens.ts';

/** What the server stands on, so that tests can put something else there. */
export interface World {
  readonly createLens: (options: LensOptions) => Lens | Promise<Lens>;
  readonly environment: LensOptions['environment'];
  readonly home: string | undefined;
  readonly cacheFolder?: string | undefined;
  readonly stateFolder?: LensOptions['stateFolder'];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly delays: Delays;
}

/** In milliseconds. */
export interface Delays {
  /** Without a keystroke, before names are asked that the user may still be typing. */
  readonly typing: number;
  /** Before a hover or a list of completions is shown with what came until then: no longer than nobody minds. */
  readonly patience: number;
  /** While changes of what is shown are gathered. */
  readonly gather: number;
  /** While changes on disk are gathered: a checkout changes many files. */
  readonly files: number;
  /** Between two looks at whether the answers about open documents are still fresh. */
  readonly fresh: number;
}

/** As people work; tests have shorter ones. */
export const DELAYS: Delays = { typing: 400, patience: 400, gather: 100, files: 300, fresh: 5 * 60_000 };
