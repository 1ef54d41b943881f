import { setMaxListeners } from 'node:events';
import { type TakeTurns, takeTurns } from '../files/turn.ts';
import type { Answer, AnyFact, FactFor, LookedUp } from '../model/answer.ts';
import { NOT_ASKED } from '../model/answer.ts';
import { createDerive } from '../model/derive.ts';
import type { Question } from '../model/question.ts';
import type { Router } from '../registries/route.ts';
import type { Answers, FolderAnswers, Urgency } from './answers.ts';
import { createArrivals } from './arrivals.ts';
import { type Ask, type AsksOptions, createAsks, IN_NO_HURRY } from './asks.ts';
import { createBackoff } from './backoff.ts';
import { createCache } from './cache.ts';
import type { Lifetimes } from './cached-answer.ts';
import type { AnswerStore } from './disk/disk-store.ts';
import { createPages } from './pages.ts';
import { visitInSlices } from './slices.ts';
import { keyOf, type Way, wayOf } from './way.ts';

export interface AnswersOptions extends Pick<AsksOptions, 'registries' | 'clock' | 'perHost' | 'log'> {
  /** Where answers outlive the process; absent: nowhere. */
  readonly store?: AnswerStore;
  readonly lifetimes: Lifetimes;
  /** Absent: nothing else is done meanwhile. */
  readonly turns?: TakeTurns | undefined;
}

/** Organises asking for a whole process; see {@link Answers}. */
export function createAnswers({ store, lifetimes, turns = takeTurns, ...options }: AnswersOptions): Answers {
  const { clock } = options;
  const backoff = createBackoff();
  const derive = createDerive();
  const arrivals = createArrivals(clock);
  const onDropped = (key: string) => {
    backoff.failed(key, 'garbled', clock());
    arrivals.announce(key);
  };
  const cache = createCache({ store, clock, lifetimes, onDropped });
  const asks = createAsks({ ...options, cache, backoff, onChange: key => arrivals.announce(key) });
  const pages = createPages(options.registries);
  let isClosed = false;
  /** How often what waits was given up: what was wanted before that is wanted no more. */
  let forsaken = 0;

  function through(router: Router): FolderAnswers {
    function lookUp<Q extends Question>(question: Q): LookedUp<FactFor<Q>> {
      const routing = router(question);
      const way = wayOf(routing);
      if (way === undefined) {
        return { answer: { state: 'unknown', why: routing.open ? 'not-asked' : routing.why }, key: undefined };
      }
      const key = keyOf(way.route, pages.questionOf(question));
      // The key holds the kind of question, and only answers of that kind are kept under it.
      return { answer: pages.answerTo(question, known(key, way)) as Answer<FactFor<Q>>, key };
    }

    function known(key: string, { network }: Way): Answer<AnyFact> {
      const told = cache.shown(key, network);
      if (told !== undefined) return told;
      if (network === 'offline') return { state: 'unknown', why: 'offline' };
      if (asks.isUnderWay(key)) return { state: 'unknown', why: 'asking' };
      const why = backoff.why(key);
      return why === undefined ? NOT_ASKED : { state: 'unknown', why };
    }

    function begin(question: Question, urgency: Urgency): Ask | undefined {
      const way = wayOf(router(question));
      return way === undefined ? undefined : asks.begin(pages.questionOf(question), way, urgency);
    }

    async function settle(
      questions: readonly Question[],
      signal?: AbortSignal,
      urgency: Urgency = 'screen',
    ): Promise<void> {
      const isCancelled = () => signal?.aborted === true || isClosed;
      if (isCancelled()) return;
      const awaited: Promise<void>[] = [];
      const leave: (() => void)[] = [];
      const waitFor = (question: Question) => {
        const ask = begin(question, urgency);
        if (ask === undefined) return;
        awaited.push(ask.done);
        leave.push(ask.join());
      };
      await visitInSlices(questions, waitFor, isCancelled, turns);
      await untilAborted(Promise.all(awaited), signal);
      for (const go of leave) go();
    }

    return {
      peek: question => lookUp(question).answer,
      lookUp,
      derive,
      settle,
      async recall(questions) {
        const recalled = new Set<string>();
        // The disk sees to it that others have their turns.
        for (const question of cache.hasDisk ? questions : []) {
          const way = wayOf(router(question));
          if (way === undefined) continue;
          const key = await asks.recall(pages.questionOf(question), way);
          if (key !== undefined) recalled.add(key);
        }
        return recalled;
      },
      want(questions, urgency) {
        const before = forsaken;
        void visitInSlices(
          questions,
          question => begin(question, urgency)?.keepGoing(),
          () => isClosed || (forsaken !== before && IN_NO_HURRY.includes(urgency)),
          turns,
        );
      },
      failure(question) {
        const way = wayOf(router(question));
        return way === undefined ? undefined : backoff.why(keyOf(way.route, pages.questionOf(question)));
      },
      refresh(questions) {
        for (const question of questions) {
          const way = wayOf(router(question));
          if (way === undefined) continue;
          const key = keyOf(way.route, pages.questionOf(question));
          cache.refresh(key);
          backoff.forget(key);
        }
      },
    };
  }

  return {
    through,
    onArrival: listener => arrivals.listen(listener),
    gather: () => arrivals.gather(),
    stats: asks.stats,
    get pending() {
      return asks.pending;
    },
    forsake() {
      forsaken += 1;
      asks.forsake();
    },
    async close() {
      isClosed = true;
      asks.close();
      arrivals.close();
      await cache.close();
    },
  };
}

/** Waits for the work or for the signal, whichever comes first. */
async function untilAborted(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) {
    await work;
    return;
  }
  let stop: () => void = () => undefined;
  const aborted = new Promise<void>(resolve => {
    stop = resolve;
  });
  // One run waits for as many projects as its folder has, by one signal; Node warns of more than ten.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  await Promise.race([work, aborted]);
  signal.removeEventListener('abort', stop);
}
