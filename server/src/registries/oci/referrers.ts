import type { Attachment, AttachmentKind, ReferrersFact } from '../../model/answer.ts';
import { type Digest, parseDigest } from '../../model/names.ts';
import { isObject } from '../../model/objects.ts';
import { parseJsonObject } from '../json.ts';
import { attachmentOf, statementsOfLayers } from './attachments.ts';
import type { OciClient, OciPlace, OciReply } from './client.ts';
import { MANIFEST_ACCEPT, MANIFEST_BYTES } from './documents.ts';
import { type Found, hashLike, type NotFound } from './found.ts';
import { nextQuery } from './links.ts';
import { readNotFound } from './not-found.ts';

const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
const MOST_PAGES = 5;
/**
 * Manifests that are read because a list does not say what they are. Each costs a request, and on Docker Hub a pull.
 */
const MOST_LOOKS = 4;
/** cosign 2 keeps what belongs to a digest under tags beside it (sigstore/cosign, specs/SIGNATURE_SPEC.md). */
const COSIGN_TAGS: Readonly<Record<string, AttachmentKind>> = { '.sig': 'signature', '.sbom': 'sbom' };
const COSIGN_ATTESTATIONS = '.att';

/** What one place in which attachments are kept told of them. */
interface Looked {
  readonly attached: readonly Attachment[];
  /** Whether that is all there is in this place. */
  readonly complete: boolean;
}

type LookedAt = Looked | Extract<NotFound, { is: 'unknown' }>;

/**
 * Finds what is attached to a manifest or index: by the referrers API or, where there is none, by its fallback tag
 * (distribution-spec, "Listing Referrers"), and under the tags of cosign 2. What BuildKit puts into an index is among
 * the `contents` of that index. `unknown` where nothing could be told; else `complete` says whether all places were
 * seen.
 */
export async function findReferrers(client: OciClient, place: OciPlace, digest: Digest): Promise<Found<ReferrersFact>> {
  const listed = await listReferrers(client, place, digest);
  if ('is' in listed) return listed;
  const tagged = await cosignTags(client, place, digest);
  const attached = [...listed.attached, ...tagged.attached];
  const complete = listed.complete && tagged.complete;
  if (attached.length === 0 && !complete && tagged.trouble !== undefined) return tagged.trouble;
  return { is: 'found', fact: { attached: distinct(attached), complete } };
}

async function listReferrers(client: OciClient, place: OciPlace, digest: Digest): Promise<LookedAt> {
  const descriptors: Record<string, unknown>[] = [];
  const seen = new Set<string>();
  let query: string | undefined = '';
  while (query !== undefined && !seen.has(query) && seen.size < MOST_PAGES) {
    seen.add(query);
    const got = await client.send({
      ...{ place, method: 'GET', accept: INDEX_TYPE, maxBytes: MANIFEST_BYTES },
      path: `referrers/${digest}${query === '' ? '' : `?${query}`}`,
      // ghcr.io sends to a page for people at another host.
      redirects: 'same-origin',
    });
    const page: readonly Record<string, unknown>[] | undefined =
      got.is === 'response' && got.status === 200 && isIndex(got.headers['content-type'])
        ? descriptorsOf(got.bytes)
        : undefined;
    if (page === undefined) return seen.size > 1 ? troubleOf(got) : withoutApi(client, place, digest, got);
    descriptors.push(...page);
    query = got.is === 'response' ? nextQuery(got.headers.link, got.url) : undefined;
  }
  const told = await tell(client, place, descriptors);
  return { ...told, complete: told.complete && query === undefined };
}

/**
 * 404 says that there is no API, and the fallback tag holds all there is. Whatever else is no list, a page with status
 * 200 among it, leaves open whether an API behind it knows more.
 */
async function withoutApi(client: OciClient, place: OciPlace, digest: Digest, got: OciReply): Promise<LookedAt> {
  const isSilent = got.is === 'unknown' && got.why !== 'garbled';
  if (isSilent) return got;
  const isCertain = isNotThere(got, place, `referrers/${digest}`);
  const path = `manifests/${fallbackTag(digest)}`;
  const fallback = await client.send({
    ...{ place, method: 'GET', accept: MANIFEST_ACCEPT, maxBytes: MANIFEST_BYTES },
    path,
  });
  if (isNotThere(fallback, place, path)) return { attached: [], complete: isCertain };
  const descriptors = fallback.is === 'response' && fallback.status === 200 ? descriptorsOf(fallback.bytes) : undefined;
  if (descriptors === undefined) return troubleOf(fallback);
  const told = await tell(client, place, descriptors);
  return { ...told, complete: told.complete && isCertain };
}

/** What descriptors stand for. Those that do not say it are looked at, the first few of them. */
async function tell(
  client: OciClient,
  place: OciPlace,
  descriptors: readonly Record<string, unknown>[],
): Promise<Looked> {
  const attached: Attachment[] = [];
  let looks = 0;
  let complete = true;
  for (const descriptor of descriptors) {
    const told = attachmentOf(descriptor);
    if (told !== undefined) {
      attached.push(told);
      continue;
    }
    looks += 1;
    const inside = looks > MOST_LOOKS ? undefined : await manifestOf(client, place, descriptor.digest);
    if (inside === undefined) complete = false;
    else attached.push(...whatItIs(inside));
  }
  return { attached, complete };
}

/** A manifest without a type of its own is what its configuration says (distribution-spec, "Listing Referrers"). */
function whatItIs(manifest: Record<string, unknown>): readonly Attachment[] {
  const stated = statementsOfLayers(manifest.layers);
  if (stated.length > 0) return stated;
  const config = isObject(manifest.config) ? manifest.config.mediaType : undefined;
  const told = attachmentOf(manifest) ?? attachmentOf({ ...manifest, artifactType: config });
  return told === undefined ? [] : [told];
}

/** The document under a digest, where its bytes hash to it. */
async function manifestOf(
  client: OciClient,
  place: OciPlace,
  digest: unknown,
): Promise<Record<string, unknown> | undefined> {
  const wanted = typeof digest === 'string' ? parseDigest(digest) : undefined;
  if (wanted === undefined) return undefined;
  const got = await client.send({
    ...{ place, method: 'GET', accept: MANIFEST_ACCEPT, maxBytes: MANIFEST_BYTES },
    path: `manifests/${wanted}`,
  });
  if (got.is !== 'response' || got.status !== 200 || hashLike(wanted, got.bytes) !== wanted) return undefined;
  return parseJsonObject(got.bytes);
}

/** Signatures and bills of materials are known by their tags alone; what an attestation states is inside. */
async function cosignTags(
  client: OciClient,
  place: OciPlace,
  digest: Digest,
): Promise<Looked & { readonly trouble?: Extract<NotFound, { is: 'unknown' }> }> {
  const attached: Attachment[] = [];
  let trouble: Extract<NotFound, { is: 'unknown' }> | undefined;
  for (const ending of [...Object.keys(COSIGN_TAGS), COSIGN_ATTESTATIONS]) {
    const kind = COSIGN_TAGS[ending];
    const path = `manifests/${fallbackTag(digest)}${ending}`;
    const got = await client.send({
      ...{ place, accept: MANIFEST_ACCEPT, maxBytes: MANIFEST_BYTES },
      method: kind === undefined ? 'GET' : 'HEAD',
      path,
    });
    if (isNotThere(got, place, path)) continue;
    if (got.is !== 'response' || got.status !== 200) {
      trouble = troubleOf(got);
    } else if (kind !== undefined) {
      attached.push({ kind, type: ending });
    } else {
      const stated = statementsOfLayers(parseJsonObject(got.bytes)?.layers);
      attached.push(...(stated.length > 0 ? stated : [{ kind: 'other', type: ending } as const]));
    }
  }
  return { attached, complete: trouble === undefined, ...(trouble === undefined ? {} : { trouble }) };
}

/** Whether it is the registry that says so; this is of what is shown beside an image, so its few words will do. */
function isNotThere(got: OciReply, place: OciPlace, path: string): boolean {
  if (got.is !== 'response' || got.status !== 404) return false;
  const says = readNotFound(got, place, path);
  return says !== 'refused' && says !== 'not-its-own';
}

/** The tag under which clients keep referrers where there is no API (distribution-spec, "Referrers Tag Schema"). */
function fallbackTag(digest: Digest): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return `${algorithm.slice(0, 32)}-${hex.slice(0, 64)}`;
}

function descriptorsOf(bytes: Uint8Array): readonly Record<string, unknown>[] | undefined {
  const entries = parseJsonObject(bytes)?.manifests;
  return Array.isArray(entries) ? entries.filter(isObject) : undefined;
}

function isIndex(type: string | undefined): boolean {
  return (type?.split(';')[0] ?? '').trim().toLowerCase() === INDEX_TYPE;
}

function troubleOf(got: OciReply): Extract<NotFound, { is: 'unknown' }> {
  if (got.is === 'unknown') return got;
  return { is: 'unknown', why: 'garbled', detail: `${new URL(got.url).host} answered ${got.status}` };
}

function distinct(attached: readonly Attachment[]): readonly Attachment[] {
  return [...new Map(attached.map(one => [`${one.kind} ${one.type}`, one])).values()];
}
