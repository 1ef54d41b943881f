import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { FILES } from './files.ts';
import { eventually, ours, uriOf } from './looking.ts';

const FILE = '.registry-lens.json';

describe('Registry Lens, where a repository says something of itself', () => {
  it('obeys it, and what is typed into its file at once', async () => {
    const uri = uriOf('team/Dockerfile');
    await untilSeverity(uri, vscode.DiagnosticSeverity.Error);
    const document = await open(uriOf(FILE));
    assert.equal(document.languageId, 'jsonc');
    await replace(document, '"error"', '"hint"');
    await untilSeverity(uri, vscode.DiagnosticSeverity.Hint);
    await replace(document, '"hint"', '"error"');
    await untilSeverity(uri, vscode.DiagnosticSeverity.Error);
    await document.save();
  });

  it('completes its file, and shows what is wrong in it', async () => {
    const document = await open(uriOf(FILE));
    const behindBrace = document.positionAt(document.getText().indexOf('\n') + 1);
    await eventually('the settings in the list', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        behindBrace,
      );
      const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return ['ignore', 'rules', 'exclude', 'kubernetes'].every(name => labels.includes(name)) || undefined;
    });
    await replace(document, '"overrides"', '"registries": {}, "overrides"');
    await eventually('a problem in the file', () => ours(document.uri).length === 1 || undefined);
    await replace(document, '"registries": {}, ', '');
    await eventually('no problem in the file', () => ours(document.uri).length === 0 || undefined);
    await document.save();
  });

  it('ignores a name from the bulb, in the file that everybody reads', async () => {
    const uri = uriOf('team/package.json');
    await open(uri);
    const [missing] = await eventually('a problem', () => (ours(uri).length > 0 ? ours(uri) : undefined));
    assert.ok(missing);
    const { command } = await eventually('the action', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        missing.range,
        vscode.CodeActionKind.QuickFix.value,
      );
      return actions.find(({ title }) => title === 'Ignore `@team/queue` in this workspace');
    });
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    await eventually('no problem that is left', () => ours(uri).length === 0 || undefined);
    const wanted = FILES[FILE].replace(/ \}\]\n/, ' }],\n  "ignore": ["npm:@team/queue"]\n');
    // VS Code leaves one file that an edit changed for the user to save.
    const document = await vscode.workspace.openTextDocument(uriOf(FILE));
    assert.equal(document.getText(), wanted);
    assert.ok(await document.save());
    assert.equal(readFileSync(uriOf(FILE).fsPath, 'utf8'), wanted);
  });
});

async function untilSeverity(uri: vscode.Uri, severity: vscode.DiagnosticSeverity): Promise<void> {
  await eventually(`severity ${severity}`, () => ours(uri).some(each => each.severity === severity) || undefined);
}

async function open(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

async function replace(document: vscode.TextDocument, before: string, after: string): Promise<void> {
  const start = document.getText().indexOf(before);
  assert.ok(start >= 0, `${before} is there`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + before.length));
  edit.replace(document.uri, range, after);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
