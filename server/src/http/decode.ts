import { promisify } from 'node:util';
import zlib from 'node:zlib';

/** What became of a compressed body; `detail` ends a sentence about it. */
export type Decoded =
  | { readonly is: 'bytes'; readonly bytes: Uint8Array }
  | { readonly is: 'too-large' }
  | { readonly is: 'broken'; readonly detail: string };

type Decoder = (bytes: Uint8Array, options: { maxOutputLength: number; chunkSize: number }) => Promise<Uint8Array>;

const gunzip: Decoder = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.gunzip);

/** The content codings of RFC 9110, section 8.4.1, and their common aliases. */
const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  deflate: promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.inflate),
  br: promisify<Uint8Array, zlib.BrotliOptions, Uint8Array>(zlib.brotliDecompress),
  // Node 20 has none.
  ...(typeof zlib.zstdDecompress === 'function'
    ? { zstd: promisify<Uint8Array, zlib.ZstdOptions, Uint8Array>(zlib.zstdDecompress) }
    : {}),
};

/** How much is decoded at a time: each piece is a trip to another thread. */
const CHUNK_BYTES = 128 * 1024;
/** A sender stacks one coding, rarely two; a long stack is a bomb. */
const MOST_CODINGS = 2;

/** What `accept-encoding` offers. */
export const ACCEPT_ENCODING = 'gzip, br';

/** The codings of a `content-encoding` header, outermost last; `identity` is none. */
export function contentCodings(header: string | undefined): readonly string[] {
  return (header ?? '')
    .split(',')
    .map(coding => coding.trim().toLowerCase())
    .filter(coding => coding !== '' && coding !== 'identity');
}

/** Undoes the content codings, and stops as soon as the result would be larger than `maxBytes`. */
export async function decodeContent(bytes: Uint8Array, codings: readonly string[], maxBytes: number): Promise<Decoded> {
  if (codings.length > MOST_CODINGS) return { is: 'broken', detail: `is encoded ${codings.length} times` };
  let decoded = bytes;
  for (const coding of [...codings].reverse()) {
    const decoder = Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined;
    if (decoder === undefined) return { is: 'broken', detail: 'has a content encoding that is not known' };
    try {
      decoded = await decoder(decoded, { maxOutputLength: Math.max(1, maxBytes), chunkSize: CHUNK_BYTES });
    } catch (error) {
      if (isNodeError(error) && error.code === 'ERR_BUFFER_TOO_LARGE') return { is: 'too-large' };
      return { is: 'broken', detail: `cannot be decoded as ${coding}` };
    }
  }
  return { is: 'bytes', bytes: decoded };
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
