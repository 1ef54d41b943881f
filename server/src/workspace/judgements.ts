import type { Judged } from './judge.ts';

/**
 * The judgements of a document's references, in their order. A value: to change a few of them copies only what is
 * around them, as of a document with 20,000 references few change at a time, and often.
 */
export interface Judgements extends Iterable<Judged> {
  readonly length: number;
  /** The same in parts; of two lists of which one came from the other, what did not change is the same part in both. */
  readonly parts: readonly (readonly Judged[])[];
  at(index: number): Judged | undefined;
  /** The same list with others in some places; what lies behind the end is left out. */
  with(changes: ReadonlyMap<number, Judged>): Judgements;
}

export function judgementsOf(judged: readonly Judged[]): Judgements {
  const parts: (readonly Judged[])[] = [];
  for (let start = 0; start < judged.length; start += PART) parts.push(judged.slice(start, start + PART));
  return listOf(parts, judged.length);
}

/** The parts of a list that another one does not have in the same place. */
export function* changedParts(
  now: Judgements | undefined,
  other: Judgements | undefined,
): Generator<readonly Judged[]> {
  for (const [i, part] of (now?.parts ?? []).entries()) if (part !== other?.parts[i]) yield part;
}

const PART = 64;

function listOf(parts: readonly (readonly Judged[])[], length: number): Judgements {
  return {
    length,
    parts,
    at: index => parts[Math.floor(index / PART)]?.[index % PART],
    with(changes) {
      const all = parts.slice();
      const copies = new Map<number, Judged[]>();
      for (const [index, now] of changes) {
        const place = Math.floor(index / PART);
        const copy = copies.get(place) ?? all[place]?.slice();
        if (copy === undefined || index >= length) continue;
        copy[index % PART] = now;
        copies.set(place, copy);
        all[place] = copy;
      }
      return listOf(all, length);
    },
    *[Symbol.iterator]() {
      for (const part of parts) yield* part;
    },
  };
}
