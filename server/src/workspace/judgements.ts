import type { Judged } from './judge.ts';

/**
 * The judgements of a document's references, in their order. A value: to change a few of them copies only what is
 * around them, as of a document with 20,000 references few change at a time, and often.
 */
export interface Judgements extends Iterable<Judged> {
  readonly length: number;
  /** The same in parts; of two lists of which one came from the other, what did not change is the same part in both. */
  readonly parts: number;
  part(index: number): readonly Judged[];
  at(index: number): Judged | undefined;
  /** Begins a list with others in some places. */
  change(): Change;
}

/** A list that is made of another one, a judgement at a time. */
export interface Change {
  /** Puts another one in a place; nothing where that lies behind the end. */
  set(index: number, now: Judged): void;
  /** What came of it by now. */
  done(): Judgements;
}

export function judgementsOf(judged: readonly Judged[]): Judgements {
  const parts: (readonly Judged[])[] = [];
  for (let start = 0; start < judged.length; start += PART) parts.push(judged.slice(start, start + PART));
  return listOf(parts, judged.length);
}

/** A list whose judgements are made when somebody looks at their part: of what is judged soon few look at most. */
export function judgementsBy<Item>(items: readonly Item[], make: (item: Item) => Judged): Judgements {
  const made = new Map<number, readonly Judged[]>();
  const partOf = (part: number) => {
    const its = made.get(part) ?? items.slice(part * PART, (part + 1) * PART).map(make);
    made.set(part, its);
    return its;
  };
  return listBy(partOf, Math.ceil(items.length / PART), items.length);
}

/** The parts of a list that another one does not have in the same place. */
export function* changedParts(
  now: Judgements | undefined,
  other: Judgements | undefined,
): Generator<readonly Judged[]> {
  for (let i = 0; i < (now?.parts ?? 0); i += 1) {
    const part = now?.part(i) ?? NOTHING;
    if (part !== other?.part(i)) yield part;
  }
}

/** So many are in a part, but for the last one. */
const PART = 64;
const NOTHING: readonly Judged[] = [];

function listOf(parts: readonly (readonly Judged[])[], length: number): Judgements {
  return listBy(part => parts[part] ?? NOTHING, parts.length, length);
}

function listBy(part: (index: number) => readonly Judged[], parts: number, length: number): Judgements {
  return {
    ...{ length, parts, part },
    at: index => (index < length ? part(Math.floor(index / PART))[index % PART] : undefined),
    change() {
      const copies = new Map<number, Judged[]>();
      return {
        set(index, now) {
          if (index >= length) return;
          const place = Math.floor(index / PART);
          const copy = copies.get(place) ?? part(place).slice();
          copy[index % PART] = now;
          copies.set(place, copy);
        },
        done() {
          const all: (readonly Judged[])[] = [];
          for (let i = 0; i < parts; i += 1) all.push(copies.get(i) ?? part(i));
          copies.clear();
          return listOf(all, length);
        },
      };
    },
    *[Symbol.iterator]() {
      for (let i = 0; i < parts; i += 1) yield* part(i);
    },
  };
}
