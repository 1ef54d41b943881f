import type { Judged } from './judge.ts';

/**
 * The judgements of a document's references, in their order. A value: to change a few of them copies only what is
 * around them, as of a document with 20,000 references few change at a time, and often.
 */
export interface Judgements extends Iterable<Judged> {
  readonly length: number;
  at(index: number): Judged | undefined;
  /** The same list with others in some places; what lies behind the end is left out. */
  with(changes: ReadonlyMap<number, Judged>): Judgements;
}

export function judgementsOf(judged: readonly Judged[]): Judgements {
  const chunks: Judged[][] = [];
  for (let start = 0; start < judged.length; start += CHUNK) chunks.push(judged.slice(start, start + CHUNK));
  return listOf(chunks, judged.length);
}

const CHUNK = 64;

function listOf(chunks: readonly (readonly Judged[])[], length: number): Judgements {
  return {
    length,
    at: index => chunks[Math.floor(index / CHUNK)]?.[index % CHUNK],
    with(changes) {
      const all = chunks.slice();
      const copies = new Map<number, Judged[]>();
      for (const [index, now] of changes) {
        const place = Math.floor(index / CHUNK);
        const copy = copies.get(place) ?? all[place]?.slice();
        if (copy === undefined || index >= length) continue;
        copy[index % CHUNK] = now;
        copies.set(place, copy);
        all[place] = copy;
      }
      return listOf(all, length);
    },
    *[Symbol.iterator]() {
      for (const chunk of chunks) yield* chunk;
    },
  };
}
