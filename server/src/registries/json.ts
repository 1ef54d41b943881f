import { isObject } from '../model/objects.ts';

/** Documents below this size, in bytes, are parsed without counting. */
const HARMLESS_SIZE = 8 * 1024 * 1024;
/** More values than any real document has; each costs some fifty bytes of memory when parsed. */
const MOST_VALUES = 4_000_000;

const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;

/**
 * Reads a JSON document whose top is an object, as every registry's is. Anything else is `undefined`: HTML, half a
 * document, or a large one made of so many small values that it would fill the memory when parsed.
 */
export function parseJsonObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  if (bytes.length > HARMLESS_SIZE && hasTooManyValues(bytes)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a body is `{}`, by which registries of both kinds say that they are there. */
export function isEmptyObject(bytes: Uint8Array): boolean {
  const value = parseJsonObject(bytes);
  return value !== undefined && Object.keys(value).length === 0;
}

function hasTooManyValues(bytes: Uint8Array): boolean {
  let values = 0;
  // An iterator over so many bytes would take several times as long.
  for (let index = 0; index < bytes.length && values <= MOST_VALUES; index += 1) {
    const byte = bytes[index];
    if (byte === COMMA || byte === OPEN_BRACKET || byte === OPEN_BRACE) values += 1;
  }
  return values > MOST_VALUES;
}
