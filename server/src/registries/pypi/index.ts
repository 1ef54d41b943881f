import type { Http } from '../../http/http.ts';
import type { AnyFact, PackageFact, ReleaseFact } from '../../model/answer.ts';
import { comparePep440, parsePep440 } from '../../model/pep440.ts';
import type { Question } from '../../model/question.ts';
import { createLoadCheck } from '../attested.ts';
import type { Asked, Asking, Page, Registry } from '../registry.ts';
import type { Route } from '../route.ts';
import { createSecondLooks, pageOfSecondLook } from '../second-looks.ts';
import { askIndexes } from './asking.ts';
import { canonicalName } from './file-names.ts';
import { packageFactOf } from './project.ts';
import { createProofs } from './proofs.ts';
import { askProvenance } from './provenance.ts';
import { unknown } from './unknown.ts';

/**
 * Indexes of Python packages by the simple repository API, in JSON and in HTML (PEP 503, 592, 691, 700, 792): one page
 * for each project answers all that is asked of it. The base is the root of the API.
 */
export const makePypiRegistry = (http: Http, loadCheck = createLoadCheck()): Registry => {
  const proofs = createProofs();
  const secondLooks = createSecondLooks();

  async function askProject(name: string, route: Route, asking: Asking, pastCaches: boolean): Promise<Asked> {
    const project = canonicalName(name);
    if (!PROJECT.test(project)) return unknown('garbled', `\`${name}\` is no name of a project`);
    const found = await askIndexes({ http, proofs, project, asking, pastCaches }, route);
    const { now: asOf, earlier } = asking;
    switch (found.is) {
      case 'found':
        return {
          ...found.freshness,
          answer: { state: 'known', fact: packageFactOf(found.pages, project), asOf },
        };
      case 'unchanged':
        if (earlier === undefined) return unknown('garbled', 'answered 304 to a request without a condition');
        return {
          validator: earlier.validator,
          ...found.freshness,
          answer: { state: 'known', fact: earlier.fact, asOf },
        };
      case 'absent':
        return { answer: { state: 'absent', missing: 'package', asOf } };
      case 'untold':
        return unknown(found.why, found.detail);
    }
  }

  return {
    id: 'pypi',
    async ask(question, route, asking) {
      if (question.ask === 'release' && question.afresh === true) {
        const { name, version } = question;
        const { earlier: _, ...afresh } = asking;
        const askPage = () => askProject(name, route, afresh, true);
        return secondLooks.of(question, route, asking.now, askPage, fact => releaseIn(fact, version));
      }
      if (question.ask === 'provenance') {
        const project = canonicalName(question.name);
        if (!PROJECT.test(project)) return unknown('garbled', `\`${question.name}\` is no name of a project`);
        return askProvenance({ http, project, asking }, route, question.version, loadCheck);
      }
      if (question.ask !== 'package') return unknown('garbled', 'no document answers this');
      return askProject(question.name, route, asking, false);
    },
    page: pageOf,
  };
};

/** PEP 508, "Names", in canonical form. */
const PROJECT = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/**
 * The page of a project answers for its releases and their dates too. Where it is to be had is in the route by then, so
 * that all files that lead to one place ask once.
 */
function pageOf(question: Question): Page | undefined {
  if (!('registry' in question)) return undefined;
  const { registry, name, source } = question;
  const whole: Question = { ask: 'package', registry, name };
  switch (question.ask) {
    case 'package':
      return source === undefined ? undefined : { question: whole, pick: fact => fact, missing: 'package' };
    case 'terms':
      return undefined;
    case 'provenance': {
      const { source: _, ...alone } = question;
      return source === undefined ? undefined : { question: alone, pick: fact => fact, missing: 'version' };
    }
    case 'release':
      if (question.afresh === true) return pageOfSecondLook(question);
      return { question: whole, pick: fact => releaseIn(fact, question.version), missing: 'version' };
    case 'history':
      return { question: whole, pick: datesIn, missing: 'package' };
  }
}

function releaseIn(fact: AnyFact, text: string): ReleaseFact | undefined {
  const wanted = parsePep440(text);
  if (!isPackage(fact) || wanted === undefined) return undefined;
  return fact.releases.find(({ version }) => {
    const read = version === text ? wanted : parsePep440(version);
    return read !== undefined && comparePep440(read, wanted) === 0;
  });
}

function datesIn(fact: AnyFact): AnyFact | undefined {
  if (!isPackage(fact)) return undefined;
  const dated = fact.releases.flatMap(({ version, published }) =>
    published === undefined ? [] : [[version, published]],
  );
  return { published: Object.fromEntries(dated) };
}

function isPackage(fact: AnyFact): fact is PackageFact {
  return 'releases' in fact;
}
