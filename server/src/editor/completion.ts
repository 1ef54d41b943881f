import type { CancellationToken, CompletionList } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { packageQuestion, type Question } from '../model/question.ts';
import { isPinnable, isPinSafe } from '../rules/pinning.ts';
import { type TypedTag, tagCompletions } from '../views/completion.ts';
import { versionCompletions } from '../views/completion-versions.ts';
import { asTold, isHeldUntilWalked, isMadeUnderSomeTag } from '../workspace/provided.ts';
import { lookPatiently, openOf, type Seen } from './patience.ts';
import type { TagPlace } from './pin-tag.ts';
import { COMMANDS } from './protocol.ts';
import type { Session } from './session.ts';
import { type Typed, typedAt } from './typed.ts';
import { type Checked, ignores } from './workspace.ts';

const DAY = 86_400_000;

const NOTHING: CompletionList = { isIncomplete: false, items: [] };

/**
 * The tags of the image, or the versions of the package, of which one is typed at an offset. A list that is not known
 * is asked first and waited for, as long as the user's patience goes: editors ask at the first `:`, and not again
 * before something else is typed.
 */
export async function completionsAt(
  session: Session,
  { uri, version, languageId }: TextDocument,
  offset: number,
  token: CancellationToken,
): Promise<CompletionList> {
  const { ledger, world } = session;
  let typed: Typed | undefined;
  let reading: Checked['reading'] | undefined;
  const look = (): Seen<() => CompletionList> | undefined => {
    const checked = ledger.get(uri);
    if (checked?.version !== version) return undefined;
    // The same text is read anew where other files say by now where its names are to be had.
    if (reading !== checked.reading) typed = typedAt(session, checked, languageId, offset);
    ({ reading } = checked);
    if (typed === undefined) return undefined;
    return typed.is === 'tag' ? seenTag(session, checked, typed.tag) : seenVersion(session, checked, typed);
  };
  const list = await lookPatiently(look, { ledger, patience: world.delays.patience, urgency: 'waited', token });
  return list?.() ?? NOTHING;
}

function seenTag(session: Session, checked: Checked, tag: TypedTag): Seen<() => CompletionList> | undefined {
  if (ignores(checked, tag.subject)) return undefined;
  const { ledger, reader } = session;
  const { lens } = checked.folder;
  // No registry hears of a name that the workspace makes itself.
  const isOwn = isMadeUnderSomeTag(tag.subject.name, reader.toldIn(checked.directory));
  const questions: Question[] = isOwn ? [] : [{ ask: 'tags', image: tag.subject.name }];
  return {
    made: () => tagsOf(session, checked, tag),
    lens,
    questions,
    open: openOf(questions, lens.peek),
    isHeld: !isOwn && !ledger.isWalked,
  };
}

function seenVersion(
  { ledger, reader, world }: Session,
  checked: Checked,
  { version, reference }: Extract<Typed, { is: 'version' }>,
): Seen<() => CompletionList> | undefined {
  const { lens } = checked.folder;
  const policy = checked.folder.policyFor(checked.file.split('/'));
  if (asTold(reference, reader.toldIn(checked.directory), policy).subject.kind === 'opaque') return undefined;
  const questions: Question[] = [packageQuestion(version.subject)];
  const { text, lines } = checked;
  const { peek, derive } = lens;
  const proposedAge = checked.folder.settings.proposedDays * DAY;
  const isPast = (moment: number) => world.now() >= moment;
  return {
    made: () => versionCompletions(version, { text, lines, peek, derive, isPast, proposedAge }),
    lens,
    questions,
    open: openOf(questions, lens.peek),
    isHeld: !ledger.isWalked && isHeldUntilWalked(reference),
  };
}

function tagsOf(session: Session, checked: Checked, typed: TypedTag): CompletionList {
  const { lens, settings } = checked.folder;
  const mayPin =
    settings.pinDigest && session.abilities.applyEdit && isPinnable(typed.subject) && isPinSafe(typed.subject);
  const pin = (tag: string) => {
    const place: TagPlace = { uri: checked.uri, start: typed.span.start, tag };
    return { title: 'Pin to digest', command: COMMANDS.pinTag, arguments: [place] };
  };
  return tagCompletions(typed, {
    text: checked.text,
    lines: checked.lines,
    peek: lens.peek,
    derive: lens.derive,
    ...(mayPin ? { pin } : {}),
  });
}
