import { PACKAGES } from '../ecosystems/index.ts';
import type { Answer, AnyFact, Ignorance, LookUp, Peek } from '../model/answer.ts';
import { type IsPast, momentKey } from '../model/clock.ts';
import type { Derive } from '../model/derive.ts';
import type { LockedPlace } from '../model/ecosystem.ts';
import type { Finding } from '../model/finding.ts';
import type { IgnoredPlaces } from '../model/ignored-places.ts';
import type { Chains } from '../model/lock-graph.ts';
import type { Policy } from '../model/policy.ts';
import type { Question } from '../model/question.ts';
import { isSameQuestion, questionKey } from '../model/question.ts';
import type { Reference } from '../model/reference.ts';
import type { Told } from '../model/statement.ts';
import { RULES_ABOUT } from '../rules/index.ts';
import { findingsAt } from '../rules/judge.ts';
import type { Brought } from '../rules/rule.ts';
import { asDecided } from './decided.ts';
import { asTold, isHeldUntilWalked } from './provided.ts';

/** What was found at one reference, and all that it rests on. A value. */
export interface Judged {
  /** As people are told of it: what the workspace makes itself, and what is ignored, is opaque. */
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
  readonly policy: Policy;
  /** The document's path as people know it, with `/`. */
  readonly file?: string;
  readonly lookUp: LookUp;
  /** Looks up what nothing is asked for; absent: by the same. */
  readonly recall?: LookUp;
  readonly derive: Derive;
  readonly isPast: IsPast;
  /** As in `Sight`. */
  readonly proposedAge: number;
  readonly told: Told;
  /** Whether all files were looked at that may say what the workspace makes; see {@link WALKED_KEY}. */
  readonly isWalked: boolean;
  /** Where the document is; absent where nothing is said around it. */
  readonly place?: Pick<LockedPlace, 'file' | 'folder'>;
  /** Of a lockfile that tells who brings what in. */
  readonly chains?: Chains;
}

/** Changes when all files were looked at that may say what the workspace makes. */
export const WALKED_KEY = 'walked';

/**
 * Judges one reference by what is known now. Synchronous and pure: it never waits.
 *
 * @param ignored the places in the document where the user wants a rule to be silent
 * @param index the place of the reference in its document's reading
 */
export function judge(written: Reference, text: string, ignored: IgnoredPlaces, by: JudgedBy, index: number): Judged {
  // A reference looks at few things, and a folder has many references: lists are smaller than sets.
  const looked: string[] = [];
  const questions: KeyedQuestion[] = [];
  const told: Told = key => {
    if (!looked.includes(key)) looked.push(key);
    return by.told(key);
  };
  let isHeld = !by.isWalked && isHeldUntilWalked(written);
  let why: Ignorance | undefined;
  const seen: Seen[] = [];
  function lookUp(question: Question): Answer<AnyFact> {
    // The rules of one family want the same answer one after the other.
    for (const each of seen) if (isSameQuestion(each.question, question)) return each.answer;
    const { answer, key } = by.lookUp(question);
    seen.push({ question, answer });
    if (key !== undefined && !looked.includes(key)) looked.push(key);
    if (!isHeld) ask(questions, key ?? questionKey(question), question);
    return answer;
  }
  const glance = lookUp as Peek;
  const recall = ((question: Question) => {
    for (const each of seen) if (isSameQuestion(each.question, question)) return each.answer;
    // It is not among those that were seen: whoever peeks at it has it asked.
    const { answer, key } = (by.recall ?? by.lookUp)(question);
    if (key !== undefined && !looked.includes(key)) looked.push(key);
    return answer;
  }) as Peek;
  const isPast: IsPast = moment => {
    const is = by.isPast(moment);
    const key = momentKey(moment);
    if (!is && !looked.includes(key)) looked.push(key);
    return is;
  };
  const decided = asDecided(written, { peek: glance, derive: by.derive, told, policy: by.policy });
  const reference = asLimited(asTold(decided, told, by.policy), told, by);
  isHeld = !by.isWalked && isHeldUntilWalked(reference);
  if (isHeld) looked.push(WALKED_KEY);
  const peek: Peek = question => {
    const answer = glance(question);
    // A rule of its own says so of what no configuration names.
    if (answer.state === 'unknown' && answer.why !== 'unnamed') why = graver(why, answer.why);
    return answer;
  };
  const brought = by.chains === undefined ? undefined : broughtBy(by.chains, index);
  const look = {
    ...{ text, told, derive: by.derive, glance, peek, recall, isPast, proposedAge: by.proposedAge },
    ...(by.file === undefined ? {} : { file: by.file }),
    ...(brought === undefined ? {} : { brought }),
  };
  const rules = RULES_ABOUT[reference.subject.kind];
  const findings = findingsAt(reference, rules, look, by.policy.severityOf, ignored);
  return {
    reference,
    findings: kept(findings),
    questions: kept(questions),
    looked: kept(looked),
    ...(why === undefined ? {} : { why }),
  };
}

/** A list that grew has room for many more, and of ten thousand references each has some. */
function kept<Item>(list: readonly Item[]): readonly Item[] {
  return list.length === 0 ? NOTHING : list.slice();
}

const NOTHING: readonly never[] = [];

/** Lockfiles are read by their text alone, so what the project's tool takes is found out here. */
function asLimited(reference: Reference, told: Told, { place, derive }: JudgedBy): Reference {
  const { subject, role } = reference;
  if (place === undefined || role !== 'lock' || subject.kind !== 'release') return reference;
  const ageLimit = PACKAGES[subject.registry].lockedAgeLimit?.(subject.name, { ...place, told, derive });
  return ageLimit === undefined ? reference : { ...reference, subject: { ...subject, ageLimit } };
}

/**
 * The same judgement, which holds on to what is the same in the one before: of many thousands that are judged again
 * because an answer came, most looked at and ask the same.
 */
export function sharing(before: Judged, now: Judged): Judged {
  const looked = isSame(before.looked, now.looked, key => key) ? before.looked : now.looked;
  const questions = isSame(before.questions, now.questions, ({ key }) => key) ? before.questions : now.questions;
  const findings = before.findings.length + now.findings.length === 0 ? before.findings : now.findings;
  const { reference, why } = now;
  const isAll = looked === before.looked && questions === before.questions && findings === before.findings;
  if (isAll && reference === before.reference && why === before.why) return before;
  return why === undefined
    ? { reference, findings, questions, looked }
    : { reference, findings, questions, looked, why };
}

/** Worked out where a rule looks at it: of many references few have anything to tell. */
function broughtBy(chains: Chains, index: number): Brought {
  return {
    get isDirect() {
      return chains.isDirect(index);
    },
    isShared: chains.isShared,
    get chain() {
      return chains.chainTo(index);
    },
  };
}

interface Seen {
  readonly question: Question;
  readonly answer: Answer<AnyFact>;
}

function ask(questions: KeyedQuestion[], key: string, question: Question): void {
  if (!questions.some(asked => asked.key === key)) questions.push({ key, question });
}

/** `not-asked` and `asking` are only "not yet": anything else that went wrong says more. */
function graver(a: Ignorance | undefined, b: Ignorance): Ignorance {
  return a === undefined || a === 'not-asked' || a === 'asking' ? b : a;
}

function isSame<Item>(before: readonly Item[], now: readonly Item[], keyOf: (item: Item) => string): boolean {
  return before.length === now.length && before.every((item, i) => keyOf(item) === keyOf(now[i] as Item));
}
