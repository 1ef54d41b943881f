import { Uri, window, workspace } from 'vscode';
import { readTerminalRun } from './terminal-run.ts';

/**
 * Runs a tool of the user's in a terminal of its own, where they see what it does: by a click of theirs, in a folder of
 * a workspace that they trust.
 */
export function runInTerminal(given: unknown): void {
  const run = readTerminalRun(given);
  if (run === undefined) return;
  if (!workspace.isTrusted) {
    void window.showWarningMessage('The workspace is not trusted, so nothing is run in it.');
    return;
  }
  const folder = Uri.parse(run.folder);
  if (workspace.getWorkspaceFolder(folder) === undefined) return;
  const terminal = window.createTerminal({ name: 'Registry Lens', cwd: folder });
  terminal.show();
  terminal.sendText(run.line, true);
}
