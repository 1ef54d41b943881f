/**
 * Whether a process with these arguments, without Node and the script, serves an editor. Only where they are all
 * options and one names a transport as vscode-languageserver reads it (lib/node/main.js): behind a command stand names
 * of files, and whoever made the folder may have called one `--socket=…`.
 */
export function servesEditor(argv: readonly string[]): boolean {
  return argv.every(argument => /^--./.test(argument)) && argv.some(argument => TRANSPORT.test(argument));
}

/** The exit status where no answer about the files can be given. */
export const MISUSE = 3;

const TRANSPORT = /^--(?:stdio|node-ipc|socket=\d{1,5}|pipe=.+)$/;
