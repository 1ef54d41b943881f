import type { Http } from '../../http/http.ts';
import type { Ignorance } from '../../model/answer.ts';
import type { Asking } from '../registry.ts';
import type { Route } from '../route.ts';
import { createGet, type Get } from './client.ts';
import { isHtmlRoot, readHtmlPage } from './html-page.ts';
import { isJsonRoot, readJsonPage } from './json-page.ts';
import type { Proofs } from './proofs.ts';
import { type Freshness, freshnessOf, type Reply } from './replies.ts';
import type { SimplePage } from './simple-page.ts';

/** What the indexes of a route say of a project: the pages of those that have it. */
export type Found =
  | { readonly is: 'found'; readonly pages: readonly SimplePage[]; readonly freshness: Freshness }
  | { readonly is: 'unchanged'; readonly freshness: Freshness }
  | { readonly is: 'absent' }
  | { readonly is: 'untold'; readonly why: Ignorance; readonly detail: string };

/** All that asking about one project needs. */
export interface Scene {
  readonly http: Http;
  readonly proofs: Proofs;
  /** In canonical form. */
  readonly project: string;
  readonly asking: Asking;
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
  if (beside.length === 0) return askOne(route.mirrors === undefined ? scene : withoutEarlier(scene), route);
  const all = await Promise.all([route, ...beside].map(each => askOne(withoutEarlier(scene), each)));
  const untold = all.find(found => found.is === 'untold');
  if (untold !== undefined) return untold;
  const pages = all.flatMap(found => (found.is === 'found' ? found.pages : []));
  return pages.length === 0 ? { is: 'absent' } : { is: 'found', pages, freshness: shortest(all) };
}

/** One validator cannot confirm what several indexes say. */
function withoutEarlier(scene: Scene): Scene {
  const { earlier: _, ...asking } = scene.asking;
  return { ...scene, asking };
}

function shortest(all: readonly Found[]): Freshness {
  const times = all.map(found => (found.is === 'found' ? found.freshness.freshFor : undefined));
  return times.includes(undefined) ? {} : { freshFor: Math.min(...times.map(Number)) };
}

/**
 * Asks one index. A 404 counts where a second answer past all caches says the same, and where the base shows that it is
 * an index.
 */
async function askOne(scene: Scene, route: Route): Promise<Found> {
  const login = await route.login();
  if (login.is === 'broken') return untold('refused', login.detail);
  const { asking, project } = scene;
  const get = createGet(scene.http, login, asking);
  const address = `${route.base}/${project}/`;
  const { earlier } = asking;
  const first = read(scene, route, await get(address, earlier === undefined ? {} : { validator: earlier.validator }));
  if (first !== 'missing') return first;
  if (login.is === 'anonymous' && login.withheld === true) {
    return untold('refused', 'answered 404 to nobody, and the credential that is configured is not used');
  }
  const second = read(scene, route, await get(address, { pastCaches: true }));
  if (second !== 'missing') return second;
  const isIndex = await scene.proofs.isIndex(route.base, asking.now, () => showsRoot(get, route.base));
  return isIndex ? { is: 'absent' } : untold('garbled', 'answered a 404 that may be any server’s');
}

function read({ proofs, project }: Scene, route: Route, reply: Reply): Found | 'missing' {
  switch (reply.is) {
    case 'json':
    case 'html': {
      const page = reply.is === 'json' ? readJsonPage(reply.document, project) : readHtmlPage(reply.html, project);
      if (page === undefined) return untold('garbled', `what came is not the page of \`${project}\``);
      if (reply.isOwn) proofs.shown(route.base);
      // Some indexes say so of each name that they do not have, or do not show.
      if (page.files.length + page.versions.length === 0 && page.status === undefined) {
        return untold('garbled', 'listed no file, and said nothing of the project');
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

function readMissing(says: Extract<Reply, { is: 'not-found' }>['says']): Found | 'missing' {
  switch (says) {
    case 'nothing':
      return 'missing';
    case 'refused':
      return untold('refused', 'answered 404, as it does of what is private');
    case 'not-its-own':
      return untold('garbled', 'answered 404 from another address');
  }
}

/** The list of all projects may be large, so its type is looked at first, which tells unless it is any page of HTML. */
async function showsRoot(get: Get, base: string): Promise<boolean> {
  const head = await get(`${base}/`, { headOnly: true });
  if (head.is === 'head' && head.isSimple) return true;
  const root = await get(`${base}/`, {});
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
