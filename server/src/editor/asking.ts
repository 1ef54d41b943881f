import { type TakeTurns, takeTurns } from '../files/turn.ts';
import type { Urgency } from '../lens.ts';
import type { Question } from '../model/question.ts';
import type { Judged, KeyedQuestion } from '../workspace/judge.ts';
import type { Checked } from './workspace.ts';

/**
 * Decides when the questions of a document are put: of one that is open at once, of others in short turns. Never waits
 * for an answer. A question that failed is not put again
 * by the arrival of other answers, else a registry that is down would be asked without end.
 */
export interface Asker {
  /**
   * Puts what this document has not asked before; while somebody types, when they have stopped: what others build is
   * judged by a document that is half typed.
   *
   * @param judged its references that were judged anew; absent: all of them
   */
  askNew(checked: Checked, judged?: Iterable<Judged>): void;
  /** Puts everything: the document was opened or saved, or the user asked for a check. What is fresh costs nothing. */
  askAll(checked: Checked): void;
  /** As {@link askNew}, once the user has not typed for a while: half a name is not worth a request. */
  askSoon(checked: Checked): void;
  /** The document is gone. */
  drop(key: string): void;
  /** Forgets what was asked. */
  forget(): void;
  close(): void;
}

export interface AskerOptions {
  /** The newest judgement of a document. */
  readonly current: (uri: string) => Checked | undefined;
  /** Whether files that are not open may be asked about now. */
  readonly mayAskForFolder: () => boolean;
  /** Milliseconds without typing. */
  readonly typingDelay: number;
  /** Absent: nothing else is done meanwhile. */
  readonly turns?: TakeTurns | undefined;
}

export function createAsker({ current, mayAskForFolder, typingDelay, turns = takeTurns }: AskerOptions): Asker {
  const asked = new Map<string, Set<string>>();
  const waiting = new Map<string, NodeJS.Timeout>();
  /** Documents with questions that wait until nobody types. */
  const postponed = new Set<string>();

  function ask(checked: Checked, again: boolean, some?: Iterable<Judged>): void {
    const isOpen = checked.version !== undefined;
    if (!isOpen && !mayAskForFolder()) return;
    const before = asked.get(checked.key) ?? new Set<string>();
    const now = some === undefined ? new Set<string>() : before;
    asked.set(checked.key, now);
    let questions: Question[] = [];
    const put = () => {
      if (questions.length > 0) checked.folder.lens.want(questions, urgencyOf(checked));
      questions = [];
    };
    const note = ({ key, question }: KeyedQuestion) => {
      if (now.has(key)) return;
      if (again || !before.has(key)) questions.push(question);
      now.add(key);
    };
    /** Asks until a turn is over. */
    function* inSteps(): Generator<void> {
      for (const { questions: its } of some ?? checked.analysis.judged) {
        for (const each of its) note(each);
        yield;
      }
      put();
    }
    const work = inSteps();
    if (!isOpen) void inTurns(work, checked, now, put);
    else while (work.next().done !== true);
  }

  /** Nobody is asked by what a folder was before, or for what is gone. */
  async function inTurns(work: Generator<void>, { uri, key, folder }: Checked, now: Set<string>, put: () => void) {
    const turn = turns();
    while (work.next().done !== true) {
      if (!turn.isOver()) continue;
      put();
      await turn.end();
      if (asked.get(key) !== now || current(uri)?.folder !== folder || !mayAskForFolder()) return;
    }
  }

  function ended(uri: string): void {
    waiting.delete(uri);
    const some = waiting.size > 0 ? [uri] : [uri, ...postponed];
    if (waiting.size === 0) postponed.clear();
    for (const each of some) {
      const now = current(each);
      if (now !== undefined) ask(now, false);
    }
  }

  return {
    askNew(checked, judged) {
      if (waiting.size > 0) postponed.add(checked.uri);
      else ask(checked, false, judged);
    },
    askAll: checked => ask(checked, true),
    askSoon({ uri }) {
      clearTimeout(waiting.get(uri));
      waiting.set(
        uri,
        setTimeout(() => ended(uri), typingDelay),
      );
    },
    drop: key => void asked.delete(key),
    forget: () => asked.clear(),
    close() {
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}

/** People look at what is open, and at what they wrote before what tools wrote. */
function urgencyOf({ version, reading }: Checked): Urgency {
  if (version !== undefined) return 'screen';
  return reading.references[0]?.role === 'lock' ? 'lockfiles' : 'folder';
}
