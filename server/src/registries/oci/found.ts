import { createHash } from 'node:crypto';
import type { Ignorance, Missing } from '../../model/answer.ts';
import { type Digest, parseDigest } from '../../model/names.ts';
import type { Asked } from '../registry.ts';
import type { OciReply } from './client.ts';

/** A fact, with what else came with its bytes; or why there is none. */
export type Found<Fact> =
  | { readonly is: 'found'; readonly fact: Fact; readonly also?: NonNullable<Asked['also']> }
  | NotFound;

/** Why there is no fact: the registry says so, or it could not be told. `detail` is for the log. */
export type NotFound =
  | { readonly is: 'absent'; readonly missing: Missing }
  | { readonly is: 'unknown'; readonly why: Ignorance; readonly detail: string };

export type OciResponse = Extract<OciReply, { is: 'response' }>;

/** A status that the protocol gives no meaning here. */
export function unexpected(response: OciResponse): NotFound {
  return { is: 'unknown', why: 'garbled', detail: `${hostOf(response)} answered ${response.status}` };
}

/** Something came that cannot be believed; `what` follows "sent". */
export function garbled(response: OciResponse, what: string): NotFound {
  return { is: 'unknown', why: 'garbled', detail: `${hostOf(response)} sent ${what}` };
}

/** A 404 by which the registry does not tell whether there is such a thing. */
export function refused(response: OciResponse): NotFound {
  return { is: 'unknown', why: 'refused', detail: `${hostOf(response)} answered 404, and that it may not tell` };
}

/** The digest of bytes by the algorithm of another digest, sha256 where there is none. */
export function hashLike(digest: Digest | undefined, bytes: Uint8Array): Digest | undefined {
  const algorithm = digest?.startsWith('sha512:') ? 'sha512' : 'sha256';
  return parseDigest(`${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`);
}

/** The host that answered in the end, with its port. */
function hostOf(response: OciResponse): string {
  return new URL(response.url).host;
}
