import validateName from 'validate-npm-package-name';
import type { Http } from '../../http/http.ts';
import type { Answer, AnyFact, HistoryFact, PackageFact, ReleaseFact } from '../../model/answer.ts';
import type { Question } from '../../model/question.ts';
import { createLoadCheck } from '../attested.ts';
import { type Freshness, freshnessOf } from '../freshness.ts';
import type { Asked, Asking, Page, Registry } from '../registry.ts';
import type { Login } from '../route.ts';
import { createGet, LONG, SHORT } from './client.ts';
import { type NpmPackageDocument, readVersionDocument } from './documents.ts';
import { packageIn, type Scene, showsRegistry, unknown } from './found.ts';
import { createProofs } from './proofs.ts';
import { askProvenance } from './provenance.ts';

/**
 * npm's registry (npm/registry, docs/REGISTRY-API.md; what the client asks: pacote, lib/registry.js).
 *
 * Whatever seems to be missing is asked a second time past all caches, and is absent where both answers say so in the
 * words of a registry, from a base that shows that it is one. The long document is asked by rules only when something
 * seems to be gone, so it is that second look, and always past caches.
 */
export const makeNpmRegistry = (http: Http, loadCheck = createLoadCheck()): Registry => {
  const proofs = createProofs();
  return {
    id: 'npm',
    async ask(question, route, asking) {
      if (!('registry' in question)) return unknown('garbled', 'not a question about a package');
      const path = pathOf(question.name);
      if (path === undefined) return unknown('garbled', `\`${question.name}\` is no name that npm allows`);
      const login = await route.login();
      if (login.is === 'broken') return unknown('refused', login.detail);
      const scene: Scene = {
        get: createGet(http, login, asking),
        base: route.base,
        proofs,
        address: `${route.base}/${path}`,
        name: question.name,
        asking,
        isAnonymous: login.is === 'anonymous',
        mayBeHidden: mayBeHidden(question.name, login),
      };
      switch (question.ask) {
        case 'package':
          return askPackage(scene);
        case 'terms':
          return unknown('garbled', 'no document answers this');
        case 'provenance':
          return askProvenance(scene, `${route.base}/-/npm/v1/attestations/${path}`, question.version, loadCheck);
        case 'history':
          return askHistory(scene);
        case 'release':
          return askRelease(scene, question.version);
      }
    },
    page: pageOf,
  };
};

/**
 * Who installs a package decides what is chosen, and nothing of what is asked: a question without that is the same for
 * all.
 */
function pageOf(question: Question): Page | undefined {
  if (!('registry' in question) || question.source === undefined) return undefined;
  const { source: _, ...asked } = question;
  return { question: asked, pick: fact => fact, missing: 'package' };
}

async function askPackage(scene: Scene): Promise<Asked> {
  const { asking } = scene;
  const got = await scene.get(scene.address, SHORT, validatorOf(asking));
  if (got.is === 'unchanged') return confirmed(asking, got);
  const found = await packageIn(scene, got);
  switch (found.is) {
    case 'found':
      return {
        ...found.freshness,
        answer: known(scene, found.document.fact),
        ...also([found.isFresh === true ? historyAnswer(scene, found.document) : undefined]),
      };
    case 'absent':
      return noPackage(scene, historyOf(scene));
    case 'untold':
      return found.asked;
  }
}

async function askHistory(scene: Scene): Promise<Asked> {
  const { asking } = scene;
  const got = await scene.get(scene.address, LONG, { ...validatorOf(asking), pastCaches: true });
  if (got.is === 'unchanged') return confirmed(asking, got);
  const found = await packageIn(scene, got);
  switch (found.is) {
    case 'found': {
      const history: HistoryFact = found.document.history ?? { published: {} };
      return {
        ...found.freshness,
        answer: known(scene, history),
        also: [{ question: packageOf(scene), answer: known(scene, found.document.fact), isNewest: true }],
      };
    }
    case 'absent':
      return noPackage(scene, packageOf(scene));
    case 'untold':
      return found.asked;
  }
}

/**
 * The version's own document is the smallest that tells. Registries that do not serve it answer 404, 405 or 400, or
 * send something else; the package document then decides.
 */
async function askRelease(scene: Scene, version: string): Promise<Asked> {
  const { asking, name } = scene;
  const got = await scene.get(`${scene.address}/${encodeURIComponent(version)}`, LONG, validatorOf(asking));
  switch (got.is) {
    case 'unchanged':
      return confirmed(asking, got);
    case 'failure':
      return unknown(got.why, got.detail);
    case 'document': {
      const release = readVersionDocument(got.json, name, version);
      if (release === undefined) break;
      showsRegistry(scene, got);
      return { ...freshnessOf(got), answer: known(scene, release) };
    }
    case 'not-found':
    case 'unsupported':
      break;
  }
  const found = await packageIn(scene, await scene.get(scene.address, SHORT, { pastCaches: true }));
  switch (found.is) {
    case 'found': {
      const { fact } = found.document;
      const release = fact.releases.find(candidate => candidate.version === version);
      return {
        answer: release === undefined ? absent(scene, 'version') : known<ReleaseFact>(scene, release),
        ...also([
          { question: packageOf(scene), answer: known(scene, fact), isNewest: true },
          historyAnswer(scene, found.document),
        ]),
      };
    }
    case 'absent':
      return noPackage(scene, packageOf(scene));
    case 'untold':
      return found.asked;
  }
}

function validatorOf({ earlier }: Asking): { validator?: string } {
  return earlier === undefined ? {} : { validator: earlier.validator };
}

function confirmed({ earlier, now }: Asking, freshness: Freshness): Asked {
  if (earlier === undefined) return unknown('garbled', 'answered 304 to a request without a condition');
  return {
    validator: earlier.validator,
    ...freshnessOf(freshness),
    answer: { state: 'known', fact: earlier.fact, asOf: now },
  };
}

/**
 * The name in an address, with the slash of a scope escaped as npm does (npm-package-arg, `setName`); `undefined` for a
 * name that npm forbids.
 */
function pathOf(name: string): string | undefined {
  return validateName(name).validForOldPackages ? name.replace('/', '%2f') : undefined;
}

/** Registries answer 404 to whoever may not see a package, and what is private has a scope. */
function mayBeHidden(name: string, login: Login): boolean {
  return name.startsWith('@') && login.is === 'anonymous' && login.withheld === true;
}

function known<Fact extends PackageFact | HistoryFact | ReleaseFact>(scene: Scene, fact: Fact): Answer<AnyFact> {
  return { state: 'known', fact, asOf: scene.asking.now };
}

function absent(scene: Scene, missing: 'package' | 'version'): Answer<AnyFact> {
  return { state: 'absent', missing, asOf: scene.asking.now };
}

/** The answer where there is no package, which answers the other question about it too. */
function noPackage(scene: Scene, other: Question): Asked {
  const answer = absent(scene, 'package');
  return { answer, also: [{ question: other, answer }] };
}

function packageOf({ name }: Scene): Question {
  return { ask: 'package', registry: 'npm', name };
}

function historyOf({ name }: Scene): Question {
  return { ask: 'history', registry: 'npm', name };
}

type Also = NonNullable<Asked['also']>[number];

function historyAnswer(scene: Scene, { history }: NpmPackageDocument): Also | undefined {
  return history === undefined ? undefined : { question: historyOf(scene), answer: known(scene, history) };
}

function also(answers: readonly (Also | undefined)[]): { also?: readonly Also[] } {
  const told = answers.filter(answer => answer !== undefined);
  return told.length === 0 ? {} : { also: told };
}
