import type { InlayHint, TextEdit } from 'vscode-languageserver';
import { IMAGES } from '../ecosystems/index.ts';
import type { Peek } from '../model/answer.ts';
import type { Fix } from '../model/finding.ts';
import { asLocked } from '../model/locked.ts';
import { type Digest, shortDigest } from '../model/names.ts';
import type { Lines } from '../model/positions.ts';
import { type Question, questionKey } from '../model/question.ts';
import { type ArtifactSubject, type ImageSubject, isStored, type Reference } from '../model/reference.ts';
import { type Span, spansTouch } from '../model/span.ts';
import type { InlayHintMode } from '../settings.ts';
import { lookInside } from './platforms.ts';
import { briefAge, counted } from './words.ts';

/** A document as far as hints need it. */
export interface HintedDocument {
  readonly text: string;
  readonly lines: Lines;
  readonly references: readonly Reference[];
}

/** What a click on a hint does. */
export interface HintClick {
  readonly command: { readonly title: string; readonly command: string; readonly arguments: unknown[] };
  readonly fix: Fix;
  /** What the fix writes, where nothing must be found out first. */
  readonly edits: TextEdit[] | undefined;
}

export interface HintOptions {
  /** The stretch that is on screen. */
  readonly within: Span;
  readonly mode: InlayHintMode;
  readonly peek: Peek;
  /** How the reference gets this digest, if the rules have a way. */
  readonly click: (reference: Reference, digest: Digest) => HintClick | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface Hints {
  readonly hints: InlayHint[];
  /**
   * Asked in the background, so that the next hints tell more. Empty where all that is shown comes from answers to the
   * rules.
   */
  readonly questions: readonly Question[];
}

/**
 * What stands behind the tags, beside the images on screen. By what is known now: never waits. An image whose pin is
 * what its tag points to is as it should be, and gets a hint in the long form only.
 */
export function inlayHints({ text, lines, references }: HintedDocument, options: HintOptions): Hints {
  const { within, mode } = options;
  if (mode === 'off') return { hints: [], questions: [] };
  const questions = new Map<string, Question>();
  const peek: Peek = question => {
    questions.set(questionKey(question), question);
    return options.peek(question);
  };
  const hints = references.flatMap(reference => {
    const { subject, span } = asLocked(reference);
    if (!isStored(subject) || !spansTouch(span, within)) return [];
    const hint = hintOf(reference, subject, { ...options, peek });
    if (hint === undefined) return [];
    const behind = /["']/.test(text.charAt(span.end)) ? span.end + 1 : span.end;
    return [{ ...hint, position: lines.positionAt(behind), paddingLeft: true }];
  });
  return { hints, questions: mode === 'full' ? [...questions.values()] : [] };
}

function hintOf(
  reference: Reference,
  subject: ImageSubject | ArtifactSubject,
  options: HintOptions,
): Omit<InlayHint, 'position'> | undefined {
  if (subject.tag === undefined && subject.digest !== undefined) return undefined;
  const tag = IMAGES.meantTag(subject);
  const answer = options.peek({ ask: 'manifest', image: subject.name, at: { tag } });
  if (answer.state !== 'known') return undefined;
  const { digest } = answer.fact;
  const isFull = options.mode === 'full';
  if (digest === subject.digest) {
    return isFull ? { label: '✓ current', tooltip: `The tag ${tag} points to this digest.` } : undefined;
  }
  const value = ['→ ', briefDigest(digest), ...(isFull ? insideText(subject, digest, options) : [])].join('');
  const points = `The tag ${tag} points to ${shortDigest(digest)}${subject.digest === undefined ? '' : ' now'}.`;
  const click = options.click(reference, digest);
  if (click === undefined) return { label: value, tooltip: points };
  return {
    label: [{ value, tooltip: `${points} ${click.fix.title}.`, command: click.command }],
    ...(click.edits === undefined ? {} : { textEdits: click.edits }),
  };
}

/** How many platforms and how old, as far as it is known. */
function insideText(
  { kind, name }: ImageSubject | ArtifactSubject,
  digest: Digest,
  { peek, now }: HintOptions,
): string[] {
  // An artifact has no platforms, and its configuration no date.
  if (kind === 'artifact') return [];
  const { contents, config } = lookInside(name, digest, peek);
  if (contents.state !== 'known') return [];
  const { length } = contents.fact.platforms;
  const created = config?.state === 'known' ? Date.parse(config.fact.created ?? '') : Number.NaN;
  return [
    ...(length === 0 ? [] : [` · ${counted(length, 'platform')}`]),
    ...(Number.isNaN(created) ? [] : [` · ${briefAge(created, now)}`]),
  ];
}

/** Enough of a digest to tell it from its neighbours: `9b2c4e…a17`. */
function briefDigest(digest: Digest): string {
  const hex = digest.slice(digest.indexOf(':') + 1);
  return `${hex.slice(0, 6)}…${hex.slice(-3)}`;
}
