import type { Answer, AnyFact, FactFor } from '../model/answer.ts';
import { NOT_ASKED } from '../model/answer.ts';
import type { RegistryId } from '../model/names.ts';
import { type Question, questionKey, registryOf } from '../model/question.ts';
import type { Asked, Registry } from '../registries/registry.ts';
import type { Route, Router, Routing } from '../registries/route.ts';
import type { Answers, FolderAnswers, Urgency } from './answers.ts';
import { createArrivals } from './arrivals.ts';
import type { AnswerStore } from './disk.ts';
import { isFresh, type Kept, type Lifetimes } from './kept.ts';
import { createLane, type Job, type Lane } from './lane.ts';
import { createMemory } from './memory.ts';
import { createPatience } from './patience.ts';
import { visitInSlices } from './slices.ts';
import { readStored, writeStored } from './stored.ts';

export interface AnswersOptions {
  readonly registries: Readonly<Record<RegistryId, Registry>>;
  /** Where answers outlive the process; absent: nowhere. */
  readonly store?: AnswerStore;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly lifetimes: Lifetimes;
  /** Questions put to one origin at a time. */
  readonly perHost: number;
  /** Takes lines for the log, without credentials. */
  readonly log: (line: string) => void;
}

/** A question on its way: to the disk first, and to its registry where that is not enough. */
interface Ask {
  readonly key: string;
  readonly question: Question;
  readonly route: Route;
  /** Online as soon as one who is online wants it too. */
  network: Network;
  /** Where it stands in a lane, waiting or running. */
  job: Job;
  lane: Lane;
  /** Settles that wait for it. */
  waiters: number;
  /** Somebody wants it without waiting, so it is asked even when all who waited went away. */
  inBackground: boolean;
  readonly done: Promise<void>;
  readonly finish: () => void;
}

type Network = 'online' | 'offline';

/** Files read at a time; more do not help, as Node has four threads for them. */
const DISK_WIDTH = 8;
/** In characters of JSON. Ten thousand versions take about one million; a document that needs more is no package's. */
const LARGEST_ANSWER = 4 * 1024 * 1024;

/** Organises asking for a whole process; see {@link Answers}. */
export function createAnswers(options: AnswersOptions): Answers {
  const { registries, store, clock, lifetimes, perHost, log } = options;
  const patience = createPatience();
  const memory = createMemory(lifetimes, key => patience.failed(key, 'garbled', clock()));
  const arrivals = createArrivals(clock);
  const disk = createLane(DISK_WIDTH);
  const hosts = new Map<string, Lane>();
  const asks = new Map<string, Ask>();
  /** When the user wanted an answer anew that only the disk may hold. */
  const refreshed = new Map<string, number>();
  const counted = new Set<string>();
  const logged = new Map<string, string>();
  const stopping = new AbortController();
  const isOver = () => stopping.signal.aborted;
  let cacheHits = 0;

  /** Sees to it that a question gets asked. `undefined` where nothing needs to be or may be asked now. */
  function begin(question: Question, routing: Routing, urgency: Urgency): Ask | undefined {
    const way = wayOf(routing);
    if (way === undefined || isOver()) return undefined;
    const key = keyOf(way.route, question);
    const running = asks.get(key);
    if (running !== undefined) {
      if (urgency === 'screen') running.lane.moveUp(running.job);
      if (way.network === 'online') running.network = 'online';
      return running;
    }
    if (!isDue(key, way.network)) {
      if (memory.get(key) !== undefined) count(key, 'asked');
      return undefined;
    }
    let finish: () => void = () => undefined;
    const done = new Promise<void>(resolve => {
      finish = resolve;
    });
    const [lane, step] = store === undefined ? [hostLane(way.route), put] : [disk, look];
    const job = jobOf(urgency, () => step(ask));
    const ask: Ask = { key, question, ...way, job, lane, waiters: 0, inBackground: false, done, finish };
    asks.set(key, ask);
    lane.add(job);
    return ask;
  }

  function isDue(key: string, network: Network): boolean {
    const now = clock();
    if (memory.isFresh(key, now)) return false;
    // Off the network there is nothing but the disk, and what it had is in memory already.
    if (network === 'offline' && (store === undefined || memory.get(key) !== undefined)) return false;
    if (network === 'online' && patience.why(key) === 'offline') return true;
    return patience.mayAsk(key, now);
  }

  /** Looks on the disk, where another process may have left the answer, and goes on to the registry if it must. */
  async function look(ask: Ask): Promise<void> {
    const text = await store?.load(ask.key);
    if (isOver()) return;
    const found = text === undefined ? undefined : readStored(text, ask.key, ask.question.ask, clock());
    if (found !== undefined && text !== undefined) adopt(ask.key, found, text.length);
    const isSettled = memory.isFresh(ask.key, clock());
    if (isSettled || ask.network === 'offline') {
      if (memory.shown(ask.key, clock(), ask.network) !== undefined) count(ask.key, 'kept');
      else patience.failed(ask.key, 'offline', clock());
      end(ask);
      return;
    }
    ask.lane = hostLane(ask.route);
    ask.job = jobOf(ask.job.urgency, () => put(ask));
    ask.lane.add(ask.job);
  }

  /** Takes over what the disk holds, where it says more than memory does. */
  function adopt(key: string, found: Kept, size: number): void {
    const now = clock();
    const asOf = found.answer.asOf;
    if (asOf <= (memory.get(key)?.answer.asOf ?? Number.NEGATIVE_INFINITY)) return;
    const isTooOld = asOf <= (refreshed.get(key) ?? Number.NEGATIVE_INFINITY);
    // That something was absent when an earlier process asked is no ground for a finding now.
    if (found.answer.state === 'absent' && (isTooOld || !isFresh(found, lifetimes, now))) return;
    memory.set(key, found, size);
    if (isTooOld) memory.age(key);
  }

  /** Puts the question to its registry. */
  async function put(ask: Ask): Promise<void> {
    const { key, question, route } = ask;
    const now = clock();
    // Another question's answer may have brought this one along meanwhile.
    if (!memory.isFresh(key, now)) {
      const asked = await askRegistry(question, route, now, memory.get(key));
      if (isOver()) return;
      take(key, asked, now);
      for (const { question: other, answer, forEver } of asked.also ?? []) {
        takeAlong(keyOf(route, other), { ...asked, answer, forEver: forEver === true }, now);
      }
      logFailure(ask, asked);
    }
    count(key, 'asked');
    end(ask);
  }

  async function askRegistry(question: Question, route: Route, now: number, kept: Kept | undefined): Promise<Asked> {
    const { validator, answer } = kept ?? {};
    const earlier = validator !== undefined && answer?.state === 'known' ? { fact: answer.fact, validator } : undefined;
    try {
      return await registries[registryOf(question)].ask(question, route, {
        now,
        signal: stopping.signal,
        ...(earlier === undefined ? {} : { earlier }),
      });
    } catch (error) {
      // Promised not to happen. Were it to happen, the question must not wait for ever.
      return { answer: { state: 'unknown', why: 'garbled' }, detail: `the client failed: ${String(error)}` };
    }
  }

  function take(key: string, asked: Asked, now: number): void {
    const { answer, validator, freshFor, forEver } = asked;
    if (answer.state === 'unknown') {
      memory.doubt(key, now);
      patience.failed(key, answer.why, clock());
      return;
    }
    const kept: Kept = {
      answer,
      ...(validator === undefined ? {} : { validator }),
      ...(freshFor === undefined ? {} : { freshFor }),
      ...(forEver === true ? { forEver } : {}),
    };
    const text = writeStored(key, kept);
    if (text.length > LARGEST_ANSWER) {
      memory.doubt(key, now);
      patience.failed(key, 'garbled', clock());
      log(`An answer is too large to be kept, ${text.length} characters: ${key}`);
      return;
    }
    refreshed.delete(key);
    patience.answered(key, clock());
    memory.set(key, kept, text.length);
    store?.save(key, text);
    store?.cleanUp(lifetimes.keepFor);
  }

  /** An answer that came with another one's bytes fills a gap, or replaces what is no longer fresh. */
  function takeAlong(key: string, asked: Asked, now: number): void {
    if (asked.answer.state === 'unknown' || memory.isFresh(key, now)) return;
    const { validator: _, ...rest } = asked;
    take(key, rest, now);
  }

  function end(ask: Ask): void {
    asks.delete(ask.key);
    ask.finish();
    arrivals.announce();
  }

  /** Takes back what waits in a lane and nobody wants any more. */
  function dropIfUnwanted(ask: Ask): void {
    if (ask.waiters > 0 || ask.inBackground || ask.job.state !== 'waiting') return;
    ask.job.state = 'dropped';
    end(ask);
  }

  function hostLane(route: Route): Lane {
    const { origin } = new URL(route.base);
    const lane = hosts.get(origin) ?? createLane(perHost);
    hosts.set(origin, lane);
    return lane;
  }

  function count(key: string, from: 'kept' | 'asked'): void {
    if (counted.has(key)) return;
    counted.add(key);
    if (from === 'kept') cacheHits += 1;
  }

  /** One line for each new trouble of an address, however many questions it concerns. */
  function logFailure({ route, question }: Ask, { answer, detail }: Asked): void {
    if (answer.state !== 'unknown') {
      logged.delete(route.base);
      return;
    }
    const trouble = `${answer.why}${detail === undefined ? '' : `, ${detail}`}`;
    if (logged.get(route.base) === trouble) return;
    logged.set(route.base, trouble);
    log(`Could not check ${questionKey(question)} at ${route.base}: ${trouble}`);
  }

  function through(router: Router): FolderAnswers {
    function peek<Q extends Question>(question: Q): Answer<FactFor<Q>> {
      const routing = router(question);
      const way = wayOf(routing);
      if (way === undefined) return { state: 'unknown', why: routing.open ? 'not-asked' : routing.why };
      const key = keyOf(way.route, question);
      const told = memory.shown(key, clock(), way.network);
      // The key holds the kind of question, and only answers of that kind are kept under it.
      if (told !== undefined) return told as Answer<AnyFact> as Answer<FactFor<Q>>;
      if (way.network === 'offline') return { state: 'unknown', why: 'offline' };
      if (asks.has(key)) return { state: 'unknown', why: 'asking' };
      const why = patience.why(key);
      return why === undefined ? NOT_ASKED : { state: 'unknown', why };
    }

    async function settle(questions: readonly Question[], signal?: AbortSignal): Promise<void> {
      const awaited: Ask[] = [];
      const isCancelled = () => signal?.aborted === true || isOver();
      const waitFor = (question: Question) => {
        const ask = begin(question, router(question), 'screen');
        if (ask === undefined) return;
        ask.waiters += 1;
        awaited.push(ask);
      };
      if (!isCancelled()) await visitInSlices(questions, waitFor, isCancelled);
      await untilAborted(Promise.all(awaited.map(ask => ask.done)), signal);
      for (const ask of awaited) {
        ask.waiters -= 1;
        dropIfUnwanted(ask);
      }
    }

    return {
      peek,
      settle,
      want(questions, urgency) {
        const wantOne = (question: Question) => {
          const ask = begin(question, router(question), urgency);
          if (ask !== undefined) ask.inBackground = true;
        };
        void visitInSlices(questions, wantOne, isOver);
      },
      refresh(questions) {
        for (const question of questions) {
          const way = wayOf(router(question));
          if (way === undefined) continue;
          const key = keyOf(way.route, question);
          memory.age(key);
          patience.forget(key);
          refreshed.set(key, clock());
        }
      },
    };
  }

  return {
    through,
    onArrival: listener => arrivals.listen(listener),
    stats: {
      get questions() {
        return counted.size;
      },
      get cacheHits() {
        return cacheHits;
      },
    },
    get pending() {
      return asks.size;
    },
    async close() {
      stopping.abort();
      arrivals.close();
      for (const ask of asks.values()) ask.finish();
      asks.clear();
      await store?.close();
    },
  };
}

/** Who may see an answer is part of its key, so nobody is shown what another one's credentials opened. */
function keyOf(route: Route, question: Question): string {
  return `${route.base} ${route.identity} ${questionKey(question)}`;
}

/** The route, if what is kept for it may be shown: `offline` still shows, anything else that closes a route does not. */
function wayOf(routing: Routing): { readonly route: Route; readonly network: Network } | undefined {
  if (routing.open) return { route: routing.route, network: 'online' };
  if (routing.why !== 'offline' || routing.route === undefined) return undefined;
  return { route: routing.route, network: 'offline' };
}

function jobOf(urgency: Urgency, run: () => Promise<void>): Job {
  return { urgency, state: 'waiting', run };
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
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  await Promise.race([work, aborted]);
  signal.removeEventListener('abort', stop);
}
