import { withMerges } from './yaml-map.ts';
import type { YamlMap } from './yaml-nodes.ts';

// What aliases and merges repeat is walked again by whoever walks from each of its places: so many nodes for each
// character of the text, and so many in any text. People's files stay far below one for each.
const MOST_REPEATED = 10;
const FEW_REPEATED = 20_000;

/** How much stands below one node. */
export interface Extent {
  /** The number of nodes, itself and those that its aliases repeat among them. */
  readonly size: number;
  /** How many levels there are below it. */
  readonly height: number;
}

/** What was counted at one moment. */
export interface Moment {
  readonly size: number;
  readonly repeated: number;
  readonly deepest: number;
}

/**
 * Counts the nodes of a tree while it is read, as whoever walks it meets them: those that are written, and those that
 * aliases and merges put at one more place.
 */
export class NodeCount {
  /** The number of nodes of each map, without merges. */
  readonly #sizes = new Map<YamlMap, number>();
  #written = 0;
  /** Those that are written, and all that is repeated. */
  #size = 0;
  /** What is repeated, as far as it costs whoever walks there. */
  #repeated = 0;
  /** The depth of the deepest node below the one that is being read. */
  #deepest = 0;

  now(): Moment {
    return { size: this.#size, repeated: this.#repeated, deepest: this.#deepest };
  }

  /** A node begins at a depth. Its {@link leave} takes what is returned. */
  enter(depth: number): Moment {
    const before = this.now();
    this.#deepest = depth;
    return before;
  }

  /** A node ends. One that is not written here, an alias, was counted by {@link repeat}. */
  leave(before: Moment, depth: number, isWritten: boolean): Extent {
    if (isWritten) {
      this.#written += 1;
      this.#size += 1;
    }
    const extent = { size: this.#size - before.size, height: this.#deepest - depth };
    this.#deepest = Math.max(this.#deepest, before.deepest);
    return extent;
  }

  /** What was read before stands at one more place. */
  repeat({ size, height }: Extent, depth: number): void {
    this.#deepest = Math.max(this.#deepest, depth + height);
    this.#put(size);
  }

  /** Forgets what was counted since a moment, except how deep it is: {@link merge} counts what a map merges. */
  takeBack({ size, repeated }: Moment): void {
    this.#size = size;
    this.#repeated = repeated;
  }

  /** A map that began at a moment ends, and what it merges stands in it too. */
  merge(map: YamlMap, began: Moment): void {
    this.#sizes.set(map, this.#size - began.size);
    for (const merged of withMerges(map)) if (merged !== map) this.#put(this.#sizes.get(merged) ?? 1);
  }

  /** Whether aliases and merges make a tree many times as large as its text. */
  isTooLargeFor(text: string): boolean {
    return this.#repeated > Math.max(FEW_REPEATED, MOST_REPEATED * text.length);
  }

  /** Whoever walks to one more place meets each node that is written once. */
  #put(size: number): void {
    this.#size += size;
    this.#repeated += Math.min(size, this.#written);
  }
}
