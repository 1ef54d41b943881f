import type { RegistryId } from '../model/names.ts';
import { type Question, questionKey, registryOf } from '../model/question.ts';
import type { Asked, Registry } from '../registries/registry.ts';
import type { Route } from '../registries/route.ts';
import type { AnswerStats, Urgency } from './answers.ts';
import type { Cache } from './cache.ts';
import { createLane, type Job, type Lane } from './lane.ts';
import type { Patience } from './patience.ts';
import { keyOf, type Network, type Way } from './way.ts';

/** The questions that are on their way: to the disk first, and to their registries where that is not enough. */
export interface Asks {
  /** Sees to it that a question gets asked. `undefined` where nothing needs to be or may be asked now. */
  begin(question: Question, way: Way, urgency: Urgency): Ask | undefined;
  isUnderWay(key: string): boolean;
  readonly pending: number;
  readonly stats: AnswerStats;
  /** Ends what is under way; nobody is left waiting. */
  close(): void;
}

/** One question on its way, shared by all who have it. */
export interface Ask {
  /** Resolves when the answer is there, or cannot be had. */
  readonly done: Promise<void>;
  /** It is wanted by somebody who does not wait, so it is asked even when all who wait go away. */
  keepGoing(): void;
  /**
   * One more waits for it. Call what comes back when the wait is over: what waits in a lane and nobody wants is
   * dropped.
   */
  join(): () => void;
}

export interface AsksOptions {
  readonly registries: Readonly<Record<RegistryId, Registry>>;
  readonly shelf: Cache;
  readonly patience: Patience;
  readonly clock: () => number;
  /** Questions put to one origin at a time. */
  readonly perHost: number;
  /** Takes lines for the log, without credentials. */
  readonly log: (line: string) => void;
  /**
   * What is known under a key is otherwise than before: a question was answered or given up, or is another's answer.
   */
  readonly onChange: (key: string) => void;
}

interface Errand extends Ask {
  readonly key: string;
  readonly question: Question;
  readonly route: Route;
  /** Online as soon as one who is online wants it too. */
  network: Network;
  /** Where it stands in a lane, waiting or running. */
  job: Job;
  lane: Lane;
  waiters: number;
  inBackground: boolean;
  readonly finish: () => void;
}

/** Files read at a time; more do not help, as Node has four threads for them. */
const DISK_WIDTH = 8;

export function createAsks(options: AsksOptions): Asks {
  const { registries, shelf, patience, clock, perHost, log, onChange } = options;
  const disk = createLane(DISK_WIDTH);
  const hosts = new Map<string, Lane>();
  const errands = new Map<string, Errand>();
  const stopping = new AbortController();
  const counted = new Set<string>();
  let cacheHits = 0;
  /** The last trouble of each address. */
  const logged = new Map<string, string>();

  function begin(question: Question, way: Way, urgency: Urgency): Errand | undefined {
    if (stopping.signal.aborted) return undefined;
    const key = keyOf(way.route, question);
    const running = errands.get(key);
    if (running !== undefined) {
      if (urgency === 'screen') running.lane.moveUp(running.job);
      if (way.network === 'online') running.network = 'online';
      return running;
    }
    if (!isDue(key, way.network)) {
      if (shelf.get(key) !== undefined) count(key, 'asked');
      return undefined;
    }
    let finish: () => void = () => undefined;
    const done = new Promise<void>(resolve => {
      finish = resolve;
    });
    const [lane, step] = shelf.hasDisk ? [disk, look] : [hostLane(way.route), put];
    const job = jobOf(urgency, () => step(errand));
    const errand: Errand = {
      ...{ key, question, ...way, job, lane, done, finish },
      waiters: 0,
      inBackground: false,
      keepGoing: () => {
        errand.inBackground = true;
      },
      join: () => {
        errand.waiters += 1;
        return () => leave(errand);
      },
    };
    errands.set(key, errand);
    lane.add(job);
    return errand;
  }

  function isDue(key: string, network: Network): boolean {
    if (shelf.isFresh(key)) return false;
    // Off the network there is nothing but the disk, and what it had is in memory already.
    if (network === 'offline' && (!shelf.hasDisk || shelf.get(key) !== undefined)) return false;
    if (network === 'online' && patience.why(key) === 'offline') return true;
    return patience.mayAsk(key, clock());
  }

  /** Looks on the disk, and goes on to the registry if it must. */
  async function look(errand: Errand): Promise<void> {
    const { key, question } = errand;
    await shelf.load(key, question.ask);
    if (stopping.signal.aborted) return;
    if (shelf.isFresh(key) || errand.network === 'offline') {
      if (shelf.shown(key, errand.network) !== undefined) count(key, 'kept');
      else patience.failed(key, 'offline', clock());
      end(errand);
      return;
    }
    errand.lane = hostLane(errand.route);
    errand.job = jobOf(errand.job.urgency, () => put(errand));
    errand.lane.add(errand.job);
  }

  /** Puts the question to its registry. */
  async function put(errand: Errand): Promise<void> {
    const { key, question, route } = errand;
    // Another question's answer may have brought this one along meanwhile.
    if (!shelf.isFresh(key)) {
      const asked = await askRegistry(key, question, route);
      if (stopping.signal.aborted) return;
      take(key, question.ask, asked);
      takeAlong(route, asked);
      logFailure(errand, asked);
    }
    count(key, 'asked');
    end(errand);
  }

  async function askRegistry(key: string, question: Question, route: Route): Promise<Asked> {
    const { validator, answer } = shelf.get(key) ?? {};
    const earlier = validator !== undefined && answer?.state === 'known' ? { fact: answer.fact, validator } : undefined;
    try {
      return await registries[registryOf(question)].ask(question, route, {
        now: clock(),
        signal: stopping.signal,
        ...(earlier === undefined ? {} : { earlier }),
      });
    } catch (error) {
      // Promised not to happen. Were it to happen, the question must not wait for ever.
      return { answer: { state: 'unknown', why: 'garbled' }, detail: `the client failed: ${String(error)}` };
    }
  }

  function take(key: string, ask: Question['ask'], asked: Asked): void {
    const { answer } = asked;
    const isKept = answer.state !== 'unknown' && shelf.keep(key, ask, answer, asked);
    if (isKept) {
      patience.answered(key, clock());
      return;
    }
    if (answer.state !== 'unknown') log(`An answer is too large to be kept: ${key}`);
    shelf.doubt(key);
    patience.failed(key, answer.state === 'unknown' ? answer.why : 'garbled', clock());
  }

  /** Answers that came with another one's bytes fill gaps, or replace what is no longer fresh. */
  function takeAlong(route: Route, { also = [], freshFor }: Asked): void {
    for (const { question, answer, forEver = false } of also) {
      const key = keyOf(route, question);
      if (answer.state === 'unknown' || shelf.isFresh(key)) continue;
      onChange(key);
      take(key, question.ask, { answer, forEver, ...(freshFor === undefined ? {} : { freshFor }) });
    }
  }

  function leave(errand: Errand): void {
    errand.waiters -= 1;
    if (errand.waiters > 0 || errand.inBackground || errand.job.state !== 'waiting') return;
    errand.job.state = 'dropped';
    end(errand);
  }

  function end(errand: Errand): void {
    errands.delete(errand.key);
    errand.finish();
    onChange(errand.key);
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
  function logFailure({ route, question }: Errand, { answer, detail }: Asked): void {
    if (answer.state !== 'unknown') {
      logged.delete(route.base);
      return;
    }
    const trouble = `${answer.why}${detail === undefined ? '' : `, ${detail}`}`;
    if (logged.get(route.base) === trouble) return;
    logged.set(route.base, trouble);
    log(`Could not check ${questionKey(question)} at ${route.base}: ${trouble}`);
  }

  return {
    begin,
    isUnderWay: key => errands.has(key),
    get pending() {
      return errands.size;
    },
    stats: {
      get questions() {
        return counted.size;
      },
      get cacheHits() {
        return cacheHits;
      },
    },
    close() {
      stopping.abort();
      for (const errand of errands.values()) errand.finish();
      errands.clear();
    },
  };
}

function jobOf(urgency: Urgency, run: () => Promise<void>): Job {
  return { urgency, state: 'waiting', run };
}
