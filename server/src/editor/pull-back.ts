import path from 'node:path';
import { type CodeLens, type Connection, MessageType, ShowMessageRequest } from 'vscode-languageserver';
import { isObject } from '../model/objects.ts';
import { code, plainText } from '../model/plain-text.ts';
import { isPullBackReason, type PullBackReason } from '../model/pull-back.ts';
import { spanOf } from '../model/span.ts';
import { pullBackLenses } from '../views/code-lens.ts';
import { PULL_BACK_CHOICES, pullBackMarkdown } from '../views/pull-back.ts';
import { insertionOf, isPublishedOwn, ownVersionIn, planPullBack } from '../workspace/pull-back.ts';
import {
  CLIENT_COMMANDS,
  COMMANDS,
  type PullBackAnswer,
  type PullBackInsertion,
  type PullBackPlace,
} from './protocol.ts';
import type { Session } from './session.ts';
import { pathOf } from './uris.ts';
import { type Checked, ignores } from './workspace.ts';

/** What is offered at versions of one's own in a document that are published, where the client can show a plan. */
export function pullBacksIn(session: Session, checked: Checked): CodeLens[] {
  const command = session.plansPullBacks
    ? CLIENT_COMMANDS.planPullBack
    : session.abilities.showsDocuments
      ? COMMANDS.showPullBack
      : undefined;
  if (command === undefined) return [];
  const { analysis, lines, folder, uri } = checked;
  const own = analysis.references.filter(reference => isPublishedOwn(reference, folder.lens));
  const place: PullBackPlace = { uri };
  return pullBackLenses(
    own.map(({ span }) => lines.rangeOf(span)),
    () => ({ command, arguments: [place] }),
  );
}

/** How a manifest's own version is taken back: the user has asked, so registries are asked and waited for. */
export async function planAt(session: Session, given: unknown): Promise<PullBackAnswer> {
  await session.ready;
  await session.presented;
  const place = readPlace(given);
  const checked = place === undefined ? undefined : session.ledger.get(place.uri);
  if (place === undefined || checked === undefined) return refused('No manifest of a package is open here.');
  const { folder, text, reading, uri } = checked;
  const file = (pathOf(uri) ?? checked.file).split(path.sep).join('/');
  const own = ownVersionIn({ text, file, reading }, place.version, subject => ignores(checked, subject));
  const shown = code(path.posix.basename(file));
  switch (own.is) {
    case 'not-a-manifest':
      return refused(`${shown} is no manifest that gives a package its name.`);
    case 'none':
      return refused(`${shown} ${own.why}.`);
    case 'without-version':
      return { is: 'without-version', choices: PULL_BACK_CHOICES };
    case 'own':
      break;
  }
  const { subject, unasked } = own;
  if (place.why === undefined) return { is: 'ready', version: subject.version, choices: PULL_BACK_CHOICES };
  const progress = await session.begin('Registry Lens: planning a pull-back');
  try {
    const now = session.world.now();
    const pulled = { is: 'package', subject, ...(unasked === undefined ? {} : { unasked }) } as const;
    const planned = await planPullBack(pulled, place.why, { lens: folder.lens, now, signal: progress.signal });
    // What stands there by now is what is written into.
    const insert = insertInto(
      session.ledger.get(uri),
      now => insertionOf(now, subject, planned.plan),
      planned.plan.line,
    );
    return {
      is: 'plan',
      markdown: pullBackMarkdown(planned, now),
      ...(insert === undefined ? {} : { insert }),
    };
  } finally {
    progress.end();
  }
}

function insertInto(
  checked: Checked | undefined,
  find: (text: string) => { readonly offset: number; readonly text: string } | undefined,
  line: string | undefined,
): PullBackInsertion | undefined {
  const found = checked === undefined ? undefined : find(checked.text);
  if (checked === undefined || found === undefined || line === undefined) return undefined;
  return {
    title: `Insert “${line}”`,
    position: checked.lines.rangeOf(spanOf(found.offset, found.offset)).start,
    text: found.text,
    ...(checked.version === undefined ? {} : { version: checked.version }),
  };
}

/** For clients without a command of their own: asks why, and opens the plan as a report. Nothing is run. */
export async function showPullBack(session: Session, connection: Connection, given: unknown): Promise<void> {
  const asked = await planAt(session, given);
  if (asked.is === 'refused') return session.say(asked.because);
  if (asked.is !== 'ready')
    return session.say('Say on the command line which version is meant: `registry-lens pull-back`.');
  const actions = PULL_BACK_CHOICES.map(({ label }) => ({ title: label }));
  const message = `Why is ${plainText(asked.version)} to be taken back?`;
  const chosen = await connection.sendRequest(ShowMessageRequest.type, { type: MessageType.Info, message, actions });
  const why = PULL_BACK_CHOICES.find(({ label }) => label === chosen?.title)?.why;
  if (why === undefined) return;
  const planned = await planAt(session, { ...(isObject(given) ? given : {}), why });
  if (planned.is === 'refused') return session.say(planned.because);
  if (planned.is !== 'plan') return;
  await session.reports.show(`Pull-back of ${asked.version}`, planned.markdown);
}

interface ReadPlace {
  readonly uri: string;
  readonly why?: PullBackReason;
  readonly version?: string;
}

function readPlace(given: unknown): ReadPlace | undefined {
  if (!isObject(given) || typeof given.uri !== 'string') return undefined;
  const { uri, why, version } = given;
  if (why !== undefined && !isPullBackReason(why)) return undefined;
  return {
    uri,
    ...(why === undefined ? {} : { why }),
    ...(typeof version === 'string' && version !== '' ? { version } : {}),
  };
}

function refused(because: string): PullBackAnswer {
  return { is: 'refused', because };
}
