import { IMAGES } from '../ecosystems/index.ts';
import type { Ignorance, Peek } from '../model/answer.ts';
import { createDerive, type Derive } from '../model/derive.ts';
import type { Finding } from '../model/finding.ts';
import { ignoredPlaces } from '../model/ignored-places.ts';
import { type Neighbours, NO_NEIGHBOURS } from '../model/neighbours.ts';
import type { Question } from '../model/question.ts';
import { questionKey } from '../model/question.ts';
import type { Reading, Reference } from '../model/reference.ts';
import { RULES } from '../rules/index.ts';
import { findingsAt, type Look, type SeverityOf } from '../rules/judge.ts';

/** What is found in one document, as far as it is known now. */
export interface Analysis {
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  /**
   * What the rules looked up, each once: who shows the analysis keeps these asked, and analyses again when answers
   * come.
   */
  readonly questions: readonly Question[];
  /** References of which something could not be told. */
  readonly unchecked: readonly Unchecked[];
}

/** What is found in a document that cannot be judged. */
export const NOTHING_FOUND: Analysis = { findings: [], questions: [], unchecked: [] };

/** A reference, and why what its judgement rests on could not be told. */
export interface Unchecked {
  readonly reference: Reference;
  readonly why: Ignorance;
}

/**
 * Judges every reference of a text by what is known now. Synchronous and pure: it never waits. Who judges more than
 * once by the same facts gives one `derive` to all.
 */
export function analyze(
  text: string,
  reading: Reading,
  severityOf: SeverityOf,
  peek: Peek,
  neighbours: Neighbours = NO_NEIGHBOURS,
  derive: Derive = createDerive(),
): Analysis {
  const questions = new Map<string, Question>();
  const findings: Finding[] = [];
  const unchecked: Unchecked[] = [];
  const ignored = ignoredPlaces(reading.ignores);
  for (const reference of reading.references) {
    // As with the workspace's own packages: a missing finding costs less than a wrong one, or than an inner name told
    // outside.
    if (isMadeHere(reference, neighbours)) continue;
    let why: Ignorance | undefined;
    const look: Look = {
      text,
      neighbours,
      derive,
      glance(question) {
        questions.set(questionKey(question), question);
        return peek(question);
      },
      peek(question) {
        const answer = look.glance(question);
        if (answer.state === 'unknown') why = graver(why, answer.why);
        return answer;
      },
    };
    findings.push(...findingsAt(reference, RULES, look, severityOf, ignored));
    if (why !== undefined) unchecked.push({ reference, why });
  }
  findings.sort((a, b) => a.at.start - b.at.start);
  return { findings, questions: [...questions.values()], unchecked };
}

/** Whether another document of the workspace builds what is named. What a digest names is a registry's all the same. */
export function isMadeHere({ subject }: Reference, neighbours: Neighbours): boolean {
  return (
    subject.kind === 'image' && subject.digest === undefined && neighbours.makes(subject.name, IMAGES.meantTag(subject))
  );
}

/** `not-asked` and `asking` are only "not yet": anything else that went wrong says more. */
function graver(a: Ignorance | undefined, b: Ignorance): Ignorance {
  return a === undefined || a === 'not-asked' || a === 'asking' ? b : a;
}
