import npa from 'npm-package-arg';
import type { HttpOutcome } from '../http/http.ts';
import type { Answer, AnyFact, HistoryFact, Ignorance, PackageFact, ReleaseFact } from '../model/answer.ts';
import type { Question } from '../model/question.ts';
import { parseJsonObject } from './json.ts';
import { type NpmPackageDocument, readPackageDocument, readVersionDocument } from './npm-documents.ts';
import type { Asked, Asking, MakeRegistry } from './registry.ts';
import type { Login } from './route.ts';

/**
 * npm's registry (npm/registry, docs/REGISTRY-API.md; what the client asks: pacote, lib/registry.js).
 *
 * Whatever seems to be missing is asked a second time past all caches. The long document is asked by rules only when
 * something seems to be gone, so it is that second look, and always past caches.
 */
export const makeNpmRegistry: MakeRegistry = http => ({
  id: 'npm',
  async ask(question, route, asking) {
    if (!('registry' in question)) return unknown('garbled', 'not a question about a package');
    const path = pathOf(question.name);
    if (path === undefined) return unknown('garbled', `\`${question.name}\` is no name that npm allows`);
    const login = await route.login();
    if (login.is === 'broken') return unknown('refused', login.detail);
    const authorization = authorizationOf(login);
    const address = `${route.base}/${path}`;
    const get: Get = async (url, accept, how) =>
      documentOf(
        await http.send({
          method: 'GET',
          url,
          headers: {
            accept,
            ...(how.pastCaches === true ? { 'cache-control': 'no-cache' } : {}),
            ...(how.validator === undefined ? {} : { 'if-none-match': how.validator }),
          },
          ...(authorization === undefined ? {} : { authorization }),
          maxBytes: LARGEST_DOCUMENT,
          redirects: 'anywhere',
          ...(asking.signal === undefined ? {} : { signal: asking.signal }),
        }),
      );
    const scene: Scene = { get, address, asking, name: question.name, mayBeHidden: mayBeHidden(question.name, login) };
    switch (question.ask) {
      case 'package':
        return askPackage(scene);
      case 'history':
        return askHistory(scene);
      case 'release':
        return askRelease(scene, question.version);
    }
  },
});

/** 64 MiB: several times the largest known package document. */
const LARGEST_DOCUMENT = 64 * 1024 * 1024;
/** As pacote asks for the short document; a registry that does not know it sends the long one. */
const SHORT = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';
const LONG = 'application/json';

/** All that asking about one package needs. */
interface Scene {
  readonly get: Get;
  /** Of the package document. */
  readonly address: string;
  readonly name: string;
  readonly asking: Asking;
  /** A 404 may mean that the package is private and the user's credential was not sent. */
  readonly mayBeHidden: boolean;
}

/** More than any registry says for an error, in bytes. */
const LONGEST_ERROR = 4096;

type Get = (url: string, accept: string, how: { pastCaches?: boolean; validator?: string }) => Promise<NpmDocument>;

/** What a registry sent, before anybody looked at the fields. */
type NpmDocument =
  | ({ readonly is: 'document'; readonly json: Record<string, unknown> } & Freshness)
  | ({ readonly is: 'unchanged' } & Freshness)
  /** 404. Its body may still say that the package once was; `isJson` tells whether a registry may have written it. */
  | { readonly is: 'not-found'; readonly json: Record<string, unknown> | undefined; readonly isJson: boolean }
  /** The registry does not know this kind of request, or something in between answered with a page. */
  | { readonly is: 'unsupported'; readonly detail: string }
  | { readonly is: 'failure'; readonly why: Ignorance; readonly detail: string };

type Freshness = Pick<Asked, 'validator' | 'freshFor'>;

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
        also: [{ question: packageOf(scene), answer: known(scene, found.document.fact) }],
      };
    }
    case 'absent':
      return noPackage(scene, packageOf(scene));
    case 'untold':
      return found.asked;
  }
}

/**
 * The version's own document is the smallest that tells. Registries that do not serve it answer 404, 405 or 400, or send
 * something else; the package document then decides.
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
      if (release !== undefined) return { ...freshnessOf(got), answer: known(scene, release) };
      break;
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
        ...also([{ question: packageOf(scene), answer: known(scene, fact) }, historyAnswer(scene, found.document)]),
      };
    }
    case 'absent':
      return noPackage(scene, packageOf(scene));
    case 'untold':
      return found.asked;
  }
}

type Found =
  | {
      readonly is: 'found';
      readonly document: NpmPackageDocument;
      readonly freshness: Freshness;
      /** It came past all caches, so what it does not list is not there. */
      readonly isFresh?: true;
    }
  | { readonly is: 'absent' }
  | { readonly is: 'untold'; readonly asked: Asked };

/**
 * What an answer at the package's address says. Where it says 404, or lists no release, the long document is asked past
 * all caches: some registries don't know the short form (pacote falls back in the same way), and only the long form tells
 * that a package was taken back.
 */
async function packageIn(scene: Scene, first: NpmDocument): Promise<Found> {
  const found = readFound(scene, first);
  if (found.is === 'untold' || (found.is === 'found' && found.document.fact.releases.length > 0)) return found;
  const long = await scene.get(scene.address, LONG, { pastCaches: true });
  // Registries say it in JSON. A server that routes nothing here, as behind a wrong base address, says 404 of everything.
  if (long.is === 'not-found' && !long.isJson) return untold('garbled', 'answered a 404 that is not a registry’s');
  const second = readFound(scene, long);
  // An ETag of the long form would not confirm the short one.
  return second.is === 'found' ? { ...second, freshness: {}, isFresh: true } : second;
}

function readFound(scene: Scene, got: NpmDocument): Found {
  switch (got.is) {
    case 'document': {
      const document = readPackageDocument(got.json, scene.name);
      return document === undefined
        ? untold('garbled', `what came is not the package document of \`${scene.name}\``)
        : { is: 'found', document, freshness: freshnessOf(got) };
    }
    case 'not-found': {
      const document = got.json === undefined ? undefined : readPackageDocument(got.json, scene.name);
      if (document?.fact.standing.is === 'unpublished') return { is: 'found', document, freshness: {} };
      return scene.mayBeHidden
        ? untold('refused', 'answered 404 to nobody, and the credential that the folder names is not used')
        : { is: 'absent' };
    }
    case 'unchanged':
      return untold('garbled', 'answered 304 to a request without a condition');
    case 'unsupported':
      return untold('garbled', got.detail);
    case 'failure':
      return untold(got.why, got.detail);
  }
}

function documentOf(outcome: HttpOutcome): NpmDocument {
  if (outcome.is === 'failure') return outcome;
  const { status, headers, bytes, url } = outcome;
  const where = new URL(url).host;
  const failure = (why: Ignorance, what: string): NpmDocument => ({ is: 'failure', why, detail: `${where} ${what}` });
  if (status === 304) return { is: 'unchanged', ...readFreshness(headers) };
  if (status === 401 || status === 403) return failure('refused', `answered ${status}`);
  if (status === 429) return failure('throttled', 'answered 429');
  if (status >= 500) return failure('unreachable', `answered ${status}`);
  if (status === 400 || status === 405) return { is: 'unsupported', detail: `${where} answered ${status}` };
  if (status !== 200 && status !== 404) return failure('garbled', `answered ${status}`);
  // A proxy's or a portal's page, whatever its status.
  if (isHtml(headers, bytes)) return { is: 'unsupported', detail: `${where} answered ${status} with a page of HTML` };
  const json = parseJsonObject(bytes);
  if (status === 404) return { is: 'not-found', json, isJson: json !== undefined || isJsonString(bytes) };
  return json === undefined
    ? failure('garbled', 'sent a body that is no JSON document')
    : { is: 'document', json, ...readFreshness(headers) };
}

function isHtml(headers: Readonly<Record<string, string>>, bytes: Uint8Array): boolean {
  if (/\bx?html\b/i.test(headers['content-type'] ?? '')) return true;
  return /^\ufeff?\s*</.test(Buffer.from(bytes.subarray(0, 64)).toString('utf8'));
}

/** Whether a body is the bare string in JSON that some registries send for an error. */
function isJsonString(bytes: Uint8Array): boolean {
  try {
    return typeof JSON.parse(Buffer.from(bytes.subarray(0, LONGEST_ERROR)).toString('utf8')) === 'string';
  } catch {
    return false;
  }
}

/** RFC 9111, section 4.2.1. What may not be kept is left to the default, or it would be asked for ever. */
function readFreshness(headers: Readonly<Record<string, string>>): Freshness {
  const maxAge = Number(/(?:^|[\s,])max-age="?(\d+)/i.exec(headers['cache-control'] ?? '')?.[1] ?? 0);
  const left = maxAge - Number(/^\d+$/.exec(headers.age ?? '')?.[0] ?? 0);
  return {
    ...(headers.etag === undefined ? {} : { validator: headers.etag }),
    ...(left > 0 ? { freshFor: left * 1000 } : {}),
  };
}

function freshnessOf({ validator, freshFor }: Freshness): Freshness {
  return {
    ...(validator === undefined ? {} : { validator }),
    ...(freshFor === undefined ? {} : { freshFor }),
  };
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

/** The name in an address, with the slash of a scope escaped as npm does; `undefined` for a name that npm forbids. */
function pathOf(name: string): string | undefined {
  try {
    return npa.resolve(name, '*', '/').escapedName ?? undefined;
  } catch {
    return undefined;
  }
}

function authorizationOf(login: Exclude<Login, { is: 'broken' }>): string | undefined {
  switch (login.is) {
    case 'anonymous':
      return undefined;
    case 'basic':
      return `Basic ${Buffer.from(`${login.user}:${login.password}`, 'utf8').toString('base64')}`;
    case 'bearer':
    case 'identity':
      return `Bearer ${login.token}`;
  }
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

function unknown(why: Ignorance, detail: string): Asked {
  return { answer: { state: 'unknown', why }, detail };
}

function untold(why: Ignorance, detail: string): Found {
  return { is: 'untold', asked: unknown(why, detail) };
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
