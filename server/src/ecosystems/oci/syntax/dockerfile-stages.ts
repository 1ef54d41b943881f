import type { Span } from '../../../model/span.ts';
import { spanOf } from '../../../model/span.ts';
import { type Declaration, type ExpansionOutcome, expandWord, type Lookup } from '../../../syntax/shell-expansion.ts';
import { sliceTraced, type TracedText } from '../../../syntax/traced-text.ts';
import { type DockerfileInstruction, triggerOf } from './dockerfile-lines.ts';
import { blankSeparatedWords, csvFields, flagsOf, quotableWords } from './dockerfile-words.ts';

/** What a Dockerfile says about stages and images, in the order of the text, not yet judged. */
export interface DockerfileStages {
  readonly mentions: readonly Mention[];
  /** Declarations that more than references read: `--platform`, and stages that take a variable over. */
  readonly readElsewhere: ReadonlySet<Declaration>;
}

/** In the order of the text, so that a stage is known before it is borrowed from. */
export type Mention = StageMention | BorrowMention;

/** A `FROM`: a stage begins. */
export interface StageMention {
  readonly is: 'stage';
  readonly instruction: DockerfileInstruction;
  readonly word: TracedText;
  /** The word without quotes around it. */
  readonly span: Span;
  readonly meaning: ExpansionOutcome;
  /** In lower case, as BuildKit keeps it. */
  readonly name?: string;
}

/** A `COPY --from=` or `RUN --mount=from=`: something is taken from a stage or an image. */
export interface BorrowMention {
  readonly is: 'borrow';
  readonly instruction: DockerfileInstruction;
  readonly word: TracedText;
  /** Whether whole numbers are stages (`COPY`) or names like any other (`RUN`). */
  readonly countsStages: boolean;
  /** Whether it happens in the builds that start from this image, where other stages exist. */
  readonly later: boolean;
}

/**
 * Collects what `FROM`, `COPY --from` and `RUN --mount` name, with the variables of `FROM` expanded by the `ARG`s
 * before the first of them (BuildKit, frontend/dockerfile/dockerfile2llb/convert.go, `buildMetaArgs` and
 * `buildDispatchStates`). `ADD` has no `--from`. An unfinished `FROM` begins no stage.
 *
 * @param given what arguments stand for whose defaults are not used, because whoever builds gives them other values
 */
export function stagesOf(
  instructions: readonly DockerfileInstruction[],
  escapeMark: string,
  given: ReadonlyMap<string, Declaration> = NOTHING_GIVEN,
): DockerfileStages {
  const mentions: Mention[] = [];
  const declared = new Map<string, Declaration | 'without-value'>();
  const readElsewhere = new Set<Declaration>();
  const expand = expandWithin(escapeMark, name => declared.get(name));
  const readsOf = (outcome: ExpansionOutcome) => (outcome.is === 'expanded' ? outcome.reads : []);
  let inStage = false;
  for (const instruction of instructions) {
    const trigger = triggerOf(instruction);
    const { keyword } = trigger ?? instruction;
    if (keyword === 'arg' && trigger === undefined && !inStage) {
      for (const word of argumentsOf(instruction, escapeMark)) declare(word, expand, declared, given);
    } else if (keyword === 'arg') {
      // In a stage, a variable without a default of its own takes over the value from before the first `FROM`.
      for (const { name, value } of argumentsOf(instruction, escapeMark)) {
        const outer = declared.get(name);
        if (value !== undefined || typeof outer !== 'object') continue;
        readElsewhere.add(outer);
        for (const read of readsOf(outer.value)) readElsewhere.add(read);
      }
    } else if (keyword === 'from' && trigger === undefined) {
      inStage = true;
      const { flags, restAt } = flagsOf(instruction, escapeMark);
      for (const flag of flags) {
        for (const read of readsOf(expand(flag))) readElsewhere.add(read);
      }
      const [word, as, name] = blankSeparatedWords(instruction, restAt);
      if (word === undefined) continue;
      const isNamed = as?.text.toLowerCase() === 'as' && name !== undefined;
      mentions.push({
        is: 'stage',
        instruction,
        word,
        span: spanWithinQuotes(word),
        meaning: expand(word),
        ...(isNamed ? { name: name.text.toLowerCase() } : {}),
      });
    } else if (keyword === 'copy' || keyword === 'run') {
      const holder = trigger ?? instruction;
      for (const word of borrowedBy(holder, escapeMark)) {
        if (word.text === '') continue;
        mentions.push({
          is: 'borrow',
          instruction,
          word,
          countsStages: keyword === 'copy',
          later: trigger !== undefined,
        });
      }
    }
  }
  return { mentions, readElsewhere };
}

/**
 * Expands the words of one file, as far as all of them together stay within what a file's references need: a long value
 * that thousands of words repeat would fill the memory. From then on a word with a variable is not knowable.
 */
function expandWithin(escapeMark: string, lookup: Lookup): (word: TracedText) => ExpansionOutcome {
  let left = MOST_EXPANDED;
  return word => {
    if (!word.text.includes('$')) return expandWord(word, escapeMark, lookup);
    if (left < 0) return { is: 'unknowable' };
    const outcome = expandWord(word, escapeMark, lookup);
    left -= outcome.is === 'expanded' ? outcome.text.length : word.text.length;
    return outcome;
  };
}

// In characters: a thousand stages, each with a reference as long as they can be.
const MOST_EXPANDED = 500_000;

const NOTHING_GIVEN: ReadonlyMap<string, Declaration> = new Map();

interface Argument {
  readonly name: string;
  readonly value?: TracedText;
}

function argumentsOf(instruction: DockerfileInstruction, escapeMark: string): Argument[] {
  const words = quotableWords(instruction, flagsOf(instruction, escapeMark).restAt, escapeMark);
  return words.map(word => {
    const equals = word.text.indexOf('=');
    return equals < 0
      ? { name: word.text }
      : { name: word.text.slice(0, equals), value: sliceTraced(word, equals + 1) };
  });
}

function declare(
  { name, value }: Argument,
  expand: (word: TracedText) => ExpansionOutcome,
  declared: Map<string, Declaration | 'without-value'>,
  given: ReadonlyMap<string, Declaration>,
): void {
  const instead = given.get(name);
  if (instead !== undefined) {
    declared.set(name, instead);
    return;
  }
  // A name that is declared again without a value keeps the one it has.
  if (value !== undefined) {
    declared.set(name, { name, value: expand(value) });
  } else if (!declared.has(name)) {
    declared.set(name, 'without-value');
  }
}

function borrowedBy(instruction: DockerfileInstruction, escapeMark: string): TracedText[] {
  const { flags } = flagsOf(instruction, escapeMark);
  if (instruction.keyword === 'copy') {
    return flags.filter(flag => flag.text.startsWith('--from=')).map(flag => sliceTraced(flag, '--from='.length));
  }
  return flags
    .filter(flag => flag.text.startsWith('--mount='))
    .flatMap(flag => {
      const fields = csvFields(sliceTraced(flag, '--mount='.length));
      // Of a field that occurs twice the last counts (instructions/commands_runmount.go, `parseMount`).
      const from = fields.findLast(field => field.text.slice(0, 5).toLowerCase() === 'from=');
      return from === undefined ? [] : [sliceTraced(from, 'from='.length)];
    });
}

function spanWithinQuotes(word: TracedText): Span {
  const { text, at } = word;
  const quote = text[0];
  const isQuoted = text.length > 2 && (quote === '"' || quote === "'") && text.indexOf(quote, 1) === text.length - 1;
  const first = at[isQuoted ? 1 : 0] ?? 0;
  const last = at[text.length - (isQuoted ? 2 : 1)] ?? first;
  return spanOf(first, last + 1);
}
