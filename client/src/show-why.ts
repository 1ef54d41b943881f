import { commands, Position, Range, Uri, window, workspace } from 'vscode';
import type { WhyPlace } from '../../server/src/editor/protocol.ts';

/**
 * Opens VS Code's own tree of who brings a package in: of the place that was given, else of the cursor. Commands of
 * menus are given the file that they were opened for, which is the one with the cursor.
 */
export async function showWhy(given: unknown): Promise<void> {
  const place = readPlace(given);
  if (place !== undefined) {
    const at = new Position(place.position.line, place.position.character);
    const document = await workspace.openTextDocument(Uri.parse(place.uri));
    await window.showTextDocument(document, { selection: new Range(at, at) });
  }
  const editor = window.activeTextEditor;
  const items: unknown =
    editor === undefined
      ? []
      : await commands.executeCommand('vscode.prepareCallHierarchy', editor.document.uri, editor.selection.active);
  if (Array.isArray(items) && items.length > 0) {
    await commands.executeCommand('references-view.showCallHierarchy');
    return;
  }
  void window.showInformationMessage(
    'No lockfile tells of anything here. Put the cursor on a package in a lockfile, or on a dependency that one holds.',
  );
}

function readPlace(given: unknown): WhyPlace | undefined {
  if (typeof given !== 'object' || given === null || !('uri' in given) || !('position' in given)) return undefined;
  const { uri, position } = given;
  if (typeof uri !== 'string' || typeof position !== 'object' || position === null) return undefined;
  const { line, character }: { line?: unknown; character?: unknown } = position;
  if (typeof line !== 'number' || typeof character !== 'number') return undefined;
  return { uri, position: { line, character } };
}
