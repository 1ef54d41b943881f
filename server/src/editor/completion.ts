import type { CancellationToken, CompletionList } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Question } from '../model/question.ts';
import { isStored, type Reference } from '../model/reference.ts';
import { spanOf } from '../model/span.ts';
import { isPinnable, isPinSafe } from '../rules/pinning.ts';
import { type TypedTag, tagCompletions } from '../views/completion.ts';
import { isMadeUnderSomeTag } from '../workspace/provided.ts';
import { lookPatiently, openOf, type Seen } from './patience.ts';
import type { TagPlace } from './pin-tag.ts';
import { COMMANDS } from './protocol.ts';
import type { Session } from './session.ts';
import { type Checked, ignores } from './workspace.ts';

const NOTHING: CompletionList = { isIncomplete: false, items: [] };

/**
 * The tags of the image whose tag is typed at an offset. A list that is not known is asked first and waited for, as
 * long as the user's patience goes: editors ask at the first `:`, and not again before something else is typed.
 */
export async function tagsAt(
  session: Session,
  { uri, version, languageId }: TextDocument,
  offset: number,
  token: CancellationToken,
): Promise<CompletionList> {
  const { ledger, reader, world } = session;
  let typed: TypedTag | undefined;
  const look = (): Seen<() => CompletionList> | undefined => {
    const checked = ledger.get(uri);
    if (checked?.version !== version) return undefined;
    typed ??= typedTag(session, checked, languageId, offset);
    if (typed === undefined || ignores(checked, typed.subject)) return undefined;
    const tag = typed;
    const { lens } = checked.folder;
    // No registry hears of a name that the workspace makes itself.
    const isOwn = isMadeUnderSomeTag(tag.subject.name, reader.toldIn(checked.directory));
    const questions: Question[] = isOwn ? [] : [{ ask: 'tags', image: tag.subject.name }];
    return {
      made: () => listOf(session, checked, tag),
      lens,
      questions,
      open: openOf(questions, lens.peek),
      isHeld: !isOwn && !ledger.isWalked,
    };
  };
  const list = await lookPatiently(look, { ledger, patience: world.delays.patience, urgency: 'waited', token });
  return list?.() ?? NOTHING;
}

function listOf(session: Session, checked: Checked, typed: TypedTag): CompletionList {
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

/** A letter that every tag may hold anywhere. */
const PLACEHOLDER = 'x';
/** Behind these begins a tag of which nothing is written yet: `node:`, `tag: "`, `${VERSION:-`, `ARG VERSION=`. */
const BEFORE_A_TAG = /(?:[:=]|:\s*["']?|:-)$/;
/** A text is read once more for it while the user is typing, except for its parts that are the same; in characters. */
const LONGEST_PROBE = 200_000;

/**
 * The tag at an offset. Where none is written yet, `node:` is broken in most languages and another thing in some, so
 * the reader is shown the text with a letter more: it alone knows what is an image, in every kind of file.
 */
function typedTag(session: Session, checked: Checked, languageId: string, offset: number): TypedTag | undefined {
  const { text, reading } = checked;
  const written = tagIn(reading.references, offset, offset);
  if (written !== undefined) return written;
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (text.length > LONGEST_PROBE || !BEFORE_A_TAG.test(line)) return undefined;
  const probe = `${text.slice(0, offset)}${PLACEHOLDER}${text.slice(offset)}`;
  const found = tagIn(
    session.reader.read(probe, { ...reading.source, languageId }, reading)?.references ?? [],
    ...([offset, offset + 1] as const),
  );
  return found === undefined ? undefined : { ...found, span: spanOf(found.span.start, found.span.end - 1) };
}

function tagIn(references: readonly Reference[], start: number, end: number): TypedTag | undefined {
  for (const { subject } of references) {
    if (!isStored(subject) || subject.tag === undefined) continue;
    const span = subject.pin?.tag?.span;
    if (span !== undefined && span.start < span.end && span.start <= start && end <= span.end) {
      return { subject, span, offset: start };
    }
  }
  return undefined;
}
