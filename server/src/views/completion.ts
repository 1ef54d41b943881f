import { type CompletionItem, CompletionItemKind, type CompletionList } from 'vscode-languageserver';
import { IMAGES } from '../ecosystems/index.ts';
import type { Peek } from '../model/answer.ts';
import type { Derive } from '../model/derive.ts';
import { shortDigest } from '../model/names.ts';
import type { Lines } from '../model/positions.ts';
import type { ArtifactSubject, ImageSubject } from '../model/reference.ts';
import { type Span, textUnder } from '../model/span.ts';

/** A tag in a text that the user is typing. */
export interface TypedTag {
  /** Without the tag's own meaning: half of it is not there yet. */
  readonly subject: ArtifactSubject | ImageSubject;
  /** The whole tag as it stands there, empty where nothing of it is written. */
  readonly span: Span;
  /** Where the cursor is. */
  readonly offset: number;
}

export interface CompletionOptions {
  readonly text: string;
  readonly lines: Lines;
  readonly peek: Peek;
  readonly derive: Derive;
  /** Pins a tag after it was inserted; absent where tags are not to be pinned. */
  readonly pin?: (tag: string) => NonNullable<CompletionItem['command']>;
}

/** The most that are sent: people do not read further, and typing narrows the list. */
const MOST_TAGS = 100;

/** The tags that fit what is typed, from the list that is known. While it is not, the editor is told to ask again. */
export function tagCompletions({ subject, span, offset }: TypedTag, options: CompletionOptions): CompletionList {
  const known = options.peek({ ask: 'tags', image: subject.name });
  if (known.state !== 'known') return { isIncomplete: known.state === 'unknown', items: [] };
  const typed = textUnder(options.text, { start: span.start, end: offset });
  const { tags: ordered, complete } = fittingTags(options.derive(known.fact, IMAGES.tagsForPeople), typed);
  const range = options.lines.rangeOf(span);
  return {
    isIncomplete: !complete,
    items: ordered.map((tag, i): CompletionItem => {
      const answer = options.peek({ ask: 'manifest', image: subject.name, at: { tag } });
      const digest = answer.state === 'known' ? answer.fact.digest : undefined;
      return {
        label: tag,
        kind: CompletionItemKind.Value,
        sortText: String(i).padStart(3, '0'),
        filterText: tag,
        textEdit: { range, newText: tag },
        ...(digest === undefined ? {} : { detail: shortDigest(digest) }),
        ...(options.pin === undefined ? {} : { command: options.pin(tag) }),
      };
    }),
  };
}

/** Those that begin as typed before those that hold it elsewhere, and whether that is all of them. */
function fittingTags(tags: readonly string[], typed: string): { tags: readonly string[]; complete: boolean } {
  const first: string[] = [];
  const others: string[] = [];
  for (const tag of tags) {
    if (tag.startsWith(typed)) first.push(tag);
    else if (others.length <= MOST_TAGS && tag.includes(typed)) others.push(tag);
    if (first.length > MOST_TAGS) break;
  }
  const fitting = [...first, ...others];
  return { tags: fitting.slice(0, MOST_TAGS), complete: fitting.length <= MOST_TAGS };
}
