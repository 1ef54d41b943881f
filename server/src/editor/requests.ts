import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
  type DocumentLink,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { spansTouch } from '../model/span.ts';
import { type FixAllData, type OfferedFix, quickFixes, wantsKind } from '../views/actions.ts';
import { documentLinks } from '../views/links.ts';
import { FIX_ALL_KIND } from './capabilities.ts';
import { workspaceEdit } from './edits.ts';
import { ignoreActions } from './ignoring.ts';
import { lockActions } from './lock-actions.ts';
import { offeredFixes, proofsFor, provenEdits, safeFixes } from './offers.ts';
import { COMMANDS } from './protocol.ts';
import { resolveAction } from './resolve.ts';
import type { Session } from './session.ts';
import type { Checked } from './workspace.ts';

/** The links of a document to its registries' websites. */
export function linksIn(session: Session, uri: string): DocumentLink[] {
  const checked = session.ledger.get(uri);
  if (checked === undefined) return [];
  const { lens } = checked.folder;
  return documentLinks(checked.analysis.references, checked.lines, question => lens.goesToDefaultRegistry(question));
}

/** The quick fixes at a place and, where it is asked for, "fix all". */
export function actionsAt(session: Session, document: TextDocument, params: CodeActionParams): CodeAction[] {
  const checked = session.ledger.get(document.uri);
  if (checked?.version !== document.version) return [];
  const { only, triggerKind } = params.context;
  const range = { start: document.offsetAt(params.range.start), end: document.offsetAt(params.range.end) };
  return [
    ...(wantsKind(only, CodeActionKind.QuickFix) ? fixesAt(session, checked, document, range) : []),
    ...(wantsKind(only, FIX_ALL_KIND)
      ? fixAll(session, checked, document, triggerKind !== CodeActionTriggerKind.Automatic)
      : []),
  ];
}

function fixesAt(
  session: Session,
  checked: Checked,
  document: TextDocument,
  range: { start: number; end: number },
): CodeAction[] {
  const { abilities, diagnosed, ledger } = session;
  const current = (uri: string) => ledger.get(uri);
  const diagnostics = diagnosed(checked);
  const offered = new Set<string>();
  /** Two findings at one place may be mended by one edit. */
  const isNew = ({ fix }: OfferedFix) => {
    const edits = JSON.stringify([fix.edits, fix.elsewhere]);
    return !offered.has(edits) && offered.add(edits) !== undefined;
  };
  const fixes = checked.analysis.findings.flatMap((finding, i) => {
    const diagnostic = diagnostics[i];
    if (diagnostic === undefined || !spansTouch(finding.at, range)) return [];
    const actions = quickFixes(
      offeredFixes(checked, finding, current).filter(isNew),
      diagnostic,
      document,
      (edits, elsewhere) => {
        const edited = elsewhere === undefined ? checked : current(elsewhere);
        return workspaceEdit(edited === undefined ? [] : [{ checked: edited, edits }], abilities);
      },
    );
    return abilities.resolveEdits ? actions : actions.map(byCommand);
  });
  return [
    ...fixes,
    ...lockActions(session, checked, diagnostics, range),
    ...ignoreActions(checked, diagnostics, range, abilities),
  ];
}

/**
 * For clients that cannot resolve an action: one that is not ready becomes a command, whose edit the server applies.
 */
function byCommand({ data, ...action }: CodeAction): CodeAction {
  if (data === undefined) return action;
  return { ...action, command: { title: action.title, command: COMMANDS.applyFix, arguments: [data] } };
}

/**
 * All safe fixes of a document in one action. Where the user asked for it, digests are verified when it is resolved; on
 * a save, where the user does not want to wait, those are written that are verified already, and the others are ready
 * for the next one.
 */
function fixAll({ abilities }: Session, checked: Checked, document: TextDocument, asked: boolean): CodeAction[] {
  const fixes = safeFixes(checked);
  if (fixes.length === 0) return [];
  const action = { title: 'Fix everything that is safe to fix', kind: FIX_ALL_KIND };
  const proofs = proofsFor(checked, fixes);
  if (proofs.length > 0 && asked && abilities.resolveEdits) {
    const data: FixAllData = { what: 'fix-all', uri: document.uri, version: document.version };
    return [{ ...action, data }];
  }
  if (proofs.length > 0) checked.folder.lens.want(proofs, 'screen');
  const edits = provenEdits(checked, fixes);
  return edits === undefined ? [] : [{ ...action, edit: workspaceEdit([edits], abilities) }];
}

/** Adds the edit to an action; says in words why there is none. */
export async function resolve(session: Session, action: CodeAction, token: CancellationToken): Promise<CodeAction> {
  const resolved = await resolveAction(action, uri => session.ledger.get(uri), token);
  switch (resolved.is) {
    case 'ready':
      return { ...action, edit: workspaceEdit([resolved.document], session.abilities) };
    case 'refused':
      session.say(resolved.because);
      return action;
    case 'nothing':
      return action;
  }
}
