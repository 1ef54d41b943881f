import type { TerminalRun } from '../../server/src/editor/protocol.ts';
import { commandText } from '../../server/src/model/tool-command.ts';

/** A line for a terminal, and the folder to run it in, a URI. */
export interface TerminalLine {
  readonly line: string;
  readonly folder: string;
}

/** The tools that keep lockfiles: nothing else is run. */
const PROGRAMS = ['npm', 'yarn', 'pnpm', 'bun', 'cargo', 'uv', 'poetry', 'pdm', 'pipenv', 'go'];

/**
 * Reads what the command that runs a tool was given; `undefined` where it is anything else than a tool's name and plain
 * words. Any extension may run the command, so nothing is taken for granted that the server holds.
 */
export function readTerminalRun(given: unknown): TerminalLine | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { program, arguments: words, folder }: Partial<Record<keyof TerminalRun, unknown>> = given;
  if (typeof program !== 'string' || typeof folder !== 'string' || !PROGRAMS.includes(program)) return undefined;
  if (!Array.isArray(words) || !words.every(word => typeof word === 'string')) return undefined;
  const line = commandText({ program, arguments: words });
  return line === undefined ? undefined : { line, folder };
}
