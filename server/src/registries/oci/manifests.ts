import type { ContentsFact, ManifestFact } from '../../model/answer.ts';
import { type Digest, type ImageName, parseDigest } from '../../model/names.ts';
import type { TagOrDigest } from '../../model/question.ts';
import type { Asked } from '../registry.ts';
import type { OciClient, OciPlace } from './client.ts';
import { isSchema1Type, MANIFEST_ACCEPT, MANIFEST_BYTES, parseManifest, parseTags, shapeOfType } from './documents.ts';
import { type Found, garbled, hashLike, type NotFound, type OciResponse, refused, unexpected } from './found.ts';
import { readNotFound } from './not-found.ts';
import { isNamelessBy, TAGS_LIST } from './tags.ts';

/** Reads manifests and indexes, and tells what is missing from what cannot be told. */
export interface Manifests {
  /** What a tag or digest resolves to, by its headers where they tell all. */
  resolve(place: OciPlace, image: ImageName, at: TagOrDigest): Promise<Found<ManifestFact>>;
  /** What is inside, from bytes that hash to the digest. */
  contents(place: OciPlace, image: ImageName, digest: Digest): Promise<Found<ContentsFact>>;
}

const LIST_BYTES = 64 * 1024 * 1024;
const MANY_CONTENTS = 200;

export function createManifests(client: OciClient): Manifests {
  /** What was read lately, by place and digest, so that a configuration costs no second pull of its manifest. */
  const recent = new Map<string, ContentsFact>();

  async function resolve(place: OciPlace, image: ImageName, at: TagOrDigest): Promise<Found<ManifestFact>> {
    const head = await client.send({ place, method: 'HEAD', ...target(at) });
    if (head.is === 'unknown') return head;
    switch (head.status) {
      case 200: {
        const fact = manifestOfHead(head, at);
        if (fact === undefined) return agreed(head, await download(place, image, at, 'first'));
        return { is: 'found', fact, also: 'tag' in at ? [manifestAnswer(image, fact, place.now)] : [] };
      }
      case 404:
        if (place.isMirror) return { is: 'absent', missing: 'tag' in at ? 'tag' : 'digest' };
        return download(place, image, at, 'second');
      // HEAD is not known everywhere.
      case 405:
      case 501:
        return download(place, image, at, 'first');
      default:
        return unexpected(head);
    }
  }

  /** Downloads and hashes; a 404 at first look is looked at a second time, past all caches. */
  async function download(
    place: OciPlace,
    image: ImageName,
    at: TagOrDigest,
    look: 'first' | 'second',
  ): Promise<Found<ManifestFact>> {
    const got = await client.send({ place, method: 'GET', ...target(at), recheck: look === 'second' });
    if (got.is === 'unknown') return got;
    if (got.status === 404) {
      if (place.isMirror) return { is: 'absent', missing: 'tag' in at ? 'tag' : 'digest' };
      if (look === 'first') return download(place, image, at, 'second');
      return missing(got, place, at);
    }
    if (got.status !== 200) return unexpected(got);

    const type = got.headers['content-type'];
    const told = parseDigest(got.headers['docker-content-digest'] ?? '');
    if (isSchema1Type(type)) {
      const digest = 'tag' in at ? told : at.digest;
      if (digest === undefined) return garbled(got, 'an ancient manifest without its digest');
      return { is: 'found', fact: { digest, shape: 'other' } };
    }
    const digest = hashLike('tag' in at ? told : at.digest, got.bytes);
    if (digest === undefined || ('digest' in at && digest !== at.digest)) {
      return garbled(got, 'bytes that do not hash to the digest asked for');
    }
    // A header that names another hash than the bytes have is a lie, whichever of the two was asked for.
    if (told !== undefined && hashLike(told, got.bytes) !== told) {
      return garbled(got, 'bytes that do not hash to the digest in its header');
    }
    const fact = parseManifest(got.bytes, type);
    if (fact === undefined) return garbled(got, 'something that is no manifest');
    remember(place, digest, fact);
    return {
      is: 'found',
      fact: { digest, shape: fact.shape },
      also: [
        manifestAnswer(image, { digest, shape: fact.shape }, place.now),
        contentsAnswer(image, digest, fact, place.now),
      ],
    };
  }

  async function contents(place: OciPlace, image: ImageName, digest: Digest): Promise<Found<ContentsFact>> {
    const kept = recent.get(recentKey(place, digest));
    if (kept) return { is: 'found', fact: kept };
    const got = await download(place, image, { digest }, 'first');
    if (got.is !== 'found') return got;
    const fact = recent.get(recentKey(place, digest));
    if (fact === undefined) {
      return { is: 'unknown', why: 'garbled', detail: `${digest} is of a form that proves no digest` };
    }
    return { is: 'found', fact, also: [manifestAnswer(image, got.fact, place.now)] };
  }

  /** Judges a 404 that stands after a second look. */
  async function missing(response: OciResponse, place: OciPlace, at: TagOrDigest): Promise<NotFound> {
    const says = readNotFound(response, place, target(at).path);
    const itself: NotFound = { is: 'absent', missing: 'tag' in at ? 'tag' : 'digest' };
    switch (says) {
      case 'no-repository':
        return { is: 'absent', missing: 'repository' };
      case 'no-manifest':
        return byListOfTags(place, at, itself);
      case 'no-something':
      case 'few-words':
        // A proxy, or a server that routes nothing here, would say 404 as well.
        if (!(await client.isRegistry(place))) return garbled(response, 'a 404 that is not a registry’s');
        return says === 'no-something' ? byListOfTags(place, at, itself) : itself;
      case 'refused':
        return refused(response);
      case 'elsewhere':
      case 'not-its-own':
        return garbled(response, 'a 404 that is not a registry’s');
    }
  }

  /**
   * docker-registry says MANIFEST_UNKNOWN for a repository that it never heard of, too, and Harbor has one code for
   * all; their lists of tags know better. A list that has the tag shows that the registry does not agree with itself,
   * and one that cannot be had, though the registry keeps it, that it is failing or does not tell everything.
   */
  async function byListOfTags(place: OciPlace, at: TagOrDigest, itself: NotFound): Promise<NotFound> {
    const path = `${TAGS_LIST}?n=1`;
    const list = await client.send({ place, method: 'GET', path, accept: 'application/json', maxBytes: LIST_BYTES });
    if (list.is === 'unknown') return list;
    switch (list.status) {
      case 200: {
        const tags = parseTags(list.bytes);
        if (tags === undefined) return garbled(list, 'something that is no list of tags');
        return 'tag' in at && tags.includes(at.tag) ? garbled(list, 'a 404 for a tag that it lists') : itself;
      }
      case 404:
        if (await isNamelessBy(client, list, place)) return { is: 'absent', missing: 'repository' };
        return readNotFound(list, place, TAGS_LIST) === 'refused' ? refused(list) : itself;
      // It keeps no lists.
      case 405:
      case 501:
        return itself;
      default:
        return unexpected(list);
    }
  }

  function remember(place: OciPlace, digest: Digest, fact: ContentsFact): void {
    const [oldest] = recent.keys();
    if (recent.size >= MANY_CONTENTS && oldest !== undefined) recent.delete(oldest);
    recent.set(recentKey(place, digest), fact);
  }

  return { resolve, contents };
}

/** The answer to another question that came with the same bytes. */
export function contentsAnswer(
  image: ImageName,
  digest: Digest,
  fact: ContentsFact,
  asOf: number,
): NonNullable<Asked['also']>[number] {
  return { question: { ask: 'contents', image, digest }, answer: { state: 'known', fact, asOf }, forEver: true };
}

function manifestAnswer(image: ImageName, fact: ManifestFact, asOf: number): NonNullable<Asked['also']>[number] {
  return { question: { ask: 'manifest', image, at: { digest: fact.digest } }, answer: { state: 'known', fact, asOf } };
}

/** A HEAD's answer, where its headers tell all; else the body must be seen. */
function manifestOfHead(head: OciResponse, at: TagOrDigest): ManifestFact | undefined {
  const shape = shapeOfType(head.headers['content-type']);
  const told = parseDigest(head.headers['docker-content-digest'] ?? '');
  if (shape === undefined) return undefined;
  if ('tag' in at) return told === undefined ? undefined : { digest: told, shape };
  // The header may name the same manifest by another algorithm; only a body can show that.
  return told === undefined || told === at.digest ? { digest: at.digest, shape } : undefined;
}

/** What a GET brought after a HEAD had said that the thing is there: it cannot be missing too. */
function agreed<Fact>(head: OciResponse, got: Found<Fact>): Found<Fact> {
  return got.is === 'absent' ? garbled(head, 'a 404 after it had said 200') : got;
}

function target(at: TagOrDigest) {
  const path = `manifests/${'tag' in at ? at.tag : at.digest}`;
  return { path, accept: MANIFEST_ACCEPT, maxBytes: MANIFEST_BYTES } as const;
}

function recentKey(place: OciPlace, digest: Digest): string {
  return `${place.route.base} ${place.route.identity} ${place.repository}@${digest}`;
}
