import process from 'node:process';
import { servesEditor } from './cli/serves.ts';

const argv = process.argv.slice(2);

// Each half is loaded only where it is needed: the command line starts without the protocol's library.
if (servesEditor(argv)) {
  void import('./editor/serve.ts').then(({ serve }) => serve());
} else {
  void import('./cli/index.ts').then(({ run }) => run(argv));
}
