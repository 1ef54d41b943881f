import process from 'node:process';
import { servesEditor } from './cli/serves.ts';

const argv = process.argv.slice(2);

// An editor is answered before the program is loaded, and the command line starts without the protocol's library.
if (servesEditor(argv)) {
  void import('./editor/serve.ts').then(({ serve }) => serve(async () => (await import('./program.ts')).loadEditor()));
} else {
  void import('./program.ts').then(async ({ loadCommandLine }) => (await loadCommandLine()).run(argv));
}
