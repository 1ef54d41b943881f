import type { AnswerStore, Answers, FolderAnswers } from '../../server/src/answers/index.ts';
import { createAnswers } from '../../server/src/answers/index.ts';
import { ECOSYSTEMS } from '../../server/src/ecosystems/index.ts';
import type { Answer, AnyFact, Ignorance } from '../../server/src/model/answer.ts';
import type { RegistryId } from '../../server/src/model/names.ts';
import { type Question, questionKey } from '../../server/src/model/question.ts';
import type { Asked, Asking, Registry } from '../../server/src/registries/registry.ts';
import type { Route, Routing } from '../../server/src/registries/route.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What the fake registry says; `held` keeps the question waiting until {@link World.release}. */
export type Outcome = Partial<Omit<Asked, 'answer'>> &
  (
    | { readonly says: 'known'; readonly fact?: AnyFact }
    | { readonly says: 'absent' }
    | { readonly says: 'unknown'; readonly why?: Ignorance }
  );

/** Answers over a registry, a clock and a network that the test commands. */
export interface World {
  readonly answers: Answers;
  readonly folder: FolderAnswers;
  /** What the registry was asked, in order, as `release npm a 1.0.0`. */
  readonly asked: string[];
  readonly askings: Asking[];
  readonly log: string[];
  now: number;
  /** What the registry says from now on, to every question or to one. */
  says: Outcome | ((question: Question) => Outcome);
  /** While true, what is asked waits. */
  held: boolean;
  routing: (route: Route) => Routing;
  /** Lets go what waits. Questions asked afterwards wait again while `held`. */
  release(): Promise<void>;
}

export const ROUTE: Route = {
  base: 'https://registry.example/npm',
  identity: '',
  login: async () => ({ is: 'anonymous' }),
};

export interface WorldOptions {
  readonly store?: AnswerStore;
  readonly perHost?: number;
  readonly now?: number;
  readonly freshFor?: number;
  readonly keepFor?: number;
  readonly route?: Route;
  /** See `Registry.page`; absent: each question has a document of its own. */
  readonly page?: NonNullable<Registry['page']>;
}

/** Fresh for 10 minutes and kept for 7 days, as the settings' defaults are. */
export function createWorld(options: WorldOptions = {}): World {
  const waiting: (() => void)[] = [];
  const registry: Registry = {
    id: 'npm',
    ...(options.page === undefined ? {} : { page: options.page }),
    async ask(question, _, asking) {
      world.asked.push(questionKey(question));
      world.askings.push(asking);
      if (world.held) await new Promise<void>(resolve => waiting.push(resolve));
      const outcome = typeof world.says === 'function' ? world.says(question) : world.says;
      return askedOf(outcome, asking.now);
    },
  };
  const route = options.route ?? ROUTE;
  const answers = createAnswers({
    registries: Object.fromEntries(Object.values(ECOSYSTEMS).map(({ id }) => [id, { ...registry, id }])) as Record<
      RegistryId,
      Registry
    >,
    ...(options.store === undefined ? {} : { store: options.store }),
    clock: () => world.now,
    lifetimes: { freshFor: options.freshFor ?? 10 * MINUTE, keepFor: options.keepFor ?? 7 * DAY },
    perHost: () => options.perHost ?? 10,
    log: line => world.log.push(line),
  });
  const world: World = {
    answers,
    folder: answers.through(() => world.routing(route)),
    asked: [],
    askings: [],
    log: [],
    now: options.now ?? Date.UTC(2026, 5, 1),
    says: { says: 'known' },
    held: false,
    routing: open => ({ open: true, route: open }),
    async release() {
      for (const go of waiting.splice(0)) go();
      await turns();
    },
  };
  return world;
}

function askedOf(outcome: Outcome, now: number): Asked {
  const { says, ...rest } = outcome;
  return { ...rest, answer: answerOf(outcome, now) };
}

function answerOf(outcome: Outcome, asOf: number): Answer<AnyFact> {
  switch (outcome.says) {
    case 'known':
      return { state: 'known', fact: outcome.fact ?? LIVE, asOf };
    case 'absent':
      return { state: 'absent', missing: 'version', asOf };
    case 'unknown':
      return { state: 'unknown', why: outcome.why ?? 'unreachable' };
  }
}

export const LIVE = { version: '1.0.0', standing: { is: 'live' } } as const satisfies AnyFact;
export const DEPRECATED = {
  version: '1.0.0',
  standing: { is: 'deprecated', message: 'Use something else.' },
} as const satisfies AnyFact;

export function release(name: string, version = '1.0.0'): Question & { ask: 'release' } {
  return { ask: 'release', registry: 'npm', name, version };
}

/** What a test says of an answer: its state, and the reason where it is unknown. */
export function stateOf(answer: Answer<unknown>): string {
  return answer.state === 'unknown' ? answer.why : answer.state;
}

/** Lets promises that are ready go on; nothing waits for time. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise<void>(resolve => setImmediate(resolve));
}
