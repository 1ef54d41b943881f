import { Position, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  PULL_BACK_REQUEST,
  type PullBackAnswer,
  type PullBackChoice,
  type PullBackInsertion,
  type PullBackPlace,
} from '../../server/src/editor/protocol.ts';

/**
 * Has the user choose why a manifest's own version is to be taken back, and opens the plan beside it: of the place that
 * was given, else of the file that is open. Nothing of it is run.
 */
export async function planPullBack(client: LanguageClient, given: unknown): Promise<void> {
  const uri = uriOf(given) ?? window.activeTextEditor?.document.uri.toString();
  if (uri === undefined) return tell('Open the manifest whose own version is meant.');
  const ask = (place: Omit<PullBackPlace, 'uri'>) =>
    client.sendRequest<PullBackAnswer>(PULL_BACK_REQUEST, { ...place, uri } satisfies PullBackPlace);
  const first = await ask({});
  if (first.is === 'refused') return tell(first.because);
  if (first.is === 'plan') return;
  const version = first.is === 'ready' ? undefined : await askVersion();
  if (first.is === 'without-version' && version === undefined) return;
  const why = await askWhy(first.choices, version ?? (first.is === 'ready' ? first.version : ''));
  if (why === undefined) return;
  const planned = await ask({ why, ...(version === undefined ? {} : { version }) });
  if (planned.is === 'refused') return tell(planned.because);
  if (planned.is !== 'plan') return;
  const document = await workspace.openTextDocument({ language: 'markdown', content: planned.markdown });
  await window.showTextDocument(document, { preview: true });
  if (planned.insert !== undefined) void offer(uri, planned.insert);
}

function tell(sentence: string): void {
  void window.showInformationMessage(sentence);
}

function askVersion(): Thenable<string | undefined> {
  return window.showInputBox({
    title: 'Plan a Pull-Back',
    prompt: 'Which version is meant? This file does not say it.',
    placeHolder: 'v1.2.3',
    ignoreFocusOut: true,
  });
}

async function askWhy(choices: readonly PullBackChoice[], version: string): Promise<string | undefined> {
  const items = choices.map(({ why, label }) => ({ label, why }));
  const chosen = await window.showQuickPick(items, {
    title: `Plan a pull-back of ${version}`,
    placeHolder: 'Why is it to be taken back? Nothing is run by itself.',
    ignoreFocusOut: true,
  });
  return chosen?.why;
}

/** A line for the manifest goes there by a click alone, and only where the file is as it was. */
async function offer(uri: string, { title, position, text, version }: PullBackInsertion): Promise<void> {
  const choice = await window.showInformationMessage('The plan has a line for the manifest.', title);
  if (choice !== title) return;
  const document = await workspace.openTextDocument(Uri.parse(uri));
  if (version !== undefined && document.version !== version)
    return tell('The file has changed meanwhile, so nothing was inserted. Plan it again.');
  const edit = new WorkspaceEdit();
  edit.insert(document.uri, new Position(position.line, position.character), text);
  await workspace.applyEdit(edit);
  await window.showTextDocument(document);
}

function uriOf(given: unknown): string | undefined {
  if (given instanceof Uri) return given.toString();
  return typeof given === 'object' && given !== null && 'uri' in given && typeof given.uri === 'string'
    ? given.uri
    : undefined;
}
