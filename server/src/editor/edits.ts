import type { TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Edit } from '../model/finding.ts';
import { textEdits } from '../views/actions.ts';
import type { Abilities } from './abilities.ts';
import type { Checked } from './workspace.ts';

/** Edits of one document as it was read. They were checked against that text before. */
export interface DocumentEdits {
  readonly checked: Checked;
  readonly edits: readonly Edit[];
}

/** Why the user is asked to look before a change is made, where the client can ask. */
export interface Confirmation {
  readonly label: string;
  readonly description: string;
}

const ANNOTATION = 'registry-lens';

/**
 * Puts edits of several documents together. With versions where the client takes them, so that a change that
 * happened meanwhile refuses the edit instead of hitting the wrong text.
 */
export function workspaceEdit(
  documents: readonly DocumentEdits[],
  abilities: Pick<Abilities, 'documentChanges' | 'changeAnnotations'>,
  confirmation?: Confirmation,
): WorkspaceEdit {
  if (!abilities.documentChanges) {
    const changes: Record<string, TextEdit[]> = {};
    for (const { checked, edits } of documents) changes[checked.uri] = textEdits(edits, checked.lines);
    return { changes };
  }
  const confirms = confirmation !== undefined && abilities.changeAnnotations;
  const documentChanges = documents.map(({ checked, edits }): TextDocumentEdit => {
    const plain = textEdits(edits, checked.lines);
    return {
      textDocument: { uri: checked.uri, version: checked.version ?? null },
      edits: confirms ? plain.map(edit => ({ ...edit, annotationId: ANNOTATION })) : plain,
    };
  });
  if (!confirms) return { documentChanges };
  return { documentChanges, changeAnnotations: { [ANNOTATION]: { ...confirmation, needsConfirmation: true } } };
}
