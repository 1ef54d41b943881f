import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Tries again until there is something, or fails by what was wanted. */
export async function eventually<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const found = await look();
    if (found !== undefined) return found;
    await pause();
  }
  throw new Error(`waited in vain for ${what}; ${summary()}`);
}

export function pause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 50));
}

/** What we say of a file. */
export function ours(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Registry Lens');
}

/** Every problem there is, for the message of a failure. */
function summary(): string {
  const all = vscode.languages
    .getDiagnostics()
    .flatMap(([uri, found]) =>
      found.map(({ source, code, message }) => `${uri.path}: ${source} ${JSON.stringify(code)} ${message}`),
    );
  return `there are ${all.length} problems\n${all.join('\n')}`;
}

/** A place in the folder that is open, by its path with slashes. */
export function uriOf(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a folder is open');
  return vscode.Uri.joinPath(folder.uri, path);
}
