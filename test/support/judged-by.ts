import { type LookUp, NOT_ASKED, type Peek } from '../../server/src/model/answer.ts';
import { createDerive } from '../../server/src/model/derive.ts';
import { questionKey } from '../../server/src/model/question.ts';
import { type PlacedStatement, type Statement, TOLD_NOTHING, type Told } from '../../server/src/model/statement.ts';
import type { SeverityOf } from '../../server/src/rules/judge.ts';
import type { JudgedBy } from '../../server/src/workspace/judge.ts';

/** What a lone document is judged by, for a user who set nothing. The text of a question is the key of its answer. */
export function judgedBy(peek: Peek, severityOf: SeverityOf = () => undefined, told: Told = TOLD_NOTHING): JudgedBy {
  const policy = { severityOf, ignores: () => false };
  const recall = lookUpBy(recallBy(peek));
  return { policy, lookUp: lookUpBy(peek), recall, derive: createDerive(), told, isWalked: true, ...UNHURRIED };
}

/** What a rule sees of answers, for a user who set nothing. */
export function lookBy(peek: Peek, told: Told = TOLD_NOTHING) {
  return { peek, glance: peek, recall: recallBy(peek), derive: createDerive(), told, ...UNHURRIED };
}

/** What a table does not list is not known, and nobody has it asked. */
function recallBy(peek: Peek): Peek {
  return (question => {
    try {
      return peek(question);
    } catch {
      return NOT_ASKED;
    }
  }) as Peek;
}

/** The time at which lone documents are judged, and no wish of the user. */
const UNHURRIED = { isPast: (moment: number) => moment <= TEST_NOW, proposedAge: 3 * 86_400_000 };

/** The day on which tests take place, at noon. */
const TEST_NOW = Date.UTC(2026, 10, 30, 12);

export function lookUpBy(peek: Peek): LookUp {
  return question => ({ answer: peek(question), key: questionKey(question) });
}

/** Tells what these statements say, as if they stood in files of these names. */
export function toldBy(stated: readonly (readonly [file: string, Statement])[]): Told {
  const all = stated.map(
    ([file, statement]): PlacedStatement => ({
      ...statement,
      from: { id: file, file, rangeOf: ({ start, end }) => ({ start: at(start), end: at(end) }) },
    }),
  );
  return key => all.filter(statement => statement.key === key);
}

function at(offset: number) {
  return { line: 0, character: offset };
}
