import type { Lens, LensOptions } from '../lens.ts';
import { withoutCommands } from '../views/commands.ts';

/** What a command sees of the machine, so that tests can give it another one. */
export interface World {
  /** An absolute path. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder, an absolute path; absent where there is none. */
  readonly home: string | undefined;
  readonly platform: NodeJS.Platform;
  readonly out: Output;
  readonly err: Output;
  readonly version: string;
  /** Aborted when the user wants to stop. */
  readonly signal: AbortSignal;
  readonly createLens: (options: LensOptions) => Lens;
}

/** The part of a standard stream that is needed. */
export interface Output {
  write(text: string, written?: () => void): unknown;
  readonly isTTY?: boolean;
  /** In characters, of a terminal. */
  readonly columns?: number;
}

/**
 * Writes a text and waits until it has left the process: what is piped is cut off otherwise when the process exits.
 * Nothing leaves that a terminal or a build server would take for a command.
 */
export function writeAll(output: Output, text: string): Promise<void> {
  return new Promise(resolve => {
    output.write(withoutCommands(text), () => resolve());
  });
}

/**
 * Whether to write colours: `FORCE_COLOR` (0 and `false` mean no), then `NO_COLOR` (no-color.org: any text but an empty
 * one), then whether there is a terminal to show them.
 */
export function wantsColours(output: Output, environment: World['environment']): boolean {
  const forced = environment.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (environment.NO_COLOR !== undefined && environment.NO_COLOR !== '') return false;
  return output.isTTY === true && environment.TERM !== 'dumb';
}
