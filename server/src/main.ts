import process from 'node:process';

const argv = process.argv.slice(2);

// Each half is loaded only where it is needed: the command line starts without the protocol's library.
if (argv.some(argument => /^--(?:stdio|node-ipc|socket=|pipe=)/.test(argument))) {
  void import('./editor/serve.ts').then(({ serve }) => serve());
} else {
  void import('./cli/index.ts').then(({ run }) => run(argv));
}
