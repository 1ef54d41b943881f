import type { Ignorance } from '../model/answer.ts';
import type { Crowded, Finding } from '../model/finding.ts';
import { ignoredPlaces } from '../model/ignored-places.ts';
import type { Question } from '../model/question.ts';
import type { Reading, Reference } from '../model/reference.ts';
import { RULES } from '../rules/index.ts';
import { isFlooded } from './flood.ts';
import { type Judged, type JudgedBy, judge } from './judge.ts';
import { type Judgements, judgementsBy, judgementsOf } from './judgements.ts';

/** What is found in one document, as far as it is known now. A value; each sum is made when it is first wanted. */
export interface Analysis {
  /** In the order of the document's references. */
  readonly judged: Judgements;
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  /** As people are told of them. */
  readonly references: readonly Reference[];
  /** What the rules looked up, each once. */
  readonly questions: readonly Question[];
  /** References of which something could not be told. */
  readonly unchecked: readonly Unchecked[];
  /** Where one of the findings was found; nothing for one that stands for several. */
  referenceOf(finding: Finding): Reference | undefined;
}

/** A reference, and why what its judgement rests on could not be told. */
export interface Unchecked {
  readonly reference: Reference;
  readonly why: Ignorance;
}

/** Judges every reference of a text by what is known now. Synchronous and pure: it never waits. */
export function analyze(text: string, { references, ignores }: Reading, by: JudgedBy): Analysis {
  const ignored = ignoredPlaces(ignores);
  return analysisOf(judgementsOf(references.map((reference, i) => judge(reference, text, ignored, by, i))));
}

/** Sums up what was found at the references of a document. */
export function analysisOf(judged: Judgements): Analysis {
  const findings = lazily(() => {
    const all: Finding[] = [];
    // Most references have none, and there may be many.
    for (const { findings: its } of judged) for (const finding of its) all.push(finding);
    const inOrder = all.sort((a, b) => a.at.start - b.at.start);
    return withoutRuns(withoutCrowds(inOrder), () => isFlooded(judged));
  });
  const references = lazily(() => Array.from(judged, ({ reference }) => reference));
  const questions = lazily(() => {
    const all = new Map<string, Question>();
    for (const each of judged) for (const { key, question } of each.questions) all.set(key, question);
    return [...all.values()];
  });
  const unchecked = lazily(() =>
    [...judged].flatMap(({ reference, why }) => (why === undefined ? [] : [{ reference, why }])),
  );
  const found = lazily(() => {
    const all = new Map<Finding, Reference>();
    for (const { findings: its, reference } of judged) for (const finding of its) all.set(finding, reference);
    return all;
  });
  return {
    judged,
    referenceOf: finding => found().get(finding),
    get findings() {
      return findings();
    },
    get references() {
      return references();
    },
    get questions() {
      return questions();
    },
    get unchecked() {
      return unchecked();
    },
  };
}

/** What is found in a document that cannot be judged. */
export const NOTHING_FOUND: Analysis = analysisOf(judgementsOf([]));

/** What is shown of a document that is to be judged later: its names, and nothing about them. */
export function unjudged({ references }: Pick<Reading, 'references'>): Analysis {
  const make = (reference: Reference): Judged => {
    return { reference, findings: NOTHING, questions: NOTHING, looked: NOTHING };
  };
  return analysisOf(judgementsBy(references, make));
}

const NOTHING: readonly never[] = [];

/** Shows the first of each run, with how many more there are. */
function withoutRuns(findings: readonly Finding[], isFlood: () => boolean): readonly Finding[] {
  const flooded = findings.some(({ lackedByRegistry }) => lackedByRegistry === true) && isFlood();
  const isFlooding = ({ lackedByRegistry }: Finding) => flooded && lackedByRegistry === true;
  const isInRun = (finding: Finding) => finding.run !== undefined || isFlooding(finding);
  if (!findings.some(isInRun)) return findings;
  const keyOf = ({ rule, run, severity }: Finding) => `${rule} ${severity} ${run}`;
  const counts = new Map<string, number>();
  for (const finding of findings) {
    if (isInRun(finding)) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  }
  const shown = new Set<string>();
  return findings.flatMap(finding => {
    if (!isInRun(finding)) return [finding];
    const key = keyOf(finding);
    if (shown.has(key)) return [];
    shown.add(key);
    const others = (counts.get(key) ?? 1) - 1;
    if (others === 0) return [finding];
    const more = others === 1 ? 'one more entry' : `${others} more entries`;
    const why = isFlooding(finding) ? ' The registry that is configured may be another one than they come from.' : '';
    return [{ ...finding, message: `${finding.message} The same is so of ${more} of this file.${why}` }];
  });
}

/**
 * Tells of many with the same cause at the first of them, in the words that their rule has for all. A lockfile that
 * was just written holds hundreds.
 */
function withoutCrowds(findings: readonly Finding[]): readonly Finding[] {
  if (!findings.some(({ crowd }) => crowd !== undefined)) return findings;
  const crowds = new Map<string, Crowded[]>();
  const keyOf = ({ rule, severity }: Finding, { cause }: Crowded) => `${rule} ${severity} ${cause}`;
  for (const finding of findings) {
    if (finding.crowd === undefined) continue;
    const key = keyOf(finding, finding.crowd);
    const crowd = crowds.get(key);
    if (crowd === undefined) crowds.set(key, [finding.crowd]);
    else crowd.push(finding.crowd);
  }
  return findings.flatMap(finding => {
    const crowd = finding.crowd && crowds.get(keyOf(finding, finding.crowd));
    if (crowd === undefined || crowd.length <= MOST_APART) return [finding];
    if (crowd[0] !== finding.crowd) return [];
    const message = RULES.find(({ id }) => id === finding.rule)?.together?.(crowd);
    return [message === undefined ? finding : { ...finding, message }];
  });
}

/** So many of one cause are told one by one. */
const MOST_APART = 3;

function lazily<Value>(work: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: work() };
    return made.value;
  };
}
