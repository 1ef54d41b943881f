import type { Answer, AnyFact } from '../model/answer.ts';
import { type Question, registryOf } from '../model/question.ts';
import type { AsksOptions } from './asks.ts';

/** Sees to it that questions which one document answers are asked together, and kept together: see `Registry.page`. */
export interface Pages {
  /** The question that is asked and kept in place of one: that of its page, or itself. */
  questionOf(question: Question): Question;
  /** What the answer to {@link questionOf} says of the question itself. */
  answerTo(question: Question, answer: Answer<AnyFact>): Answer<AnyFact>;
}

export function createPages(registries: AsksOptions['registries']): Pages {
  const pageOf = (question: Question) => registries[registryOf(question)].page?.(question);
  return {
    questionOf: question => pageOf(question)?.question ?? question,
    answerTo(question, answer) {
      if (answer.state !== 'known') return answer;
      const page = pageOf(question);
      if (page === undefined) return answer;
      const fact = page.pick(answer.fact);
      return fact === undefined
        ? { state: 'absent', missing: page.missing, asOf: answer.asOf }
        : { state: 'known', fact, asOf: answer.asOf };
    },
  };
}
