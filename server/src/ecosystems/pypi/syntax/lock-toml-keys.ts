import { isBare } from '../../../syntax/toml-characters.ts';

/** What nearly all packages have, and no reader looks at. */
export const PASSED_OVER: ReadonlySet<string> = new Set([
  ...['description', 'summary', 'optional', 'groups', 'markers', 'marker'],
  ...['python-versions', 'requires-python', 'requires_python'],
]);

/**
 * The key that stands at a place, if it is one of those that lockfiles have again and again: they are known without a
 * look at each of their characters, and without a text of their own.
 */
export function knownKeyAt(text: string, start: number): string | undefined {
  for (const known of KEYS[text.charCodeAt(start)] ?? []) {
    if (text.startsWith(known, start) && !isBare(text.charCodeAt(start + known.length))) return known;
  }
  return undefined;
}

/** By their first character. */
const KEYS: readonly (readonly string[] | undefined)[] = keysByCharacter(
  ...['url', 'upload-time', 'hash', 'hashes', 'sha256', 'size', 'name', 'version', 'file', 'marker'],
  ...['description', 'optional', 'python-versions', 'groups', 'files', 'source', 'sdist', 'wheels', 'dependencies'],
);

function keysByCharacter(...keys: readonly string[]): readonly (readonly string[] | undefined)[] {
  const all: string[][] = [];
  for (const key of keys) {
    const code = key.charCodeAt(0);
    const those = all[code] ?? [];
    all[code] = those;
    those.push(key);
  }
  return all;
}
