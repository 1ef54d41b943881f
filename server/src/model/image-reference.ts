import { type Digest, type ImageName, parseDigest } from './names.ts';
import { type Span, spanOf } from './span.ts';

/**
 * What an image reference says, with the places of its parts as offsets **into the reference's own text**. `tag` is
 * absent for an untagged image; readers do not write the default one into it.
 */
export interface ImageReference {
  readonly name: ImageName;
  readonly tag?: string;
  readonly digest?: Digest;
  /** The name as written, without tag and digest. */
  readonly nameSpan: Span;
  /** The tag without its colon. */
  readonly tagSpan?: Span;
  /** The digest without its `@`. */
  readonly digestSpan?: Span;
}

const DEFAULT_HOST = 'docker.io';
const HUB_ALIASES = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);
const COMPONENT = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
const PATH = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const HOST =
  /^(?:(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const BARE_IMAGE_ID = /^[0-9a-f]{64}$/;
const LONGEST_NAME = 255;

/**
 * Reads an image reference by the grammar and the normalisation of distribution/reference (reference.go, normalize.go).
 * Returns `undefined` for what the grammar forbids: upper-case paths, a bare image id, an unregistered digest, an empty
 * text.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const at = text.indexOf('@');
  const named = at < 0 ? text : text.slice(0, at);
  const digest = at < 0 ? undefined : parseDigest(text.slice(at + 1));
  if (at >= 0 && digest === undefined) return undefined;

  const colon = named.lastIndexOf(':');
  const tagged = colon >= 0 && !named.slice(colon).includes('/');
  const written = tagged ? named.slice(0, colon) : named;
  const tag = tagged ? named.slice(colon + 1) : undefined;
  if (tag !== undefined && !TAG.test(tag)) return undefined;

  const name = parseImageName(written);
  if (name === undefined) return undefined;
  return {
    name,
    nameSpan: spanOf(0, written.length),
    ...(tag === undefined ? {} : { tag, tagSpan: spanOf(colon + 1, named.length) }),
    ...(digest === undefined ? {} : { digest, digestSpan: spanOf(at + 1, text.length) }),
  };
}

/** Whether the grammar allows a text as a tag. */
export function isImageTag(text: string): boolean {
  return TAG.test(text);
}

/** Reads a name without tag and digest; see {@link parseImageReference}. */
export function parseImageName(written: string): ImageName | undefined {
  if (BARE_IMAGE_ID.test(written)) return undefined;
  const slash = written.indexOf('/');
  const first = slash < 0 ? undefined : written.slice(0, slash);
  const isHost = first !== undefined && (first === 'localhost' || /[.:A-Z]/.test(first));
  const host = isHost ? first : DEFAULT_HOST;
  const path = isHost ? written.slice(slash + 1) : written;
  if (!HOST.test(host) || !PATH.test(path) || host.length + 1 + path.length > LONGEST_NAME) return undefined;
  if (!HUB_ALIASES.has(host)) return { host, repository: path };
  return { host: DEFAULT_HOST, repository: path.includes('/') ? path : `library/${path}` };
}
