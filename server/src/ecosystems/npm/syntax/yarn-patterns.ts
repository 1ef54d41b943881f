import type { YarnLock } from './yarn-lock.ts';
import { nameOfPattern } from './yarn-release.ts';

/** The place of the entry that is taken for a name and the text behind it. */
export type TakenBy = (name: string, spec: string) => number | undefined;

/** What the entries of a lockfile of Yarn's are wanted as. */
export interface YarnPatterns {
  readonly takenBy: TakenBy;
  /** Those that nobody has asked for as they stand, in the order of the file, each with the place of its entry. */
  unasked(): Iterable<readonly [pattern: string, entry: number]>;
}

/**
 * Finds entries by what they are wanted as. Most names are there once: only of the others texts are put together to
 * look for. Of two entries that are wanted as the same, as a conflict has them, the last counts.
 */
export function yarnPatterns({ isBerry, entries }: Pick<YarnLock, 'isBerry' | 'entries'>): YarnPatterns {
  /** All there are, with their entries, and whether somebody asked for each. */
  const patterns: string[] = [];
  const entryOf: number[] = [];
  const isAsked: boolean[] = [];
  /** The first pattern of each name, and all others by their texts. */
  const firstOf = new Map<string, number>();
  const further = new Map<string, number>();
  const severalOf = new Set<string>();

  function add(name: string, pattern: string, entry: number): void {
    const place = patterns.length;
    patterns.push(pattern);
    entryOf.push(entry);
    isAsked.push(false);
    const first = firstOf.get(name);
    if (first === undefined) {
      firstOf.set(name, place);
      return;
    }
    if (entryOf[first] !== entry) severalOf.add(name);
    const same = patterns[first] === pattern ? first : further.get(pattern);
    if (same !== undefined) isAsked[same] = true;
    if (same === first) firstOf.set(name, place);
    else further.set(pattern, place);
  }

  for (const [i, its] of entries.entries()) {
    for (const pattern of its.patterns) {
      add(nameOfPattern(pattern), pattern, i);
      // What lies beside a manifest is bound to it.
      const bound = isBerry ? pattern.indexOf('::') : -1;
      const unbound = bound > 0 ? pattern.slice(0, bound) : pattern;
      if (bound > 0 && !further.has(unbound)) further.set(unbound, patterns.length - 1);
    }
  }

  function placeOf(name: string, spec: string): number | undefined {
    const first = firstOf.get(name);
    if (first === undefined) return undefined;
    const between = isBerry && !PROTOCOL.test(spec) ? '@npm:' : '@';
    return isPattern(patterns[first] ?? '', name, between, spec) ? first : further.get(`${name}${between}${spec}`);
  }

  return {
    takenBy(name, spec) {
      const place = placeOf(name, spec);
      if (place !== undefined) {
        isAsked[place] = true;
        return entryOf[place];
      }
      // Where something else says what is taken there is no such pattern; a single entry of the name is it.
      return severalOf.has(name) ? undefined : entryOf[firstOf.get(name) ?? -1];
    },
    *unasked() {
      for (const [i, pattern] of patterns.entries()) if (isAsked[i] !== true) yield [pattern, entryOf[i] ?? 0];
    },
  };
}

/** What `YarnEntry.wants` has where somebody says whose it is. */
const PROTOCOL = /^[a-z][a-z+]*:|^git@/i;

/** Whether a pattern of that name is the text of three. */
function isPattern(pattern: string, name: string, between: string, spec: string): boolean {
  return (
    pattern.length === name.length + between.length + spec.length &&
    pattern.startsWith(between, name.length) &&
    pattern.endsWith(spec)
  );
}
