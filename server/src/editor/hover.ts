import { type CancellationToken, type Hover, MarkupKind } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { readerFor } from '../ecosystems/readers.ts';
import { chainsOf } from '../model/lock-graph.ts';
import type { Question } from '../model/question.ts';
import type { Reference } from '../model/reference.ts';
import type { Span } from '../model/span.ts';
import { type HoverAround, hoverCard } from '../views/hover.ts';
import { cardMarkdown, cardText } from '../views/markdown.ts';
import type { DocumentReader } from '../workspace/documents.ts';
import { asTold, isHeldUntilWalked } from '../workspace/provided.ts';
import type { Abilities } from './abilities.ts';
import { lookPatiently, openOf, type Seen } from './patience.ts';
import type { Checked, Ledger } from './workspace.ts';
import type { World } from './world.ts';

/** What must be known of a session. */
export interface Onlooker {
  readonly ledger: Ledger;
  readonly reader: Pick<DocumentReader, 'toldIn'>;
  readonly abilities: Pick<Abilities, 'markdownHover'>;
  readonly world: Pick<World, 'now' | 'delays'>;
}

/**
 * Tells of the reference at an offset. What is not known yet is asked first and waited for, as long as the user's
 * patience goes; what does not come by then is asked for the next time.
 */
export async function hoverAt(
  onlooker: Onlooker,
  { uri, version }: TextDocument,
  offset: number,
  token: CancellationToken,
): Promise<Hover | null> {
  const { ledger, world } = onlooker;
  const look = () => {
    const checked = ledger.get(uri);
    // Who types on looks at something else.
    if (checked === undefined || (checked.version ?? version) !== version) return undefined;
    const reference = checked.analysis.references
      .filter(reference => writtenAt(reference).some(({ start, end }) => start <= offset && offset <= end))
      .sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))[0];
    return reference === undefined ? undefined : lookAt(onlooker, checked, reference);
  };
  const hover = await lookPatiently(look, { ledger, patience: world.delays.patience, urgency: 'waited', token });
  return hover?.() ?? null;
}

/** What is known of a reference, as its hover tells it; drawn where it is the last look. */
export function lookAt(onlooker: Onlooker, checked: Checked, judged: Reference): Seen<() => Hover> {
  const { ledger, reader, abilities, world } = onlooker;
  const { lens } = checked.folder;
  // What is ignored, or made by the workspace itself, may be known before the reference is judged by it.
  const policy = checked.folder.policyFor(checked.file.split('/'));
  const reference = asTold(judged, reader.toldIn(checked.directory), policy);
  const isDefault = (question: Question) => lens.goesToDefaultRegistry(question);
  const { card, questions } = hoverCard(
    ...([reference, lens.peek, isDefault, world.now(), lens.derive, lens.whereabouts] as const),
    aroundOf(checked, judged),
  );
  return {
    made: () => ({
      contents: abilities.markdownHover
        ? { kind: MarkupKind.Markdown, value: cardMarkdown(card) }
        : { kind: MarkupKind.PlainText, value: cardText(card) },
      range: checked.lines.rangeOf(reference.span),
    }),
    lens,
    questions,
    open: openOf(questions, lens.peek),
    isHeld: questions.length > 0 && !ledger.isWalked && isHeldUntilWalked(reference),
  };
}

/** What the document itself tells. */
function aroundOf({ reading, analysis, folder, file }: Checked, judged: Reference): HoverAround {
  const remark = readerFor(file)?.remark?.(file);
  const { graph } = reading;
  const index = graph === undefined ? -1 : analysis.references.indexOf(judged);
  if (graph === undefined || index < 0) return remark === undefined ? {} : { remark };
  const chains = folder.lens.derive(graph, chainsOf);
  const lock = { chain: chains.chainTo(index), isDirect: chains.isDirect(index), ways: chains.waysTo(index) };
  return { lock, ...(remark === undefined ? {} : { remark }) };
}

/** Where a reader of the file looks for it: some formats have the name in other places than the version. */
function writtenAt({ span, subject }: Reference): readonly Span[] {
  return subject.kind === 'release' ? [span, ...(subject.nameAt ?? [])] : [span];
}
