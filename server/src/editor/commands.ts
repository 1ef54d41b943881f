import {
  ApplyWorkspaceEditRequest,
  CancellationToken,
  type Connection,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { readActionData } from '../views/actions.ts';
import { counted } from '../views/words.ts';
import { workspaceEdit } from './edits.ts';
import { ignoreInRepository } from './ignoring.ts';
import { leftInWords, type PinAll, pinAllImages, pinDocument } from './pin-all.ts';
import { pinTag } from './pin-tag.ts';
import type { Progress } from './progress.ts';
import { CHOOSE_PINS_REQUEST, COMMANDS, type Command, type PinChoice } from './protocol.ts';
import { showPullBack } from './pull-back.ts';
import { resolveAction } from './resolve.ts';
import type { Session } from './session.ts';
import { simulateRetention } from './simulating.ts';

type Run = (session: Session, connection: Connection, argument: unknown) => Promise<void>;

/**
 * Every command that the server runs, by its name. Each takes the time that it takes: the user waits for it knowingly.
 */
const RUNS: Readonly<Record<Command, Run>> = {
  [COMMANDS.checkWorkspace]: session => session.scanner.scan('asked'),
  async [COMMANDS.stopChecking](session) {
    session.scanner.stop();
  },
  async [COMMANDS.refresh](session) {
    session.askedAgain.begin(session.ledger.all());
    await session.reload();
    const [first, ...others] = session.askedAgain.gaps;
    if (first === undefined) return;
    const rest = others.length === 0 ? '' : ' The status item tells of others.';
    session.say(`${first.why}. What was known of ${counted(first.count, 'name')} is still shown.${rest}`);
    session.tellStatus();
  },
  async [COMMANDS.clearCache](session) {
    await session.forgetAnswers();
    session.say('The answers that were kept are forgotten. Registries are asked anew.');
  },
  async [COMMANDS.pinAllImages](session, connection) {
    await session.scanner.scan('asked');
    if (session.scanner.stopped) return;
    const pins = await findPins(session, progress => pinAllImages(session, progress));
    if (pins === undefined) return;
    for (const { file, line, text, why } of pins.left.slice(0, MOST_LEFT_LOGGED)) {
      session.log(`Not pinned: \`${text}\` in \`${file}\`, line ${line}: ${why}.`);
    }
    if (session.choosesPins) await applyChosen(session, connection, pins);
    else await applyPins(session, connection, 'Pin all images', pins);
  },
  async [COMMANDS.pinDocument](session, connection, uri) {
    if (typeof uri !== 'string') return;
    const pins = await findPins(session, progress => pinDocument(session, uri, progress));
    if (pins !== undefined) await applyPins(session, connection, 'Pin images', pins);
  },
  async [COMMANDS.pinTag](session, connection, place) {
    const pinned = await pinTag(place, uri => session.ledger.get(uri));
    if (pinned.is === 'refused') session.say(pinned.because);
    if (pinned.is === 'ready') {
      await apply(session, connection, workspaceEdit([pinned.document], session.abilities), 'Pin');
    }
  },
  async [COMMANDS.simulateRetention](session, _, given) {
    const progress = await session.begin('Registry Lens: simulating retention');
    const simulated = await simulateRetention(session, given, progress).finally(() => progress.end());
    if (simulated.is === 'refused') session.say(simulated.because);
    if (simulated.is === 'ready') await session.reports.show(simulated.title, simulated.markdown);
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
  [COMMANDS.showPullBack]: showPullBack,
};

/** `workspace/executeCommand`. An unknown command is nothing to be done. */
export async function execute(
  session: Session,
  connection: Connection,
  command: string,
  argument: unknown,
): Promise<null> {
  await session.ready;
  if (isCommand(command)) await RUNS[command](session, connection, argument);
  return null;
}

function isCommand(name: string): name is Command {
  return Object.hasOwn(RUNS, name);
}

/** The log is for reading. */
const MOST_LEFT_LOGGED = 200;

/** Under the user's eyes. The work ends before they look at what came of it, for as long as that takes. */
async function findPins(
  session: Session,
  find: (progress: Progress) => Promise<PinAll | undefined>,
): Promise<PinAll | undefined> {
  const progress = await session.begin('Registry Lens: pinning images');
  return find(progress).finally(() => progress.end());
}

/** Pins all, or what the client lets the user take of it, and says what could not be pinned. */
async function applyPins(session: Session, connection: Connection, label: string, pins: PinAll): Promise<void> {
  const edit = pins.edit();
  const says = leftInWords(pins);
  if (says !== undefined) session.say(says);
  if (edit !== undefined) await apply(session, connection, edit, label);
}

/** Has the user choose, and pins what they leave ticked; says what came of it where that cannot be seen. */
async function applyChosen(session: Session, connection: Connection, pins: PinAll): Promise<void> {
  const { left } = pins;
  if (pins.pins.length === 0) {
    session.say(leftInWords(pins) ?? '');
    return;
  }
  const choice: PinChoice = { pins: pins.pins, left };
  const chosen = await connection.sendRequest<readonly number[] | null>(CHOOSE_PINS_REQUEST, choice);
  if (chosen === null) return;
  const edit = pins.edit(chosen);
  if (edit === undefined) {
    session.say('Nothing was pinned, because nothing was ticked.');
    return;
  }
  const isApplied = await apply(session, connection, edit, 'Pin all images');
  const rest = left.length === 0 ? '' : ` ${counted(left.length, 'image')} could not be: the log says why.`;
  session.say(
    isApplied
      ? `Pinned ${counted(chosen.length, 'image')}.${rest}`
      : 'Nothing was pinned, because a file has changed meanwhile. Ask again.',
  );
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
): Promise<boolean> {
  const metadata = session.abilities.editMetadata && isSaved ? { metadata: { isRefactoring: true } } : {};
  const { applied } = await connection.sendRequest(ApplyWorkspaceEditRequest.type, { label, edit, ...metadata });
  return applied;
}
