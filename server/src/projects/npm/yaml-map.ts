import { parseDocument } from 'yaml';

/** A map of a YAML file whose scalars are all text, as Yarn reads them. */
export interface YamlMap {
  readonly [key: string]: unknown;
}

/**
 * Reads a YAML file that is a map at its top; an empty file is an empty map. Undefined where it is broken, is
 * no map, is longer or has more aliases than people write. Never throws.
 */
export function readYamlMap(text: string): YamlMap | undefined {
  return parsed(text, 'whole');
}

/** As {@link readYamlMap}; but of a file that is broken, because the user types in it, what can be read of it. */
export function readYamlMapInPart(text: string): YamlMap | undefined {
  return parsed(text, 'in-part');
}

function parsed(text: string, how: 'whole' | 'in-part'): YamlMap | undefined {
  if (text.length > LONGEST) return undefined;
  try {
    const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
    if (how === 'whole' && document.errors.length > 0) return undefined;
    return asYamlMap(document.toJS({ maxAliasCount: MOST_ALIASES }) ?? '');
  } catch {
    return undefined;
  }
}

/** A value as a map; nothing written is an empty one, anything else than a map is undefined. */
export function asYamlMap(value: unknown): YamlMap | undefined {
  if (value === undefined || value === null || value === '') return {};
  return typeof value === 'object' && !Array.isArray(value) ? { ...value } : undefined;
}

/**
 * In characters. Nested or marked without end, a megabyte keeps the parser busy for seconds, in gigabytes of memory.
 */
const LONGEST = 64 * 1024;
const MOST_ALIASES = 100;
