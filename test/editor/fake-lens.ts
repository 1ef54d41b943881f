import type { FolderOptions, Lens, LensFolder, LensOptions, OnArrival } from '../../server/src/lens.ts';
import { type Answer, type AnyFact, NOT_ASKED, type Peek } from '../../server/src/model/answer.ts';
import { createDerive } from '../../server/src/model/derive.ts';
import { type Question, questionKey } from '../../server/src/model/question.ts';
import { lookUpBy } from '../support/judged-by.ts';

/** A lens whose registries say what the test says, when the test says it. Until then they hang. */
export interface FakeLens {
  readonly createLens: (options: LensOptions) => Lens;
  /** What was asked so far, as question keys, each time that it was put. */
  readonly wanted: { readonly key: string; readonly urgency: string }[];
  /** The folders that were opened, each time. */
  readonly opened: FolderOptions[];
  /** How often a rule looked an answer up. */
  looks: number;
  /** How many were made. */
  lenses: number;
  /** How often what waits was given up. */
  forsaken: number;
  /** Whether packages are on their default registry. */
  isDefault: boolean;
  /** Where questions go. */
  whereabouts: LensFolder['whereabouts'];
  /** Why asking again failed. */
  failure: LensFolder['failure'];
  /** What hosts allow. */
  limits: Lens['limits'];
  /** Called after each question, and when a folder is opened. */
  onUse: () => void;
  /** Lets the registries say something, and tells whoever waits. */
  answer(...answers: (readonly [Question, Answer<AnyFact>])[]): void;
}

export function createFakeLens(): FakeLens {
  const known = new Map<string, Answer<AnyFact>>();
  const open = new Set<string>();
  const wanted: FakeLens['wanted'] = [];
  const opened: FolderOptions[] = [];
  const listeners = new Set<OnArrival>();
  const waiting = new Set<() => void>();
  const derive = createDerive();

  function folder(options: FolderOptions): LensFolder {
    const peek = ((question: Question): Answer<AnyFact> => {
      if (!options.trusted) return { state: 'unknown', why: 'untrusted' };
      const key = questionKey(question);
      return known.get(key) ?? (open.has(key) ? { state: 'unknown', why: 'asking' } : NOT_ASKED);
    }) as Peek;
    const { settings } = options;
    const whole: LensFolder = {
      settings,
      peek,
      derive,
      lookUp(question) {
        fake.looks += 1;
        return lookUpBy(peek)(question);
      },
      recall: async () => new Set(),
      want(questions, urgency) {
        if (!options.trusted) return;
        for (const question of questions) {
          const key = questionKey(question);
          wanted.push({ key, urgency });
          if (!known.has(key)) open.add(key);
        }
        fake.onUse();
      },
      settle: (questions, signal) =>
        new Promise(resolve => {
          const look = () => {
            if (!(signal?.aborted || !options.trusted || questions.every(question => known.has(questionKey(question)))))
              return;
            waiting.delete(look);
            resolve();
          };
          for (const question of questions) wanted.push({ key: questionKey(question), urgency: 'settle' });
          fake.onUse();
          waiting.add(look);
          signal?.addEventListener('abort', look);
          look();
        }),
      refresh(questions) {
        for (const question of questions) wanted.push({ key: questionKey(question), urgency: 'refresh' });
      },
      goesToDefaultRegistry: () => fake.isDefault,
      whereabouts: question => (options.trusted ? fake.whereabouts(question) : undefined),
      failure: question => fake.failure(question),
      at: async () => whole,
      isStale: async () => false,
    };
    return whole;
  }

  const fake: FakeLens = {
    createLens: () => {
      fake.lenses++;
      return {
        async openFolder(options) {
          opened.push(options);
          fake.onUse();
          return folder(options);
        },
        onArrival(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        gather: () => () => new Set(),
        http: { requests: 0, bytes: 0 },
        get limits() {
          return fake.limits;
        },
        answers: { questions: 0, cacheHits: 0 },
        get pending() {
          return open.size;
        },
        forsake() {
          fake.forsaken += 1;
        },
        async close() {},
        async forget() {},
      };
    },
    looks: 0,
    forsaken: 0,
    lenses: 0,
    wanted,
    opened,
    isDefault: true,
    whereabouts: () => undefined,
    failure: () => undefined,
    limits: [],
    onUse() {},
    answer(...answers) {
      for (const [question, answer] of answers) {
        known.set(questionKey(question), answer);
        open.delete(questionKey(question));
      }
      for (const look of [...waiting]) look();
      const keys = new Set(answers.map(([question]) => questionKey(question)));
      for (const listener of [...listeners]) listener(keys);
    },
  };
  return fake;
}
