import type { AnyFact } from '../model/answer.ts';
import type { PackagePlace, Question } from '../model/question.ts';
import type { Asked, Page } from './registry.ts';
import { originOf, type Route } from './route.ts';

/** The question whether a release is there after all: see `Question`. */
export type Afresh = Extract<Question, { ask: 'release' }>;

/**
 * Pages of packages that are asked past all caches, because what is kept lacks a version that somebody wants. One page
 * answers for all versions that are looked for at about the same time.
 */
export interface SecondLooks {
  /**
   * What the page says of the version. The page itself goes along, for what is kept is older. Never rejects where
   * `askPage` does not.
   *
   * @param askPage asks for the page, past all caches
   * @param pick what the page says of the version; `undefined`: nothing
   */
  of(
    question: Afresh,
    route: Route,
    now: number,
    askPage: () => Promise<Asked>,
    pick: (fact: AnyFact) => AnyFact | undefined,
  ): Promise<Asked>;
}

/** Milliseconds. Shorter than it takes to publish a release and to lock it. */
const HOLDS_FOR_MS = 10_000;

export function createSecondLooks(): SecondLooks {
  const looks = new Map<string, { readonly at: number; readonly page: Promise<Asked> }>();
  return {
    async of(question, route, now, askPage, pick) {
      // The oldest come first, and a lockfile has thousands that are young.
      for (const [key, { at }] of looks) {
        if (now < at + HOLDS_FOR_MS) break;
        looks.delete(key);
      }
      const key = `${originOf(route)} ${question.name}`;
      const { page } = looks.get(key) ?? { page: askPage() };
      if (!looks.has(key)) looks.set(key, { at: now, page });
      return versionIn(await page, pageQuestion(question), pick);
    },
  };
}

/** Who installs it is all the same to such a question. */
export function pageOfSecondLook({ source, ...asked }: Afresh): Page | undefined {
  return source === undefined ? undefined : { question: asked, pick: fact => fact, missing: 'version' };
}

/** An ETag confirms the page, and is nothing to the version. */
function versionIn(
  { answer, detail, freshFor }: Asked,
  question: Question,
  pick: (fact: AnyFact) => AnyFact | undefined,
): Asked {
  if (answer.state === 'unknown') return { answer, ...(detail === undefined ? {} : { detail }) };
  const besides = {
    ...(freshFor === undefined ? {} : { freshFor }),
    also: [{ question, answer, isNewest: true as const }],
  };
  if (answer.state === 'absent') return { answer, ...besides };
  const { asOf } = answer;
  const fact = pick(answer.fact);
  return fact === undefined
    ? { answer: { state: 'absent', missing: 'version', asOf }, ...besides }
    : { answer: { state: 'known', fact, asOf }, ...besides };
}

function pageQuestion({ registry, name }: PackagePlace): Question {
  return { ask: 'package', registry, name };
}
