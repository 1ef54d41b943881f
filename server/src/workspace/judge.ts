import type { Ignorance, LookUp, Peek } from '../model/answer.ts';
import type { Derive } from '../model/derive.ts';
import type { Finding } from '../model/finding.ts';
import type { IgnoredPlaces } from '../model/ignored-places.ts';
import type { Question } from '../model/question.ts';
import { questionKey } from '../model/question.ts';
import type { Reference } from '../model/reference.ts';
import type { Told } from '../model/statement.ts';
import { RULES } from '../rules/index.ts';
import { findingsAt, type SeverityOf } from '../rules/judge.ts';
import { asProvided, isByTag } from './provided.ts';

/** What was found at one reference, and all that it rests on. A value. */
export interface Judged {
  /** As people are told of it: what the workspace makes itself is opaque. */
  readonly reference: Reference;
  /** In the order of the rules. */
  readonly findings: readonly Finding[];
  /**
   * What is to be asked for it, each once: who shows it keeps these asked. Empty for as long as the workspace may turn
   * out to make the thing itself.
   */
  readonly questions: readonly KeyedQuestion[];
  /** The keys of all answers and statements that were looked at: where none of them changes, nor does this. */
  readonly looked: readonly string[];
  /** Why something could not be told; absent where all could. */
  readonly why?: Ignorance;
}

/** A question, and the key under which its answer changes. */
export interface KeyedQuestion {
  readonly key: string;
  readonly question: Question;
}

/** What a reference is judged by. */
export interface JudgedBy {
  readonly severityOf: SeverityOf;
  readonly lookUp: LookUp;
  readonly derive: Derive;
  readonly told: Told;
  /** Whether all files were looked at that may say what the workspace makes; see {@link WALKED_KEY}. */
  readonly isWalked: boolean;
}

/** Changes when all files were looked at that may say what the workspace makes. */
export const WALKED_KEY = 'walked';

/**
 * Judges one reference by what is known now. Synchronous and pure: it never waits.
 *
 * @param ignored the places in the document where the user wants a rule to be silent
 */
export function judge(written: Reference, text: string, ignored: IgnoredPlaces, by: JudgedBy): Judged {
  const looked = new Set<string>();
  const questions = new Map<string, Question>();
  const told: Told = key => {
    looked.add(key);
    return by.told(key);
  };
  const reference = asProvided(written, told);
  const isHeld = !by.isWalked && isByTag(reference);
  if (isHeld) looked.add(WALKED_KEY);
  let why: Ignorance | undefined;
  const glance: Peek = question => {
    const { answer, key } = by.lookUp(question);
    if (key !== undefined) looked.add(key);
    if (!isHeld) questions.set(key ?? questionKey(question), question);
    return answer;
  };
  const peek: Peek = question => {
    const answer = glance(question);
    if (answer.state === 'unknown') why = graver(why, answer.why);
    return answer;
  };
  const findings = findingsAt(
    reference,
    RULES,
    { text, told, derive: by.derive, glance, peek },
    by.severityOf,
    ignored,
  );
  const asked = [...questions].map(([key, question]): KeyedQuestion => ({ key, question }));
  return { reference, findings, questions: asked, looked: [...looked], ...(why === undefined ? {} : { why }) };
}

/** `not-asked` and `asking` are only "not yet": anything else that went wrong says more. */
function graver(a: Ignorance | undefined, b: Ignorance): Ignorance {
  return a === undefined || a === 'not-asked' || a === 'asking' ? b : a;
}
