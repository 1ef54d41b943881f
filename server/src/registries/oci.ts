import { createHash } from 'node:crypto';
import type { Answer, AnyFact, ConfigFact, ContentsFact, ManifestFact, Missing, TagsFact } from '../model/answer.ts';
import { type Digest, type ImageName, parseDigest } from '../model/names.ts';
import type { Question, TagOrDigest } from '../model/question.ts';
import { createOciClient, type OciPlace, type OciReply } from './oci-client.ts';
import {
  isSchema1Type,
  MANIFEST_ACCEPT,
  parseConfig,
  parseErrorCodes,
  parseManifest,
  parseTags,
  shapeOfType,
} from './oci-documents.ts';
import type { Asked, MakeRegistry } from './registry.ts';

const MANIFEST_BYTES = 4 * 1024 * 1024;
const DOCUMENT_BYTES = 64 * 1024 * 1024;
const TAGS_A_PAGE = 1000;
const MOST_TAG_PAGES = 30;
const MANY_CONTENTS = 200;

type Response = Extract<OciReply, { is: 'response' }>;
type Found<Fact> = { readonly is: 'found'; readonly fact: Fact; readonly also?: Asked['also'] } | NotFound;
type NotFound =
  | { readonly is: 'absent'; readonly missing: Missing }
  | { readonly is: 'unknown'; readonly why: (Answer<never> & { state: 'unknown' })['why']; readonly detail: string };

/**
 * The registries of images: the OCI distribution API 1.1, and Docker's registries before it.
 *
 * `absent` needs a 404 twice, the second time past all caches, and a body or a root by which the host shows that it is a
 * registry. Bytes are believed when they hash to the digest they stand for.
 */
export const makeOciRegistry: MakeRegistry = http => {
  const client = createOciClient(http);
  /** What was read lately, by place and digest, so that a configuration costs no second pull of its manifest. */
  const recent = new Map<string, ContentsFact>();

  async function manifest(place: OciPlace, image: ImageName, at: TagOrDigest): Promise<Found<ManifestFact>> {
    const path = `manifests/${'tag' in at ? at.tag : at.digest}`;
    const head = await client.send({ place, method: 'HEAD', path, accept: MANIFEST_ACCEPT, maxBytes: MANIFEST_BYTES });
    if (head.is === 'unknown') return head;
    switch (head.status) {
      case 200: {
        const fact = manifestOfHead(head, at);
        if (fact === undefined) return downloaded(place, image, at, false);
        return { is: 'found', fact, also: 'tag' in at ? [manifestAnswer(image, fact, place.now)] : [] };
      }
      case 404:
        return downloaded(place, image, at, true);
      // HEAD is not known everywhere.
      case 405:
      case 501:
        return downloaded(place, image, at, false);
      default:
        return unexpected(head);
    }
  }

  /** Downloads and hashes. */
  async function downloaded(
    place: OciPlace,
    image: ImageName,
    at: TagOrDigest,
    recheck: boolean,
  ): Promise<Found<ManifestFact>> {
    const path = `manifests/${'tag' in at ? at.tag : at.digest}`;
    const request = { place, method: 'GET', path, accept: MANIFEST_ACCEPT, maxBytes: MANIFEST_BYTES } as const;
    const got = await client.send({ ...request, recheck });
    if (got.is === 'unknown') return got;
    if (got.status === 404) {
      if (!recheck) return downloaded(place, image, at, true);
      return missing(got, place, 'tag' in at ? 'tag' : 'digest');
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
    const contents = parseManifest(got.bytes, type);
    if (contents === undefined) return garbled(got, 'something that is no manifest');
    remember(place, digest, contents);
    const fact = { digest, shape: contents.shape };
    return {
      is: 'found',
      fact,
      also: [
        manifestAnswer(image, fact, place.now),
        {
          question: { ask: 'contents', image, digest },
          answer: { state: 'known', fact: contents, asOf: place.now },
          forEver: true,
        },
      ],
    };
  }

  async function contents(place: OciPlace, image: ImageName, digest: Digest): Promise<Found<ContentsFact>> {
    const kept = recent.get(recentKey(place, digest));
    if (kept) return { is: 'found', fact: kept };
    const got = await downloaded(place, image, { digest }, false);
    if (got.is !== 'found') return got;
    const fact = recent.get(recentKey(place, digest));
    if (fact === undefined)
      return { is: 'unknown', why: 'garbled', detail: `${digest} is of a form that proves no digest` };
    return { is: 'found', fact, also: [manifestAnswer(image, got.fact, place.now)] };
  }

  async function config(place: OciPlace, image: ImageName, digest: Digest): Promise<Found<ConfigFact>> {
    const inside = await contents(place, image, digest);
    if (inside.is !== 'found') return inside;
    const also: Asked['also'] = [
      ...(inside.also ?? []),
      {
        question: { ask: 'contents', image, digest },
        answer: { state: 'known', fact: inside.fact, asOf: place.now },
        forEver: true,
      },
    ];
    const { config: blob } = inside.fact;
    // An index has as many configurations as platforms, and an artifact has none: nobody's choice is made here.
    if (blob === undefined)
      return { is: 'unknown', why: 'garbled', detail: `${digest} has no configuration of an image` };
    const request = { place, method: 'GET', path: `blobs/${blob}`, accept: '*/*', maxBytes: DOCUMENT_BYTES } as const;
    const got = await client.send(request);
    if (got.is === 'unknown') return got;
    if (got.status !== 200) return unexpected(got);
    if (hashLike(blob, got.bytes) !== blob) return garbled(got, 'a configuration that does not hash to its digest');
    const fact = parseConfig(got.bytes);
    return fact === undefined ? garbled(got, 'something that is no configuration') : { is: 'found', fact, also };
  }

  async function tags(place: OciPlace): Promise<Found<TagsFact>> {
    const all = new Set<string>();
    const seen = new Set<string>();
    let query = `n=${TAGS_A_PAGE}`;
    for (let page = 0; page < MOST_TAG_PAGES; page += 1) {
      seen.add(query);
      const request = { place, method: 'GET', path: `tags/list?${query}`, accept: 'application/json' } as const;
      let got = await client.send({ ...request, maxBytes: DOCUMENT_BYTES });
      if (got.is === 'response' && got.status === 404) {
        got = await client.send({ ...request, maxBytes: DOCUMENT_BYTES, recheck: true });
      }
      if (got.is === 'unknown') return got;
      if (got.status === 404) {
        // A registry that keeps no lists says 404 too, so only the telling code counts here.
        const unknownName = parseErrorCodes(got.bytes)?.includes('NAME_UNKNOWN') === true;
        return unknownName ? { is: 'absent', missing: 'repository' } : garbled(got, 'no list of tags');
      }
      const found = got.status === 200 ? parseTags(got.bytes) : undefined;
      if (found === undefined) return garbled(got, 'something that is no list of tags');
      for (const tag of found) all.add(tag);
      const next = nextQuery(got.headers.link, got.url);
      if (next === undefined) return { is: 'found', fact: { tags: [...all], complete: true } };
      if (seen.has(next)) break;
      query = next;
    }
    return { is: 'found', fact: { tags: [...all], complete: false } };
  }

  /** Judges a 404 that stands after a second asking. */
  async function missing(response: Response, place: OciPlace, asked: 'tag' | 'digest'): Promise<NotFound> {
    const codes = parseErrorCodes(response.bytes);
    if (codes?.some(code => code === 'UNAUTHORIZED' || code === 'DENIED')) {
      return { is: 'unknown', why: 'refused', detail: `${hostOf(response)} answered 404, ${codes.join(' ')}` };
    }
    if (codes?.includes('NAME_UNKNOWN')) return { is: 'absent', missing: 'repository' };
    if (codes?.includes('MANIFEST_UNKNOWN')) {
      // docker-registry says this for a repository that it never heard of, too; its list of tags knows better.
      const list = await client.send({
        place,
        method: 'GET',
        path: 'tags/list?n=1',
        accept: 'application/json',
        maxBytes: DOCUMENT_BYTES,
      });
      const nameless =
        list.is === 'response' && list.status === 404 && parseErrorCodes(list.bytes)?.includes('NAME_UNKNOWN');
      return { is: 'absent', missing: nameless ? 'repository' : asked };
    }
    // A proxy's page, or a server that routes nothing here, would say 404 as well.
    if (/^\s*</.test(textOf(response.bytes)) || !(await client.isRegistry(place))) {
      return garbled(response, 'a 404 that is not a registry’s');
    }
    return { is: 'absent', missing: asked };
  }

  function remember(place: OciPlace, digest: Digest, fact: ContentsFact): void {
    const [oldest] = recent.keys();
    if (recent.size >= MANY_CONTENTS && oldest !== undefined) recent.delete(oldest);
    recent.set(recentKey(place, digest), fact);
  }

  return {
    id: 'oci',
    async ask(question, route, { now, signal }) {
      if (!('image' in question)) return unanswerable();
      const { image } = question;
      const place: OciPlace = { route, repository: image.repository, now, ...(signal === undefined ? {} : { signal }) };
      switch (question.ask) {
        case 'manifest':
          return asked(await manifest(place, image, question.at), now);
        case 'contents':
          return keptForEver(asked(await contents(place, image, question.digest), now));
        case 'config':
          return keptForEver(asked(await config(place, image, question.digest), now));
        case 'tags':
          return asked(await tags(place), now);
      }
    },
  };
};

/** A HEAD's answer, where its headers tell all; else the body must be seen. */
function manifestOfHead(head: Response, at: TagOrDigest): ManifestFact | undefined {
  const shape = shapeOfType(head.headers['content-type']);
  const told = parseDigest(head.headers['docker-content-digest'] ?? '');
  if (shape === undefined) return undefined;
  if ('tag' in at) return told === undefined ? undefined : { digest: told, shape };
  // The header may name the same manifest by another algorithm; only a body can show that.
  return told === undefined || told === at.digest ? { digest: at.digest, shape } : undefined;
}

/** The digest of bytes by the algorithm of another digest, sha256 where there is none. */
function hashLike(digest: Digest | undefined, bytes: Uint8Array): Digest | undefined {
  const algorithm = digest?.startsWith('sha512:') ? 'sha512' : 'sha256';
  return parseDigest(`${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`);
}

/**
 * The query of the next page of tags (RFC 8288, `rel="next"`). Only the query is taken and put to the address that was
 * asked: Artifactory's links lose a part of the path, proxies' links name hosts that only they reach, and no link can lead
 * a credential away.
 */
function nextQuery(link: string | undefined, from: string): string | undefined {
  for (const [, target = '', parameters = ''] of (link ?? '').matchAll(/<([^>]*)>([^,<]*)/g)) {
    if (!/;\s*rel\s*=\s*"?next"?/i.test(parameters) || !URL.canParse(target, from)) continue;
    const query = new URL(target, from).search.slice(1);
    return query === '' ? undefined : query;
  }
  return undefined;
}

function asked<Fact extends AnyFact>(found: Found<Fact>, now: number): Asked {
  switch (found.is) {
    case 'found':
      return { answer: { state: 'known', fact: found.fact, asOf: now }, ...(found.also ? { also: found.also } : {}) };
    case 'absent':
      return { answer: { state: 'absent', missing: found.missing, asOf: now } };
    case 'unknown':
      return { answer: { state: 'unknown', why: found.why }, detail: found.detail };
  }
}

/** What is known of hashed bytes stays so. */
function keptForEver(asked: Asked): Asked {
  return asked.answer.state === 'known' ? { ...asked, forEver: true } : asked;
}

function manifestAnswer(image: ImageName, fact: ManifestFact, now: number): NonNullable<Asked['also']>[number] {
  const question: Question = { ask: 'manifest', image, at: { digest: fact.digest } };
  return { question, answer: { state: 'known', fact, asOf: now } };
}

/** Questions about packages come here only by a fault of ours. */
function unanswerable(): Asked {
  return { answer: { state: 'unknown', why: 'garbled' }, detail: 'a registry of images knows nothing of packages' };
}

function unexpected(response: Response): NotFound {
  return { is: 'unknown', why: 'garbled', detail: `${hostOf(response)} answered ${response.status}` };
}

function garbled(response: Response, what: string): NotFound {
  return { is: 'unknown', why: 'garbled', detail: `${hostOf(response)} sent ${what}` };
}

function recentKey(place: OciPlace, digest: Digest): string {
  return `${place.route.base} ${place.route.identity} ${place.repository}@${digest}`;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 256)).toString('latin1');
}

function hostOf(response: Response): string {
  return new URL(response.url).host;
}
