import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { ignoreName } from '../fixes/ignore-name.ts';
import { code } from '../model/plain-text.ts';
import { linesOf } from '../model/positions.ts';
import { type Span, spansTouch } from '../model/span.ts';
import { patternFor } from '../name-patterns.ts';
import { REPOSITORY_FILE } from '../repository-settings.ts';
import { type IgnoreData, textEdits } from '../views/actions.ts';
import { readRepositoryFile } from '../workspace/repository-file.ts';
import type { Abilities } from './abilities.ts';
import { COMMANDS } from './protocol.ts';
import type { Session } from './session.ts';
import { uriOf } from './uris.ts';
import type { Checked } from './workspace.ts';

/**
 * "Ignore … in this workspace", once for each name with a finding in a range: a command, as the file that it writes
 * is read when it is clicked. None where the repository is not heard, or the client lets nobody edit.
 *
 * @param diagnostics those of the document's findings, in their order
 */
export function ignoreActions(
  checked: Checked,
  diagnostics: readonly Diagnostic[],
  range: Span,
  { applyEdit }: Pick<Abilities, 'applyEdit'>,
): CodeAction[] {
  const { analysis, folder, uri, version } = checked;
  if (!applyEdit || folder.word === undefined || version === undefined) return [];
  const actions = new Map<string, CodeAction>();
  for (const [i, finding] of analysis.findings.entries()) {
    const diagnostic = diagnostics[i];
    if (diagnostic === undefined || !spansTouch(finding.at, range)) continue;
    const of = analysis.referenceOf(finding);
    const named = of === undefined ? undefined : patternFor(of.subject);
    if (named === undefined) continue;
    const known = actions.get(named.pattern);
    const title = `Ignore ${code(named.name)} in this workspace`;
    const data: IgnoreData = { what: 'ignore', uri, version, pattern: named.pattern };
    actions.set(named.pattern, {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [...(known?.diagnostics ?? []), diagnostic],
      command: { title, command: COMMANDS.applyFix, arguments: [data] },
    });
  }
  return [...actions.values()];
}

/** What came of it: an edit that makes or changes the repository's own file, or why there is none. */
export type Ignoring =
  | { readonly is: 'ready'; readonly edit: WorkspaceEdit }
  | { readonly is: 'refused'; readonly because: string }
  | { readonly is: 'nothing' };

/** Has the repository around a document ignore a name. */
export async function ignoreInRepository(
  { ledger, openFile, abilities }: Pick<Session, 'ledger' | 'openFile' | 'abilities'>,
  { uri, pattern }: IgnoreData,
): Promise<Ignoring> {
  const repository = ledger.get(uri)?.folder.word;
  if (repository === undefined) return { is: 'nothing' };
  const open = openFile(repository.file);
  const { text, problems, file } = await readRepositoryFile(repository, open?.getText());
  const inWords = `${code(`"ignore": [${JSON.stringify(pattern)}]`)} in ${code(REPOSITORY_FILE)} does it by hand`;
  const [problem] = problems;
  if (text === undefined && problem !== undefined)
    return { is: 'refused', because: `${code(REPOSITORY_FILE)} was left alone. ${problem.message}` };
  const edits = ignoreName(text ?? '', pattern);
  if (edits === undefined)
    return { is: 'refused', because: `${code(REPOSITORY_FILE)} is not the JSON that it should be. ${inWords}.` };
  if (edits.length === 0) return { is: 'nothing' };
  const isThere = text !== undefined;
  if (!isThere && !(abilities.makesFiles && abilities.documentChanges))
    return { is: 'refused', because: `The editor lets nobody make files. ${inWords}.` };
  const target = open?.uri ?? uriOf(file);
  const changes = textEdits(edits, linesOf(text ?? ''));
  if (!abilities.documentChanges) return { is: 'ready', edit: { changes: { [target]: changes } } };
  const change: TextDocumentEdit = {
    textDocument: { uri: target, version: open?.version ?? null },
    edits: changes,
  };
  const made = isThere ? [] : [{ kind: 'create' as const, uri: target, options: { ignoreIfExists: true } }];
  return { is: 'ready', edit: { documentChanges: [...made, change] } };
}
