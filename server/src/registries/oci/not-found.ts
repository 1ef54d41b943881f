import { parseJsonObject } from '../json.ts';
import type { OciPlace } from './client.ts';
import { HARBORS_NOT_FOUND, parseErrorCodes } from './documents.ts';
import type { OciResponse } from './found.ts';

/**
 * What a 404 says, by the codes of the protocol (distribution-spec, "Error Codes").
 *
 * - `no-repository`, `no-manifest`: the registry's own word.
 * - `no-something`: Harbor's one code for all, which other servers have as well.
 * - `few-words`: nothing but the status, or a line of text. Registries and servers of other things say so alike.
 * - `refused`: who asks may not see it, and so not learn whether it is there.
 * - `elsewhere`: nothing but the status, from another registry that a redirect led to. A HEAD can say no more.
 * - `not-its-own`: a page, a gateway's JSON, what was said at another address that a redirect led to, or a code of some
 *   trouble beside the others.
 */
export type SaysNotFound =
  | 'no-repository'
  | 'no-manifest'
  | 'no-something'
  | 'few-words'
  | 'refused'
  | 'elsewhere'
  | 'not-its-own';

/** Codes by which a registry does not tell. */
const REFUSALS = ['UNAUTHORIZED', 'DENIED'];

/** Codes of what is not there. One of them beside any other, such as `UNAVAILABLE`, is nothing to rely on. */
const NOT_THERE = ['NAME_UNKNOWN', 'MANIFEST_UNKNOWN', 'MANIFEST_BLOB_UNKNOWN', 'BLOB_UNKNOWN', HARBORS_NOT_FOUND];

/**
 * Reads a 404.
 *
 * @param path what was asked for below the repository, as in `manifests/latest`
 */
export function readNotFound(response: OciResponse, place: OciPlace, path: string): SaysNotFound {
  const codes = parseErrorCodes(response.bytes) ?? [];
  if (codes.some(code => REFUSALS.includes(code))) return 'refused';
  const isOwn = isAsAsked(response.url, place, path);
  if (!isOwn && !asksTheSame(response.url, place, path)) return 'not-its-own';
  if (!codes.every(code => NOT_THERE.includes(code))) return 'not-its-own';
  if (codes.includes('NAME_UNKNOWN')) return 'no-repository';
  if (codes.includes('MANIFEST_UNKNOWN')) return 'no-manifest';
  if (!isOwn) return response.bytes.length === 0 ? 'elsewhere' : 'not-its-own';
  if (isPage(response.bytes)) return 'not-its-own';
  if (codes.includes(HARBORS_NOT_FOUND)) return 'no-something';
  // What JSON says in other words is said by something in front of the registry.
  return Object.keys(parseJsonObject(response.bytes) ?? {}).length === 0 ? 'few-words' : 'not-its-own';
}

/** Whether it came from the address that was asked, and not from a page of the same host, as of its maintenance. */
function isAsAsked(url: string, { route, repository }: OciPlace, path: string): boolean {
  const asked = new URL(`${route.base}/v2/${repository}/${path}`);
  const came = new URL(url);
  return came.host === asked.host && came.pathname === asked.pathname;
}

/**
 * Whether a redirect led to another registry and the same thing there, as registry.k8s.io sends all but blobs to the
 * registries of its regions (kubernetes/registry.k8s.io, cmd/archeio/docs/request-handling.md). What that one says by
 * the protocol counts.
 */
function asksTheSame(url: string, { repository }: OciPlace, path: string): boolean {
  const { pathname } = new URL(url);
  return pathname.includes('/v2/') && pathname.endsWith(`/${repository}/${path.replace(/\?.*$/, '')}`);
}

function isPage(bytes: Uint8Array): boolean {
  return /^\s*</.test(Buffer.from(bytes.subarray(0, 256)).toString('latin1'));
}
