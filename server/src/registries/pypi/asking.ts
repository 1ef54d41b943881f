import type { Http } from '../../http/http.ts';
import type { Ignorance } from '../../model/answer.ts';
import { type Freshness, freshnessOf } from '../freshness.ts';
import type { Asking } from '../registry.ts';
import type { Route } from '../route.ts';
import { createGet, type Get } from './client.ts';
import { isHtmlRoot, readHtmlPage } from './html-page.ts';
import { isJsonRoot, readJsonPage } from './json-page.ts';
import type { Proofs } from './proofs.ts';
import type { Reply } from './replies.ts';
import type { SimplePage } from './simple-page.ts';

/** What the indexes of a route say of a project: the pages of those that have it. */
export type Found =
  | { readonly is: 'found'; readonly pages: readonly SimplePage[]; readonly freshness: Freshness }
  | { readonly is: 'unchanged'; readonly freshness: Freshness }
  | { readonly is: 'absent' }
  | { readonly is: 'untold'; readonly why: Ignorance; readonly detail: string };

/**
 * The same of one index. `silent`: it has no file of the project, which may mean that it hides it; beside another that
 * has some that is all the same, since it hides them from pip as well.
 */
type FoundHere = Found | (Omit<Extract<Found, { is: 'untold' }>, 'is'> & { readonly is: 'silent' });

/** All that asking about one project needs. */
export interface Scene {
  readonly http: Http;
  readonly proofs: Proofs;
  /** In canonical form. */
  readonly project: string;
  readonly asking: Asking;
  /** Whether even the first answer must not be a cache's. */
  readonly pastCaches: boolean;
}

/**
 * Asks the indexes of a route as its client does: those before it in their order, of which the first that has the
 * project counts, then its own and those beside it as one. What one of them could not tell is told by none: it may be
 * the very one that counts.
 */
export async function askIndexes(scene: Scene, route: Route): Promise<Found> {
  for (const mirror of route.mirrors ?? []) {
    const { mirrors: _, ...alone } = mirror;
    const found = await askIndexes(withoutEarlier(scene), alone);
    if (found.is !== 'absent') return found;
  }
  const { beside = [] } = route;
  const isAlone = beside.length === 0 && route.mirrors === undefined;
  const one = isAlone ? scene : withoutEarlier(scene);
  const all = await Promise.all([route, ...beside].map(each => askOne(one, each)));
  const failure = all.find(found => found.is === 'untold');
  if (failure !== undefined) return failure;
  const pages = all.flatMap(found => (found.is === 'found' ? found.pages : []));
  const silent = all.find(found => found.is === 'silent');
  if (pages.length === 0 && silent !== undefined) return { ...silent, is: 'untold' };
  const [only] = all.filter(found => found.is === 'found' || found.is === 'unchanged');
  if (only === undefined) return { is: 'absent' };
  return all.length === 1 ? only : { is: 'found', pages, freshness: shortest(all) };
}

/** One validator cannot confirm what several indexes say. */
function withoutEarlier(scene: Scene): Scene {
  const { earlier: _, ...asking } = scene.asking;
  return { ...scene, asking };
}

function shortest(all: readonly FoundHere[]): Freshness {
  const times = all.map(found => (found.is === 'found' ? found.freshness.freshFor : undefined));
  return times.includes(undefined) ? {} : { freshFor: Math.min(...times.map(Number)) };
}

/**
 * Asks one index. A 404 counts where a second answer past all caches says the same, and where the base shows that it is
 * an index.
 */
async function askOne(scene: Scene, route: Route): Promise<FoundHere> {
  const login = await route.login();
  if (login.is === 'broken') return untold('refused', login.detail);
  const { asking, project, pastCaches } = scene;
  const get = createGet(scene.http, login, asking);
  const address = `${route.base}/${project}/`;
  const { earlier } = asking;
  const how = earlier === undefined ? { pastCaches } : { pastCaches, validator: earlier.validator };
  const first = read(scene, route, await get(address, how));
  if (first !== 'missing') return first;
  if (login.is === 'anonymous' && login.withheld === true) {
    return untold('refused', 'answered 404 to nobody, and the credential that is configured is not used');
  }
  const second = read(scene, route, await get(address, { pastCaches: true }));
  if (second !== 'missing') return second;
  const isIndex = await scene.proofs.isIndex(route.base, asking.now, () => showsRoot(get, route.base));
  return isIndex ? { is: 'absent' } : silent('answered a 404 that may be any server’s');
}

function read({ proofs, project }: Scene, route: Route, reply: Reply): FoundHere | 'missing' {
  switch (reply.is) {
    case 'json':
    case 'html': {
      const page = reply.is === 'json' ? readJsonPage(reply.document, project) : readHtmlPage(reply.html, project);
      if (page === undefined) return untold('garbled', `what came is not the page of \`${project}\``);
      if (reply.isOwn) proofs.shown(route.base);
      // Some indexes say so of each name that they do not have, or do not show.
      if (page.files.length + page.versions.length === 0 && page.status === undefined) {
        return silent('listed no file, and said nothing of the project');
      }
      return { is: 'found', pages: [page], freshness: freshnessOf(reply) };
    }
    case 'unchanged':
      return { is: 'unchanged', freshness: freshnessOf(reply) };
    case 'not-found':
      return readMissing(reply.says);
    case 'head':
      return untold('garbled', 'sent an empty body');
    case 'failure':
      return untold(reply.why, reply.detail);
  }
}

function readMissing(says: Extract<Reply, { is: 'not-found' }>['says']): FoundHere | 'missing' {
  switch (says) {
    case 'nothing':
      return 'missing';
    case 'refused':
      return untold('refused', 'answered 404, as it does of what is private');
    case 'not-its-own':
      return untold('garbled', 'answered 404 from another address');
  }
}

/**
 * The list of all projects may be some thirty megabytes, so its type is looked at first, which tells unless it is any
 * page of HTML. Who has so many projects sends the page of one soon.
 */
async function showsRoot(get: Get, base: string): Promise<boolean> {
  const head = await get(`${base}/`, { headOnly: true });
  if (head.is === 'head' && head.isSimple) return true;
  const root = await get(`${base}/`, { maxBytes: LARGEST_ROOT });
  switch (root.is) {
    case 'json':
      return root.isOwn && isJsonRoot(root.document);
    case 'html':
      return root.isOwn && isHtmlRoot(root.html);
    case 'head':
    case 'unchanged':
    case 'not-found':
    case 'failure':
      return false;
  }
}

function untold(why: Ignorance, detail: string): Extract<Found, { is: 'untold' }> {
  return { is: 'untold', why, detail };
}

/** 4 MiB. */
const LARGEST_ROOT = 4 * 1024 * 1024;

function silent(detail: string): Extract<FoundHere, { is: 'silent' }> {
  return { is: 'silent', why: 'garbled', detail };
}
