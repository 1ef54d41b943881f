import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { createBodyMemory } from './body-memory.ts';
import { ACCEPT_ENCODING } from './decode.ts';
import { createDispatchers } from './dispatchers.ts';
import { exchange } from './exchange.ts';
import { createGate } from './gate.ts';
import type { HostTrouble, Http, HttpLimits, HttpOutcome, HttpRequest } from './http.ts';
import { createHostManners, type HostManners } from './manners.ts';
import type { Exchanged } from './receive.ts';
import { redactedUrl } from './redact.ts';
import { firstHop, type Hop, headersFor, nextHop, redirectTarget } from './redirects.ts';
import {
  type Failure,
  garbled,
  isStarting,
  isTooMuch,
  outcomeOf,
  reason,
  retryDelay,
  showsFailure,
  troubleOf,
} from './shown.ts';

export interface HttpOptions {
  readonly limits: HttpLimits;
  /**
   * Takes lines for the log, without credentials. They are about single requests: who asks tells of what came of a
   * question, once.
   */
  readonly log: (line: string, level: 'debug') => void;
  /** Who asks, with an address for questions, as registries want it. */
  readonly userAgent?: string;
  /** Where `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are read, in either case. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** When a request may begin its last try, on the clock of `performance.now`. */
interface Patience {
  lastStart: number | undefined;
}

/** Where a hop leads: the host as it is to everybody, and as it is to those whom the same origin led there. */
interface AskedHost {
  readonly origin: string;
  readonly itself: HostManners;
  readonly host: HostManners;
}

const MOST_REDIRECTS = 5;
/** So long a 404 waits at most for what the host says to others at the same time. */
const LONGEST_SECOND_THOUGHT_MS = 2_000;
/**
 * Requests over all origins at a time. One that takes longer than {@link PLACE_MS} lets the next one begin beside it,
 * so that origins that hang hold up nobody; it waits on while bodies stand still for want of room.
 */
const MOST_REQUESTS = 128;
const PLACE_MS = 2_000;
/**
 * Makes the process's way out.
 *
 * How long one request can take: each try has its limits for connecting, headers and silence; there is one retry over
 * all hops; hops and retries together begin no new try after twice the limits for connecting and headers. A host that
 * lets two limits in a row pass is left alone for a minute, whoever asked, so a thousand questions to a hanging host
 * end as soon as two do.
 */
export function createHttp(options: HttpOptions): Http {
  const { limits, log } = options;
  const dispatchers = createDispatchers(limits, options.environment);
  /** By origin and who led there, so that what a stranger's redirect brings about is not held against the host. */
  const hosts = new Map<string, HostManners>();
  /** By the host that led there. */
  const troubles = new Map<string, HostTrouble>();
  const memory = createBodyMemory();
  const everybody = createGate(() => MOST_REQUESTS);
  let requests = 0;
  let bytes = 0;

  function mannersOf(origin: string, ledBy = origin): HostManners {
    const key = `${origin} ${ledBy}`;
    const known = hosts.get(key);
    if (known) return known;
    const made = createHostManners(limits.perHost);
    hosts.set(key, made);
    return made;
  }

  function asked({ url, ledBy }: Hop): AskedHost {
    const { origin } = url;
    const itself = mannersOf(origin);
    return { origin, itself, host: ledBy === origin ? itself : mannersOf(origin, ledBy) };
  }

  /** One try at one address, in its turn. */
  async function attempt(
    request: HttpRequest,
    hop: Hop,
    { origin, itself, host }: AskedHost,
    patience: Patience,
  ): Promise<Exchanged | Failure> {
    const { url, outward } = hop;
    const queued = performance.now();
    const leave = await host.gate.enter(request.signal);
    if (leave === undefined) return { is: 'cancelled' };
    const leaveAll = host.refusal(Date.now()) ? () => {} : await everybody.enter(request.signal, origin);
    if (leaveAll === undefined) {
      leave();
      return { is: 'cancelled' };
    }
    const place = setInterval(() => memory.isShort || leaveAll(), PLACE_MS);
    // Waiting in line is our own doing and does not count.
    patience.lastStart =
      (patience.lastStart ?? queued + 2 * (limits.connect + limits.headers)) + performance.now() - queued;
    const ended = host.underWay.begin();
    try {
      const refusal = host.refusal(Date.now()) ?? itself.refusal(Date.now());
      if (refusal) return { is: 'failure', why: refusal.why, detail: `${url.host} ${refusal.detail}` };
      requests += 1;
      const paced = host.pace.begin(performance.now());
      const exchanged = await exchange({
        dispatcher: await (outward ? dispatchers.outward() : dispatchers.open()),
        url,
        method: request.method,
        headers: {
          'accept-encoding': ACCEPT_ENCODING,
          'user-agent': options.userAgent ?? 'registry-lens',
          ...headersFor(request, hop),
        },
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(request.signal === undefined ? {} : { signal: request.signal }),
        maxBytes: request.maxBytes,
        limits,
        memory,
        onBytes: count => {
          bytes += count;
        },
      });
      if (exchanged.is === 'response' && !isTooMuch(exchanged)) {
        paced.answered(performance.now(), exchanged.firstByte, host.gate.isFull);
      }
      if (isTooMuch(exchanged)) paced.refused(performance.now());
      if (exchanged.is === 'timed-out') host.timedOut(Date.now());
      if (exchanged.is === 'response') host.answered(Date.now(), exchanged.headers);
      if (showsFailure(exchanged)) host.failed(Date.now());
      const trouble = troubleOf(exchanged);
      if (trouble !== undefined) troubles.set(new URL(hop.ledBy).host, trouble);
      if (exchanged.is !== 'response' || exchanged.status !== 429) return exchanged;
      const pause = host.throttled(Date.now(), exchanged.headers['retry-after']);
      troubles.set(new URL(hop.ledBy).host, { is: 'paused', until: Date.now() + pause });
      const detail = `${url.host} answered 429, left alone for ${Math.ceil(pause / 1000)} s`;
      log(`${request.method} ${redactedUrl(url.href)}: ${detail}`, 'debug');
      return { is: 'failure', why: 'throttled', detail };
    } finally {
      ended();
      clearInterval(place);
      leaveAll();
      leave();
    }
  }

  async function send(request: HttpRequest): Promise<HttpOutcome> {
    if (!URL.canParse(request.url)) return { is: 'failure', why: 'garbled', detail: 'an invalid address' };
    const patience: Patience = { lastStart: undefined };
    let retries = request.method === 'POST' ? 0 : 1;
    let redirects = 0;
    // One signal cancels as many requests as its owner likes; Node warns of more than ten.
    if (request.signal) setMaxListeners(0, request.signal);
    const first = await firstHop(request, dispatchers);
    if (typeof first === 'string') return told(request, request.url, garbled(`${new URL(request.url).host} ${first}`));
    let hop = first;
    for (;;) {
      const its = asked(hop);
      const exchanged = await attempt(request, hop, its, patience);
      const again = retries > 0 ? retryDelay(exchanged) : undefined;
      if (again !== undefined && performance.now() + again < (patience.lastStart ?? 0)) {
        retries -= 1;
        log(`${request.method} ${redactedUrl(hop.url.href)}: ${reason(exchanged)}; trying once more`, 'debug');
        await delay(again, undefined, request.signal ? { signal: request.signal } : {}).catch(() => undefined);
        continue;
      }
      const isLastWord = exchanged.is === 'response' && exchanged.status === 404 && request.method === 'GET';
      if (isLastWord && !isFailing(its)) await secondThought(its);
      const outcome = outcomeOf(exchanged, hop.url, isFailing(its) || isStarting(exchanged));
      const location = redirectTarget(request, outcome);
      // What a host in its pause answers is no news.
      if (location === undefined) return exchanged.is === 'failure' ? outcome : told(request, hop.url.href, outcome);
      redirects += 1;
      const next =
        redirects > MOST_REDIRECTS
          ? `redirects more than ${MOST_REDIRECTS} times`
          : await nextHop(request, hop, location, dispatchers);
      if (typeof next === 'string') return told(request, hop.url.href, garbled(`${hop.url.host} ${next}`));
      if (performance.now() > (patience.lastStart ?? 0)) {
        return told(request, hop.url.href, {
          is: 'failure',
          why: 'unreachable',
          detail: `${hop.url.host} redirected for too long`,
        });
      }
      hop = next;
    }
  }

  function told(request: HttpRequest, url: string, outcome: HttpOutcome): HttpOutcome {
    if (outcome.is === 'failure')
      log(`${request.method} ${redactedUrl(url)}: ${outcome.why}: ${outcome.detail}`, 'debug');
    return outcome;
  }

  return {
    send,
    stats: {
      get requests() {
        return requests;
      },
      get bytes() {
        return bytes;
      },
    },
    limits() {
      const now = Date.now();
      return [...hosts].flatMap(([key, host]) => {
        const [origin = '', ledBy] = key.split(' ');
        const limit = origin === ledBy ? host.limit(now) : undefined;
        return limit === undefined ? [] : [{ host: new URL(origin).host, ...limit }];
      });
    },
    atATime: origin => mannersOf(origin).pace.width,
    trouble: host => troubles.get(host),
    close: () => dispatchers.close(),
  };
}

function isFailing({ itself, host }: AskedHost): boolean {
  const now = Date.now();
  return itself.isFailing(now) || host.isFailing(now);
}

/** Whoever is told 404 first would not know that the host fails those who are asking it just now. */
async function secondThought({ itself, host }: AskedHost): Promise<void> {
  const both = new Set([itself, host]);
  await Promise.all([...both].map(({ underWay }) => underWay.settled(LONGEST_SECOND_THOUGHT_MS)));
}
