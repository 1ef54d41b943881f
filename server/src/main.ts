import process from 'node:process';
import { MISUSE, servesEditor } from './cli/serves.ts';

const argv = process.argv.slice(2);

// An editor is answered before the program is loaded, and the command line starts without the protocol's library.
if (servesEditor(argv)) {
  void import('./editor/serve.ts').then(({ serve }) => serve(async () => (await import('./program.ts')).loadEditor()));
} else {
  void import('./program.ts').then(async ({ loadCommandLine }) => (await loadCommandLine()).run(argv), cannotStart);
}

/** 1, which Node would end with, speaks of the user's files. */
function cannotStart(error: unknown): void {
  process.stderr.write(`registry-lens: A part of it cannot be loaded. Install it again.\n${String(error)}\n`);
  process.exitCode = MISUSE;
}
