import {
  ApplyWorkspaceEditRequest,
  CancellationToken,
  type Connection,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { readActionData } from '../views/actions.ts';
import { workspaceEdit } from './edits.ts';
import { ignoreInRepository } from './ignoring.ts';
import { type PinAll, pinAllImages, pinDocument } from './pin-all.ts';
import { pinTag } from './pin-tag.ts';
import type { Progress } from './progress.ts';
import { COMMANDS } from './protocol.ts';
import { resolveAction } from './resolve.ts';
import type { Session } from './session.ts';

type Run = (session: Session, connection: Connection, argument: unknown) => Promise<void>;

/**
 * Every command that the server runs, by its name. Each takes the time that it takes: the user waits for it knowingly.
 */
const RUNS: Readonly<Record<string, Run>> = {
  [COMMANDS.checkWorkspace]: session => session.scanner.scan('asked'),
  async [COMMANDS.stopChecking](session) {
    session.scanner.stop();
  },
  async [COMMANDS.refresh](session) {
    for (const { folder, analysis } of session.ledger.all()) folder.lens.refresh(analysis.questions);
    await session.reload();
  },
  async [COMMANDS.pinAllImages](session, connection) {
    await session.scanner.scan('asked');
    if (session.scanner.stopped) return;
    const pin = (progress: Progress) => pinAllImages(session, progress);
    await applyPins(session, connection, 'Pin all images', pin);
  },
  async [COMMANDS.pinDocument](session, connection, uri) {
    if (typeof uri !== 'string') return;
    const pin = (progress: Progress) => pinDocument(session, uri, progress);
    await applyPins(session, connection, 'Pin images', pin);
  },
  async [COMMANDS.pinTag](session, connection, place) {
    const pinned = await pinTag(place, uri => session.ledger.get(uri));
    if (pinned.is === 'refused') session.say(pinned.because);
    if (pinned.is === 'ready') {
      await apply(session, connection, workspaceEdit([pinned.document], session.abilities), 'Pin');
    }
  },
  async [COMMANDS.applyFix](session, connection, data) {
    const read = readActionData(data);
    if (read?.what === 'ignore') {
      const ignored = await ignoreInRepository(session, read);
      if (ignored.is === 'refused') session.say(ignored.because);
      if (ignored.is === 'ready') await apply(session, connection, ignored.edit, 'Ignore', true);
      return;
    }
    const resolved = await resolveAction({ data }, uri => session.ledger.get(uri), CancellationToken.None);
    if (resolved.is === 'refused') session.say(resolved.because);
    if (resolved.is === 'ready') {
      await apply(session, connection, workspaceEdit([resolved.document], session.abilities), 'Fix');
    }
  },
};

/** What the server offers to run, for its capabilities. */
export const COMMAND_NAMES: readonly string[] = Object.keys(RUNS);

/** `workspace/executeCommand`. An unknown command is nothing to be done. */
export async function execute(
  session: Session,
  connection: Connection,
  command: string,
  argument: unknown,
): Promise<null> {
  await session.ready;
  if (Object.hasOwn(RUNS, command)) await RUNS[command]?.(session, connection, argument);
  return null;
}

/** Pins under the user's eyes, and says what could not be pinned. */
async function applyPins(
  session: Session,
  connection: Connection,
  label: string,
  pin: (progress: Progress) => Promise<PinAll>,
): Promise<void> {
  const progress = await session.begin('Registry Lens: pinning images');
  // The work ends before the user looks at what came of it, for as long as that takes.
  const { edit, says } = await pin(progress).finally(() => progress.end());
  if (says !== undefined) session.say(says);
  if (edit !== undefined) await apply(session, connection, edit, label);
}

/**
 * An edit of several files, or of one that is not on screen, goes as a refactoring: VS Code saves those then, in place
 * of leaving them open and unsaved.
 */
async function apply(
  session: Session,
  connection: Connection,
  edit: WorkspaceEdit,
  label: string,
  isSaved = (edit.documentChanges?.length ?? 0) > 1,
): Promise<void> {
  const metadata = session.abilities.editMetadata && isSaved ? { metadata: { isRefactoring: true } } : {};
  await connection.sendRequest(ApplyWorkspaceEditRequest.type, { label, edit, ...metadata });
}
