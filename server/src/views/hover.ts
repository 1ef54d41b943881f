import type { Peek } from '../model/answer.ts';
import { createDerive, type Derive } from '../model/derive.ts';
import { asLocked } from '../model/locked.ts';
import { withoutLogins } from '../model/plain-text.ts';
import { type Question, questionKey } from '../model/question.ts';
import {
  isNamed,
  type OpaqueReason,
  type OpaqueSubject,
  type Reference,
  type ReleaseSubject,
} from '../model/reference.ts';
import { addressedBy, namedThing } from '../model/report.ts';
import type { Whereabouts } from '../model/whereabouts.ts';
import { artifactCard, imageCard } from './hover-image.ts';
import { type LockTold, lockCard } from './hover-lock.ts';
import { packageCard } from './hover-package.ts';
import type { Look } from './hover-parts.ts';
import { publicationCard } from './hover-publication.ts';
import { ignoranceInWords } from './ignorance.ts';
import { type GoesToDefaultRegistry, pageOf } from './links.ts';
import type { Card } from './markdown.ts';

/** A card about a reference, and what it would have liked to know. */
export interface HoverCard {
  readonly card: Card;
  /** Asked in the background, so that the next hover tells more. */
  readonly questions: readonly Question[];
}

/** What the document tells besides the reference. */
export interface HoverAround {
  /** Of a lockfile that tells who brings what in. */
  readonly lock?: LockTold;
  /** What is to be said of files of its name, as a sentence. */
  readonly remark?: string;
}

/** Tells what is known of a reference now. `now` is in milliseconds since the epoch. Never waits. */
export function hoverCard(
  reference: Reference,
  peek: Peek,
  isDefault: GoesToDefaultRegistry,
  now: number,
  derive: Derive = createDerive(),
  whereaboutsOf: (question: Question) => Whereabouts | undefined = () => undefined,
  around: HoverAround = {},
): HoverCard {
  const { subject } = asLocked(reference);
  const questions = new Map<string, Question>();
  const look: Look = {
    ask: question => {
      questions.set(questionKey(question), question);
      return peek(question);
    },
    glance: peek,
    derive,
    whyNot(why) {
      if (!isNamed(subject)) return '';
      const question = addressedBy(subject);
      const whereabouts = question === undefined ? undefined : whereaboutsOf(question);
      return ignoranceInWords({ ...namedThing(subject), why, whereabouts });
    },
    now,
  };
  const page = pageOf(reference, isDefault);
  switch (subject.kind) {
    case 'image':
      return { card: imageCard(subject, look, page), questions: [...questions.values()] };
    case 'artifact':
      return { card: artifactCard(subject, look, page), questions: [...questions.values()] };
    case 'release':
      return {
        card: [
          ...packageCard(subject, look, page),
          ...deciderLine(subject),
          ...lockCard(subject, look, around.lock),
          ...remarkLine(around),
        ],
        questions: [...questions.values()],
      };
    case 'publication':
      return { card: publicationCard(subject, look), questions: [...questions.values()] };
    case 'publish':
    case 'policy':
      return { card: [], questions: [] };
    case 'opaque':
      return {
        card: [...opaqueCard(subject, look), ...lockCard(subject, look, around.lock), ...remarkLine(around)],
        questions: [...questions.values()],
      };
  }
}

function remarkLine({ remark }: HoverAround): Card {
  return remark === undefined ? [] : [[remark]];
}

function deciderLine({ decidedBy }: ReleaseSubject): Card {
  return decidedBy === undefined ? [] : [['Its version is decided by ', { code: decidedBy }]];
}

function opaqueCard(subject: OpaqueSubject, look: Look): Card {
  const { name, decided } = subject;
  const want = subject.want === undefined ? undefined : withoutLogins(subject.want);
  if (decided !== undefined) {
    const card = packageCard(decided.subject, look, undefined);
    return [...card, ['Decided in ', { code: decided.file }, ', and checked there']];
  }
  return [
    ...(name === undefined ? [] : [[{ strong: name }, ...(want === undefined ? [] : [' ', { code: want }])]]),
    [`Not checked: ${opaqueText(subject.why)}.`],
  ];
}

function opaqueText(why: OpaqueReason): string {
  switch (why) {
    case 'variable':
      return 'it depends on a variable without a default value';
    case 'git':
      return 'it comes from a Git repository';
    case 'url':
      return 'it comes from a web address';
    case 'path':
      return 'it comes from a folder or file';
    case 'workspace':
      return 'it is part of this workspace';
    case 'template':
      return 'the file is a template';
    case 'managed':
      return 'its version is decided elsewhere';
    case 'never':
      return 'the conditions under which it is wanted hold for nobody';
    case 'invalid':
      return 'it is no name or version that its own tools can read';
    case 'unconfigured':
      return 'it comes from a registry of its own, and none is configured for it';
    case 'ignored':
      return 'the settings ignore it';
    case 'misread':
      return 'without quotes its version is read as another one, or not at all';
  }
}
