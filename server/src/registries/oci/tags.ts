import type { TagsFact } from '../../model/answer.ts';
import type { OciClient, OciPlace, OciReply, OciRequest } from './client.ts';
import { parseTags } from './documents.ts';
import { type Found, garbled, type OciResponse, refused } from './found.ts';
import { nextQuery } from './links.ts';
import { readNotFound } from './not-found.ts';

/** Where a repository's tags are listed, below it. */
export const TAGS_LIST = 'tags/list';

const PAGE_BYTES = 64 * 1024 * 1024;
/** The largest page that ECR gives; others give fewer than asked for and say where to go on. */
const TAGS_A_PAGE = 1000;
const MOST_PAGES = 30;

/**
 * Lists a repository's tags (distribution-spec, "Listing Tags"). The newest may be on the last page, so all are read,
 * up to a number that no honest repository has; a list that broke off in the middle is no list.
 */
export async function listTags(client: OciClient, place: OciPlace): Promise<Found<TagsFact>> {
  const tags = new Set<string>();
  const seen = new Set<string>();
  let query = `n=${TAGS_A_PAGE}`;
  for (let page = 0; page < MOST_PAGES && !seen.has(query); page += 1) {
    seen.add(query);
    const got = await getPage(client, place, query);
    if (got.is === 'unknown') return got;
    if (got.status === 404) {
      if (await isNamelessBy(client, got, place)) return { is: 'absent', missing: 'repository' };
      return readNotFound(got, place, TAGS_LIST) === 'refused' ? refused(got) : garbled(got, 'no list of tags');
    }
    const found = got.status === 200 ? parseTags(got.bytes) : undefined;
    if (found === undefined) return garbled(got, 'something that is no list of tags');
    for (const tag of found) tags.add(tag);
    const next = nextQuery(got.headers.link, got.url);
    if (next === undefined) return { is: 'found', fact: { tags: [...tags], complete: true } };
    query = next;
  }
  return { is: 'found', fact: { tags: [...tags], complete: false } };
}

/**
 * Whether a list of tags with status 404 says that there is no such repository; a registry that keeps no lists says 404
 * too.
 */
export async function isNamelessBy(client: OciClient, list: OciResponse, place: OciPlace): Promise<boolean> {
  const says = readNotFound(list, place, TAGS_LIST);
  return says === 'no-repository' || (says === 'no-something' && (await client.isRegistry(place)));
}

/** One page; a 404 is asked for again past all caches. */
async function getPage(client: OciClient, place: OciPlace, query: string): Promise<OciReply> {
  const path = `${TAGS_LIST}?${query}`;
  const request: OciRequest = { place, method: 'GET', path, accept: 'application/json', maxBytes: PAGE_BYTES };
  const got = await client.send(request);
  return got.is === 'response' && got.status === 404 ? client.send({ ...request, recheck: true }) : got;
}
