import { homeFolder } from '../files/home.ts';
import { createLens } from '../lens.ts';
import { VERSION } from '../version.ts';
import { runIn } from './command.ts';
import { MISUSE } from './serves.ts';
import { firstSignal } from './signals.ts';
import { type World, writeAll } from './world.ts';

/** Runs the command line in this process and ends it. `argv` is without Node and the script. */
export async function run(argv: readonly string[]): Promise<never> {
  const signal = firstSignal(process);
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // Whoever read the output has seen enough of it, as `head` has.
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
  const cwd = workingFolder();
  if (cwd === undefined) {
    await writeAll(
      process.stderr,
      'registry-lens: The working folder is gone or cannot be read. Change to another one.\n',
    );
    process.exit(MISUSE);
  }
  const world: World = {
    cwd,
    environment: process.env,
    home: homeFolder(),
    platform: process.platform,
    out: process.stdout,
    err: process.stderr,
    version: VERSION,
    signal,
    createLens,
  };
  try {
    process.exit(await runIn(world, argv));
  } catch (error) {
    // 1 and 2 speak of the user's files, and this does not.
    const told = error instanceof Error ? error.stack : String(error);
    await writeAll(process.stderr, `registry-lens: Stopped by a mistake of its own.\n${told}\n`);
    process.exit(MISUSE);
  }
}

/** The user may have removed the folder that the process was started in. */
function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
