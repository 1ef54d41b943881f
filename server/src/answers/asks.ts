import { LargeMap } from '../model/large-map.ts';
import type { RegistryId } from '../model/names.ts';
import { type Question, questionKey, registryOf } from '../model/question.ts';
import type { Asked, Registry } from '../registries/registry.ts';
import type { Route } from '../registries/route.ts';
import type { AnswerStats, Urgency } from './answers.ts';
import type { Backoff } from './backoff.ts';
import type { Cache } from './cache.ts';
import { createLulls } from './lulls.ts';
import { createQueue, type Job, type Queue } from './queue.ts';
import { keyOf, type Network, type Way } from './way.ts';

/** The questions that are on their way: to the disk first, and to their registries where that is not enough. */
export interface Asks {
  /** Sees to it that a question gets asked. `undefined` where nothing needs to be or may be asked now. */
  begin(question: Question, way: Way, urgency: Urgency): Ask | undefined;
  /**
   * Takes over what is kept on disk of a question that nothing is known of, and tells its key where that was something.
   * Never rejects.
   */
  recall(question: Question, way: Way): Promise<string | undefined>;
  isUnderWay(key: string): boolean;
  readonly pending: number;
  readonly stats: AnswerStats;
  /** See `Answers.forsake`. */
  forsake(): void;
  /** Ends what is under way; callers that wait are released. */
  close(): void;
}

/** One question on its way, shared by all who have it. */
export interface Ask {
  /** Resolves when the answer is there, or cannot be had. */
  readonly done: Promise<void>;
  /** A caller that does not wait wants it, so it is asked even when all callers that wait go away. */
  keepGoing(): void;
  /**
   * One more caller waits for it. Call what comes back when the wait is over: what waits in the queue for no caller is
   * dropped.
   */
  join(): () => void;
}

export interface AsksOptions {
  readonly registries: Readonly<Record<RegistryId, Registry>>;
  readonly cache: Cache;
  readonly backoff: Backoff;
  readonly clock: () => number;
  /** How many questions may be put to an origin at a time now. */
  readonly perHost: (origin: string) => number;
  /** Takes lines for the log, without credentials. */
  readonly log: (line: string, level?: 'warning') => void;
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
  /** Where it stands in a queue, waiting or running. */
  job: Job;
  queue: Queue;
  waiters: number;
  inBackground: boolean;
  readonly finish: () => void;
}

/** Files read at a time; more do not help, as Node has four threads for them. */
const DISK_WIDTH = 8;
const MOST_LET_GO = 10;

export function createAsks(options: AsksOptions): Asks {
  const { registries, cache, backoff, clock, perHost, log, onChange } = options;
  const disk = createQueue(() => DISK_WIDTH);
  /** By origin, and by base address, of which an origin may have several. */
  const hosts = new Map<string, Queue>();
  const errands = new LargeMap<Errand>();
  const stopping = new AbortController();
  const lulls = createLulls();
  /** Questions that let the next one go and are not answered yet. */
  let letGo = 0;
  const counted = new Set<string>();
  let cacheHits = 0;
  /** The last trouble of each address. */
  const logged = new Map<string, string>();

  function begin(question: Question, way: Way, urgency: Urgency): Errand | undefined {
    if (stopping.signal.aborted) return undefined;
    const key = keyOf(way.route, question);
    const running = errands.get(key);
    if (running !== undefined) {
      running.queue.moveUp(running.job, urgency);
      if (way.network === 'online') running.network = 'online';
      return running;
    }
    if (!isDue(key, way.network)) {
      if (cache.get(key) !== undefined) count(key, 'asked');
      return undefined;
    }
    let finish: () => void = () => undefined;
    const done = new Promise<void>(resolve => {
      finish = resolve;
    });
    const [queue, step] = cache.hasDisk ? [disk, look] : [hostQueue(way.route), put];
    const job = jobOf(urgency, free => step(errand, free));
    const errand: Errand = {
      ...{ key, question, ...way, job, queue, done, finish },
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
    queue.add(job);
    return errand;
  }

  function isDue(key: string, network: Network): boolean {
    if (cache.isFresh(key)) return false;
    // Off the network there is nothing but the disk, and what it had is in memory already.
    if (network === 'offline' && (!cache.hasDisk || cache.get(key) !== undefined)) return false;
    if (network === 'online' && backoff.why(key) === 'offline') return true;
    return backoff.mayAsk(key, clock());
  }

  async function recall(question: Question, { route, network }: Way): Promise<string | undefined> {
    const key = keyOf(route, question);
    if (cache.get(key) !== undefined) return undefined;
    await cache.recall(key, question.ask);
    countKept(key, network);
    return cache.get(key) === undefined ? undefined : key;
  }

  /** Looks on the disk, and goes on to the registry if it must. */
  async function look(errand: Errand, free: () => void): Promise<void> {
    const { key, question } = errand;
    await cache.recall(key, question.ask);
    if (!cache.isFresh(key)) {
      // All that is not there is looked for together.
      free();
      await cache.lookAgain(key, question.ask);
    }
    if (stopping.signal.aborted) return;
    if (cache.isFresh(key) || errand.network === 'offline') {
      if (!countKept(key, errand.network)) backoff.failed(key, 'offline', clock());
      end(errand);
      return;
    }
    errand.queue = hostQueue(errand.route);
    errand.job = jobOf(errand.job.urgency, free => put(errand, free));
    errand.queue.add(errand.job);
  }

  /** Puts the question to its registry. What came of it is read when nothing that is to be sent waits for that. */
  async function put(errand: Errand, free: () => void): Promise<void> {
    const { key, question, route } = errand;
    // Another question's answer may have brought this one along meanwhile.
    if (!cache.isFresh(key)) {
      const asked = await askRegistry(errand, free);
      if (stopping.signal.aborted) return;
      take(key, question.ask, asked);
      takeAlong(route, asked);
      logFailure(errand, asked);
    }
    count(key, 'asked');
    end(errand);
  }

  async function askRegistry(errand: Errand, free: () => void): Promise<Asked> {
    const { key, question, route } = errand;
    let hasLetGo = false;
    const { validator, answer } = cache.get(key) ?? {};
    const earlier = validator !== undefined && answer?.state === 'known' ? { fact: answer.fact, validator } : undefined;
    try {
      return await registries[registryOf(question)].ask(question, route, {
        now: clock(),
        signal: stopping.signal,
        received() {
          // Some ask more after that, before which what is more urgent would have to wait.
          if (!hasLetGo && lulls.hasRoom && letGo < MOST_LET_GO) {
            hasLetGo = true;
            letGo += 1;
            free();
          }
          return lulls.wait(errand.job.urgency === 'waited');
        },
        ...(earlier === undefined ? {} : { earlier }),
      });
    } catch (error) {
      // Promised not to happen. Were it to happen, the question must not wait for ever.
      return { answer: { state: 'unknown', why: 'garbled' }, detail: `the client failed: ${String(error)}` };
    } finally {
      if (hasLetGo) letGo -= 1;
    }
  }

  function take(key: string, ask: Question['ask'], asked: Asked): void {
    const { answer } = asked;
    const isKept = answer.state !== 'unknown' && cache.keep(key, ask, answer, asked);
    if (isKept) {
      backoff.answered(key, clock());
      return;
    }
    if (answer.state !== 'unknown') log(`An answer is too large to be kept: ${key}`);
    cache.doubt(key);
    backoff.failed(key, answer.state === 'unknown' ? answer.why : 'garbled', clock());
  }

  /**
   * Answers that came with another one's bytes fill gaps, or replace what is no longer fresh, or for sure older.
   */
  function takeAlong(route: Route, { also = [], freshFor }: Asked): void {
    for (const { question, answer, forEver = false, isNewest = false } of also) {
      const key = keyOf(route, question);
      if (answer.state === 'unknown' || (cache.isFresh(key) && !isNewest)) continue;
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

  function hostQueue(route: Route): Queue {
    const known = hosts.get(route.base);
    if (known !== undefined) return known;
    const { origin } = new URL(route.base);
    const queue = hosts.get(origin) ?? createQueue(() => perHost(origin));
    hosts.set(origin, queue);
    hosts.set(route.base, queue);
    return queue;
  }

  /** Whether what is kept is answer enough. */
  function countKept(key: string, network: Network): boolean {
    const isEnough = (cache.isFresh(key) || network === 'offline') && cache.shown(key, network) !== undefined;
    if (isEnough) count(key, 'kept');
    return isEnough;
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
    log(`Could not check ${questionKey(question)} at ${route.base}: ${trouble}`, 'warning');
  }

  return {
    begin,
    recall,
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
    forsake() {
      for (const errand of [...errands.values()]) {
        if (errand.job.state !== 'waiting' || !IN_NO_HURRY.includes(errand.job.urgency)) continue;
        errand.inBackground = false;
        if (errand.waiters > 0) continue;
        errand.job.state = 'dropped';
        end(errand);
      }
    },
    close() {
      stopping.abort();
      for (const errand of errands.values()) errand.finish();
      errands.clear();
    },
  };
}

/** What is asked for the sake of documents that nobody looks at. */
export const IN_NO_HURRY: readonly Urgency[] = ['folder', 'lockfiles'];

function jobOf(urgency: Urgency, run: Job['run']): Job {
  return { urgency, state: 'waiting', run };
}
